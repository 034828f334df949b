public import SourceText

/// Where an application binds its socket.
public enum Bind: String, Sendable, Hashable, CaseIterable {
  /// On every address of the pod.
  case any = "0.0.0.0"
  /// On the pod's localhost only: the sidecar does not reach it since Istio 1.10.
  case loopback = "127.0.0.1"
  /// On the pod's IP only: the agent, which asks localhost, does not reach it.
  case podIP
}

/// What a container serves on one port and path.
public struct Exposure: Sendable, Hashable {
  /// The container.
  public var container: String
  /// The port that it opens, declared or not.
  public var port: UInt16
  /// Where it binds.
  public var bind: Bind
  /// Whether it speaks TLS.
  public var https: Bool
  /// The path, without query.
  public var path: String
  /// The exposition.
  public var metrics: String
  /// The exposition for clients that ask for OpenMetrics, if the application negotiates.
  public var openMetrics: String?
  /// The `Content-Type`; nil lets the exposition decide.
  public var contentType: String?
  /// Leaves the `Content-Type` out.
  public var omitsContentType: Bool
  /// The HTTP status.
  public var status: Int
  /// How long the answer is held back.
  public var delayMilliseconds: Int
  /// Breaks off after so many bytes of the body.
  public var truncatesAfter: Int?
  /// How the application compresses.
  public var compression: Compression
  /// Answers with a redirect to this location.
  public var redirect: String?
  /// The token without which the answer is 401.
  public var bearerToken: String?
  /// How many generated series are appended.
  public var fillerSeries: Int
  /// What each scrape after the first adds to every value.
  public var increment: Double
  /// A fault for the application to play.
  public var fault: String?
  /// Where the file says so.
  public var span: Span

  /// How an application compresses.
  public enum Compression: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case identity
    /// With gzip, when the client accepts it.
    case gzip
    /// With gzip, whatever the client asked for.
    case alwaysGzip = "always-gzip"
  }

  /// Makes an exposure that answers 200.
  public init(
    container: String, port: UInt16, bind: Bind = .any, https: Bool = false, path: String = "/metrics",
    metrics: String = "", openMetrics: String? = nil, contentType: String? = nil,
    omitsContentType: Bool = false,
    status: Int = 200, delayMilliseconds: Int = 0, truncatesAfter: Int? = nil,
    compression: Compression = .identity, redirect: String? = nil, bearerToken: String? = nil,
    fillerSeries: Int = 0, increment: Double = 0, fault: String? = nil, span: Span = .synthetic
  ) {
    self.container = container
    self.port = port
    self.bind = bind
    self.https = https
    self.path = path
    self.metrics = metrics
    self.openMetrics = openMetrics
    self.contentType = contentType
    self.omitsContentType = omitsContentType
    self.status = status
    self.delayMilliseconds = delayMilliseconds
    self.truncatesAfter = truncatesAfter
    self.compression = compression
    self.redirect = redirect
    self.bearerToken = bearerToken
    self.fillerSeries = fillerSeries
    self.increment = increment
    self.fault = fault
    self.span = span
  }
}
