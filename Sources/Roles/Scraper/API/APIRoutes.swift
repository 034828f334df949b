import PrometheusModel
import Wire

/// Which paths there are, and which methods each takes.
///
/// Source: prometheus/prometheus `web/web.go` and `web/api/v1/api.go`, `Register`, 2.53.3, 3.5.0.
enum APIRoutes {
  private static let methods: [String: [String]] = {
    var table: [String: [String]] = [
      "/-/healthy": ["GET", "HEAD"], "/-/ready": ["GET", "HEAD"], "/-/reload": ["GET", "POST", "PUT"],
      "/-/quit": ["GET"], "/api/v1/series": ["DELETE", "GET", "POST"],
    ]
    for path in ["/", "/targets", "/service-discovery", "/metrics", "/version"] { table[path] = ["GET"] }
    for name in ["query", "query_range", "query_exemplars", "labels"] {
      table["/api/v1/" + name] = ["GET", "POST"]
    }
    for name in [
      "targets", "targets/metadata", "metadata", "scrape_pools", "alerts", "alertmanagers", "rules",
      "status/config", "status/flags", "status/buildinfo", "status/runtimeinfo", "status/tsdb",
      "status/walreplay",
    ] { table["/api/v1/" + name] = ["GET"] }
    for name in ["delete_series", "clean_tombstones", "snapshot"] {
      table["/api/v1/admin/tsdb/" + name] = ["POST", "PUT"]
    }
    return table
  }()

  /// The methods that a path takes; nil if there is no such path.
  static func methods(of path: String, _ version: PrometheusVersion) -> [String]? {
    if let methods = methods[path] { return methods }
    if path == "/api/v1/notifications" { return version.hasNotifications ? ["GET"] : nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isValues = parts.count == 6 && parts[1...3] == ["api", "v1", "label"] && parts[5] == "values"
    return isValues && !parts[4].isEmpty ? ["GET"] : nil
  }
}

extension HTTPResponse {
  /// A text for people; errors say that nothing is to be guessed from it, as Go's do.
  static func plain(_ status: Int, _ text: String, isError: Bool = false) -> HTTPResponse {
    var headers: HTTPHeaders = ["Content-Type": "text/plain; charset=utf-8"]
    if isError { headers.add("X-Content-Type-Options", "nosniff") }
    return HTTPResponse(status: status, headers: headers, text: text)
  }

  /// There is no such path.
  static var unknownPath: HTTPResponse { plain(404, "404 page not found\n", isError: true) }

  /// The path takes other methods.
  static func methodNotAllowed(_ methods: [String]) -> HTTPResponse {
    var response = plain(405, "Method Not Allowed\n", isError: true)
    response.headers.add("Allow", (methods + ["OPTIONS"]).sorted().joined(separator: ", "))
    return response
  }

  /// The page is elsewhere.
  static func found(_ path: String) -> HTTPResponse {
    HTTPResponse(
      status: 302, headers: ["Content-Type": "text/html; charset=utf-8", "Location": path],
      text: "<a href=\"\(path)\">Found</a>.\n\n")
  }
}
