/// A request as a server reads it.
public struct HTTPRequest: Sendable, Hashable {
  /// The method, as spelled: `GET`.
  public var method: String
  /// The request target as it came: `/metrics?name=x`, `*`, or an absolute URL from a client that thinks of a proxy.
  public var target: String
  /// 0 or 1 of `HTTP/1.x`; 2 stands for HTTP/2.
  public var minorVersion: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The body, if it was read.
  public var body: [UInt8]

  /// Makes a request.
  public init(
    method: String, target: String, minorVersion: Int = 1, headers: HTTPHeaders = [:], body: [UInt8] = []
  ) {
    self.method = method
    self.target = target
    self.minorVersion = minorVersion
    self.headers = headers
    self.body = body
  }

  /// The path of the target, without query, still percent-encoded.
  public var path: String { String(target.prefix { $0 != "?" && $0 != "#" }) }

  /// The query of the target without `?`, still percent-encoded; empty if there is none.
  public var query: String {
    guard let mark = target.firstIndex(of: "?") else { return "" }
    return String(target[target.index(after: mark)...].prefix { $0 != "#" })
  }

  /// The query's items, percent-decoded, `+` as blank, in order.
  public var queryItems: [(name: String, value: String)] { FormEncoding.items(query) }

  /// Whether the client wants the connection kept after the answer.
  public var wantsKeepAlive: Bool {
    minorVersion >= 1
      ? !headers.hasToken("close", in: "Connection") : headers.hasToken("keep-alive", in: "Connection")
  }
}

/// A response: what a server sends whole, and what a client got.
public struct HTTPResponse: Sendable, Hashable {
  /// The status code.
  public var status: Int
  /// The reason phrase; empty takes the usual one of the status.
  public var reason: String
  /// The header fields. A `Content-Length` given here is sent as it is, whatever the body's length.
  public var headers: HTTPHeaders
  /// The body.
  public var body: [UInt8]

  /// Makes a response.
  public init(status: Int = 200, reason: String = "", headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
  }

  /// Makes a response from text.
  public init(status: Int = 200, headers: HTTPHeaders = [:], text: String) {
    self.init(status: status, headers: headers, body: Array(text.utf8))
  }

  /// Whether a response of this status has no body by definition.
  static func hasNoBody(status: Int) -> Bool { (100...199).contains(status) || status == 204 || status == 304 }
}
