import Contract
import Wire

/// What an application answers apart from its expositions, in the words of Go's `net/http`.
enum AppPages {
  /// The page at `/`: what can be had on the port.
  static func index(_ container: String, paths: [String]) -> HTTPResponse {
    let items = paths.map { "<li><a href=\"\(escaped($0))\">\(escaped($0))</a></li>\n" }.joined()
    let title = escaped(container)
    return HTTPResponse(
      headers: ["Content-Type": "text/html; charset=utf-8"],
      text: "<!doctype html><title>\(title)</title><h1>\(title)</h1>\n<ul>\n\(items)</ul>\n")
  }

  /// Source: golang/go `src/net/http/server.go`, `NotFound`.
  static let notFound = text(404, "404 page not found\n")

  /// A method that no endpoint knows.
  static let methodNotAllowed: HTTPResponse = {
    var response = text(405, "Method Not Allowed\n")
    response.headers.add("Allow", "GET, HEAD")
    return response
  }()

  /// The bearer token is missing or wrong.
  static let unauthorized: HTTPResponse = {
    var response = text(401, "Unauthorized\n")
    response.headers.add("WWW-Authenticate", "Bearer")
    return response
  }()

  /// Source: golang/go `src/net/http/server.go`, `Redirect`.
  static func redirect(to location: String) -> HTTPResponse {
    HTTPResponse(
      status: 302, headers: ["Content-Type": "text/html; charset=utf-8", "Location": location],
      text: "<a href=\"\(escaped(location))\">Found</a>.\n\n")
  }

  /// What comes of the fault `wrong-answer`: a page where metrics should be.
  static let wrongAnswer = HTTPResponse(
    headers: ["Content-Type": "text/html; charset=utf-8"], text: "<html>wrong answer</html>\n")

  /// What an HTTPS port says to a client that speaks plaintext.
  ///
  /// Source: golang/go `src/net/http/server.go`, `conn.serve`.
  static let plaintextToHTTPS = Array(
    "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n".utf8)

  /// The first bytes by which an HTTPS port knows such a client.
  ///
  /// Source: golang/go `src/net/http/server.go`, `tlsRecordHeaderLooksLikeHTTP`.
  static let plaintextStarts: Set<String> = ["GET /", "HEAD ", "POST ", "PUT /", "OPTIO"]

  private static func text(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"], text: text)
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&#34;"
      case "'": out += "&#39;"
      default: out.append(character)
      }
    }
    return out
  }
}
