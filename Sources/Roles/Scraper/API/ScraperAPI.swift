import PrometheusModel
import Wire

/// The HTTP API of the scraper: which request gets which answer.
struct ScraperAPI: Sendable {
  /// What was collected.
  var store: SeriesStore
  /// Whose API it is.
  var version: PrometheusVersion
  /// The time, in milliseconds since 1970.
  var now: @Sendable () -> Int64
  /// The targets as they are.
  var targets: @Sendable () -> TargetViews
  /// The configuration in force, as YAML.
  var configuration: @Sendable () -> String
  /// Reads the configuration again; what is wrong with it, if it is.
  var reload: @Sendable () -> String?

  /// Answers a request.
  func respond(to request: HTTPRequest) -> HTTPResponse {
    let path = FormEncoding.decode(request.path)
    let isReading = request.method == "GET" || request.method == "HEAD"
    switch path {
    case "/-/healthy": return isReading ? plain(200, "Prometheus Server is Healthy.\n") : notAllowed
    case "/-/ready": return isReading ? plain(200, "Prometheus Server is Ready.\n") : notAllowed
    case "/-/reload":
      guard request.method == "POST" || request.method == "PUT" else {
        return plain(405, "Only POST or PUT requests allowed")
      }
      return reload().map { plain(500, "failed to reload config: \($0)\n") } ?? HTTPResponse(status: 200)
    default: break
    }
    guard path.hasPrefix("/api/v1/") else { return plain(404, "404 page not found\n") }
    do throws(APIError) {
      return try answer(String(path.dropFirst("/api/v1/".count)), request) ?? plain(404, "404 page not found\n")
    } catch {
      return APIAnswer.failure(error)
    }
  }

  private func answer(_ path: String, _ request: HTTPRequest) throws(APIError) -> HTTPResponse? {
    let parameters = APIParameters(request)
    let isGet = request.method == "GET" || request.method == "HEAD"
    guard isGet || (request.method == "POST" && ["query", "query_range", "series", "labels"].contains(path))
    else {
      return notAllowed
    }
    let series = SeriesAnswer(store: store)
    let clock = now()
    let queries = QueryAnswer(
      store: store, version: version, now: store.withTable { $0.present(atClock: clock) })
    switch path {
    case "targets": return TargetsAnswer(views: targets(), version: version).respond(to: parameters)
    case "series": return try series.series(parameters)
    case "labels": return try series.labelNames(parameters)
    case "query": return try queries.instant(parameters)
    case "query_range": return try queries.range(parameters)
    case "scrape_pools": return scrapePools()
    case "status/config": return StatusAnswer.configuration(configuration())
    case "status/buildinfo": return StatusAnswer.buildInformation(version)
    case "status/flags": return StatusAnswer.flags()
    default: break
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "label", parts[2] == "values" else { return nil }
    return try series.values(of: String(parts[1]), parameters)
  }

  private func scrapePools() -> HTTPResponse {
    let views = targets()
    let pools = Set(views.active.map(\.pool)).union(views.droppedCounts.keys).sorted()
    return APIAnswer.success { writer in
      writer.object { writer in
        writer.key("scrapePools")
        writer.strings(pools)
      }
    }
  }

  private var notAllowed: HTTPResponse { plain(405, "Method Not Allowed\n") }

  private func plain(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], text: text)
  }
}
