internal import Contract

/// What Go's client does with a redirect.
///
/// Source: golang/go src/net/http/client.go Client.do, redirectBehavior, 1.24.
enum Redirect {
  /// The request that follows a response; nil if the response is the answer.
  static func next(after request: ClientRequest, status: Int, headers: HTTPHeaders) throws(WireError)
    -> ClientRequest?
  {
    guard [301, 302, 303, 307, 308].contains(status), let location = headers["Location"] else { return nil }
    guard let url = request.url.resolving(location) else {
      throw WireError(
        .protocolViolation,
        "failed to parse Location header \(GoQuoting.quoted(location)): parse \(GoQuoting.quoted(location)): unsupported URL"
      )
    }
    var next = request
    next.url = url
    next.endpoint = nil
    if status <= 303 {
      if request.method != "HEAD" { next.method = "GET" }
      next.body = []
      for name in ["Content-Length", "Content-Type", "Transfer-Encoding"] { next.headers[name] = nil }
    }
    next.headers["Host"] = nil
    if !isSameDomain(url.host, request.url.host) {
      for name in ["Authorization", "Www-Authenticate", "Cookie", "Cookie2"] { next.headers[name] = nil }
    }
    if !(request.url.scheme == "https" && url.scheme == "http") {
      var referer = request.url
      referer.userInfo = nil
      next.headers["Referer"] = referer.description
    }
    return next
  }

  /// Secrets go to the same host and to those below it.
  private static func isSameDomain(_ host: String, _ first: String) -> Bool {
    host == first || (!first.contains(":") && host.hasSuffix("." + first))
  }
}
