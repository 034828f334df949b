/// An application container: the HTTP endpoints that it serves.
public struct AppConfiguration: Sendable, Codable, Equatable {
  /// The pod that the container belongs to.
  public var pod: PodReference
  /// The name of the container.
  public var container: String
  /// What it serves, and where.
  public var ports: [AppPort]
  /// A fault to play.
  public var fault: Fault?

  /// Configures an application container.
  public init(pod: PodReference, container: String, ports: [AppPort], fault: Fault? = nil) {
    self.pod = pod
    self.container = container
    self.ports = ports
    self.fault = fault
  }
}

/// One port of an application, with the paths that it answers. Other paths are 404.
public struct AppPort: Sendable, Codable, Equatable {
  /// The container port.
  public var port: UInt16
  /// The sockets: one for each plane that the application binds (eth0, lo).
  public var listeners: [Listener]
  /// The server certificate, if the application serves HTTPS.
  public var tls: ServerCertificate?
  /// The endpoints of the port, by path.
  public var endpoints: [AppEndpoint]

  /// Configures a port.
  public init(port: UInt16, listeners: [Listener], tls: ServerCertificate? = nil, endpoints: [AppEndpoint]) {
    self.port = port
    self.listeners = listeners
    self.tls = tls
    self.endpoints = endpoints
  }
}

/// A certificate chain and its key, PEM.
public struct ServerCertificate: Sendable, Codable, Equatable {
  /// Leaf first, then intermediates.
  public var certificateChain: String
  /// The private key.
  public var privateKey: String

  /// Pairs a chain with its key.
  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}

/// What an application answers on one path.
public struct AppEndpoint: Sendable, Codable, Equatable {
  /// The path, without query.
  public var path: String
  /// The exposition in the text format 0.0.4 or OpenMetrics, as the scenario gives it.
  public var metrics: String
  /// The exposition for a client that asks for OpenMetrics, if the application negotiates.
  public var openMetrics: String?
  /// The `Content-Type` of the answer; nil lets ``metrics`` decide (`# EOF` at the end: OpenMetrics 1.0.0).
  public var contentType: String?
  /// Leaves the `Content-Type` header out altogether.
  public var omitsContentType: Bool
  /// The HTTP status.
  public var status: Int
  /// How long the answer is held back, in milliseconds.
  public var delayMilliseconds: Int
  /// Closes the connection after this many bytes of a body whose `Content-Length` promised all of it.
  public var truncatesAfter: Int?
  /// `Content-Encoding` used although the client did not ask (`gzip`), or when it did.
  public var encoding: ContentEncodingBehaviour
  /// Answers with a redirect to this location instead.
  public var redirect: String?
  /// A bearer token without which the answer is 401.
  public var bearerToken: String?
  /// Appends this many generated series (`meshscrape_filler{n="…"} 1`) for tests of size.
  public var fillerSeries: Int
  /// What is added to every sample's value on each scrape after the first; 0 keeps values constant.
  public var increment: Double

  /// How an application compresses.
  public enum ContentEncodingBehaviour: String, Sendable, Codable {
    /// Never compresses.
    case identity
    /// Compresses with gzip when the client's `Accept-Encoding` names it.
    case gzip
    /// Compresses with gzip whatever the client asked for.
    case alwaysGzip = "always-gzip"
  }

  /// Configures an endpoint that answers 200 with the exposition.
  public init(
    path: String = "/metrics", metrics: String, openMetrics: String? = nil, contentType: String? = nil,
    omitsContentType: Bool = false, status: Int = 200, delayMilliseconds: Int = 0, truncatesAfter: Int? = nil,
    encoding: ContentEncodingBehaviour = .identity, redirect: String? = nil, bearerToken: String? = nil,
    fillerSeries: Int = 0, increment: Double = 0
  ) {
    self.path = path
    self.metrics = metrics
    self.openMetrics = openMetrics
    self.contentType = contentType
    self.omitsContentType = omitsContentType
    self.status = status
    self.delayMilliseconds = delayMilliseconds
    self.truncatesAfter = truncatesAfter
    self.encoding = encoding
    self.redirect = redirect
    self.bearerToken = bearerToken
    self.fillerSeries = fillerSeries
    self.increment = increment
  }
}
