internal import Contract

/// What Go's client does with a redirect.
///
/// Source: golang/go src/net/http/client.go Client.do, redirectBehavior, 1.24.
enum Redirect {
  /// The request that follows a response; nil if the response is the answer.
  static func next(after request: ClientRequest, status: Int, headers: HTTPHeaders) throws(WireError)
    -> ClientRequest?
  {
    guard [301, 302, 303, 307, 308].contains(status), let location = headers["Location"], !location.isEmpty
    else {
      return nil
    }
    let url = try target(location, from: request.url)
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

  private static func target(_ location: String, from url: HTTPURL) throws(WireError) -> HTTPURL {
    let quoted = GoQuoting.quoted(location)
    if let reason = URLFault.reason(location) {
      throw WireError(
        .protocolViolation, "failed to parse Location header \(quoted): parse \(quoted): \(reason)")
    }
    guard URLFault.scheme(location).map({ $0 == "http" || $0 == "https" }) ?? true,
      let target = url.resolving(location)
    else { throw WireError(.configuration, URLFault.unusable(location), url: location) }
    return target
  }

  /// Secrets go to the same host and to those below it.
  private static func isSameDomain(_ host: String, _ first: String) -> Bool {
    host == first || (!first.contains(":") && host.hasSuffix("." + first))
  }
}
