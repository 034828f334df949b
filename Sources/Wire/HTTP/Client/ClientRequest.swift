public import Contract

/// A request that a client sends, and how.
public struct ClientRequest: Sendable {
  /// What to do with a compressed body.
  public enum Decoding: Sendable, Hashable {
    /// Hand it on as it comes.
    case none
    /// Ask for gzip and undo it without a trace, as Go's transport does unless told otherwise.
    case transparent
    /// Undo a `Content-Encoding` of exactly `gzip`, having asked for nothing: the header fields are the caller's, as
    /// Prometheus sets them.
    case asEncoded
  }

  /// Where the request goes.
  public var url: HTTPURL
  /// The method.
  public var method: String
  /// The fields besides `Host`; in this order.
  public var headers: HTTPHeaders
  /// The body; `Content-Length` is added for one that is not empty.
  public var body: [UInt8]
  /// The address of this machine to dial from.
  public var source: IPAddress?
  /// Where to dial instead of the URL's host.
  public var endpoint: Endpoint?
  /// How to speak `https`; without it such a request fails.
  public var tls: ClientTLS?
  /// How to speak `https` where only a redirect leads there.
  public var tlsForRedirects: (@Sendable () throws(WireError) -> ClientTLS)?
  /// Whether fields get Go's spelling and order, rather than those given.
  public var spellsFieldsAsGo = true
  /// When the whole exchange has to be over.
  public var deadline: Deadline
  /// A decoded body of more bytes is an error of kind `limit`.
  public var bodyLimit: Int?
  /// Whether redirects are followed, at most ten as Go's client does.
  public var followsRedirects: Bool
  /// What to do with a compressed body.
  public var decoding: Decoding
  /// Whether the connection may be an old one, and be kept for others.
  public var keepsAlive: Bool
  /// By which another thread can end the exchange.
  public var cancellation: Cancellation?

  /// Makes a request; what is not given has the defaults of Go's client, without its `User-Agent`.
  public init(
    _ url: HTTPURL, method: String = "GET", headers: HTTPHeaders = [:], body: [UInt8] = [],
    source: IPAddress? = nil, tls: ClientTLS? = nil, deadline: Deadline = .never, bodyLimit: Int? = nil,
    followsRedirects: Bool = true,
    decoding: Decoding = .none, keepsAlive: Bool = true, cancellation: Cancellation? = nil
  ) {
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
    self.source = source
    endpoint = nil
    self.tls = tls
    self.deadline = deadline
    self.bodyLimit = bodyLimit
    self.followsRedirects = followsRedirects
    self.decoding = decoding
    self.keepsAlive = keepsAlive
    self.cancellation = cancellation
  }

  /// Whether sending it twice does no harm. Source: golang/go src/net/http/request.go isReplayable, 1.24.
  var isReplayable: Bool {
    body.isEmpty && ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method)
      || headers.contains("Idempotency-Key")
  }
}

/// The answer to a ``ClientRequest``.
public struct ClientResponse: Sendable {
  /// The status code.
  public var status: Int
  /// The reason phrase as sent.
  public var reason: String
  /// The header fields; without those that a transparent decoding took away.
  public var headers: HTTPHeaders
  /// The decoded body.
  public var body: [UInt8]
  /// The URL that answered, after redirects.
  public var url: HTTPURL
}
