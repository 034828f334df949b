public import Contract

/// How an exchange on the wire failed: coarsely for judging, in words for people, in detail for traces.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a client can tell apart.
  public var kind: FailureKind
  /// What happened, in the words of Go's standard library where Go has words for it.
  public var message: String
  /// What only this end knows: the reason that OpenSSL gives, or Envoy's name for it (`fail_verify_no_cert`).
  public var detail: String?
  /// The error number of the failed system call, 0 if none failed.
  public var systemError: Int32
  /// The URL of the request that failed, which after redirects is another than the one asked for.
  public var url: String?

  /// Records a failure.
  public init(
    _ kind: FailureKind, _ message: String, detail: String? = nil, systemError: Int32 = 0, url: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.detail = detail
    self.systemError = systemError
    self.url = url
  }

  /// The error as Go's `http.Client` prints it: `Get "http://…": EOF`; without URL where it has none.
  ///
  /// Source: golang/go src/net/url/url.go Error.Error, src/net/http/client.go urlErrorOp, 1.24.
  public func described(method: String) -> String {
    guard let url else { return message }
    return "\(method.prefix(1))\(method.dropFirst().lowercased()) \(GoQuoting.quoted(url)): \(message)"
  }

  func at(_ url: HTTPURL) -> Self {
    var error = self
    error.url = error.url ?? url.description
    return error
  }

  /// The message, and the detail in brackets if there is one.
  public var description: String { detail.map { "\(message) (\($0))" } ?? message }

  /// A deadline that passed, as Go words it for a context.
  public static let deadlineExceeded = Self(.timeout, "context deadline exceeded")
  /// The peer closed where an answer should have begun.
  public static let endOfFile = Self(.endOfFile, "EOF")
  /// The peer closed in the middle of a message.
  public static let unexpectedEndOfFile = Self(.endOfFile, "unexpected EOF")
}
