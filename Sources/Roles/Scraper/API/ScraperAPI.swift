import PrometheusModel
import Wire

/// The HTTP server of the scraper: which request gets which answer.
///
/// Source: prometheus/prometheus `web/web.go` and `web/api/v1/api.go`, `Register`, 2.53.3, 3.5.0.
struct ScraperAPI: Sendable {
  /// What was collected.
  var store: SeriesStore
  /// Whose API it is.
  var version: PrometheusVersion
  /// The time, in milliseconds since 1970.
  var now: @Sendable () -> Int64
  /// The targets as they are.
  var targets: @Sendable () -> TargetViews
  /// The configuration in force.
  var configuration: @Sendable () -> ServedConfiguration
  /// What was counted since the start.
  var counts: @Sendable () -> ScrapeCounts = { ScrapeCounts() }
  /// Reads the configuration again; what is wrong with it, if it is.
  var reload: @Sendable () -> String?

  private static let prefix = "/api/v1/"

  /// Answers a request.
  func respond(to request: HTTPRequest) -> HTTPResponse {
    let path = FormEncoding.decode(request.path)
    if request.method == "OPTIONS", path.hasPrefix(Self.prefix) { return HTTPResponse(status: 204) }
    guard let methods = APIRoutes.methods(of: path, version) else { return .unknownPath }
    if request.method == "GET", path == "/-/reload" || path == "/-/quit" {
      return .plain(405, "Only POST or PUT requests allowed")
    }
    guard methods.contains(request.method) else { return .methodNotAllowed(methods) }
    guard path.hasPrefix(Self.prefix) else { return page(path) }
    do throws(APIError) {
      return try answer(String(path.dropFirst(Self.prefix.count)), request)
    } catch {
      return APIAnswer.failure(error)
    }
  }

  private func page(_ path: String) -> HTTPResponse {
    switch path {
    case "/": return .found("/targets")
    case "/targets": return TargetsPage(views: targets(), now: now()).response
    case "/service-discovery":
      return DiscoveryPage(views: targets(), rules: configuration().relabelRules).response
    case "/metrics": return OwnMetrics(self).response
    case "/version": return .plain(200, StatusAnswer.version(version) + "\n")
    case "/-/healthy": return .plain(200, "Prometheus Server is Healthy.\n")
    case "/-/ready": return .plain(200, "Prometheus Server is Ready.\n")
    case "/-/reload":
      return reload().map { .plain(500, "failed to reload config: \($0)\n", isError: true) }
        ?? HTTPResponse(status: 200)
    default: return .unknownPath
    }
  }

  private func answer(_ path: String, _ request: HTTPRequest) throws(APIError) -> HTTPResponse {
    let parameters = APIParameters(request, version: version)
    let series = SeriesAnswer(store: store, version: version)
    switch path {
    case "targets": return TargetsAnswer(views: targets(), version: version).respond(to: parameters)
    case "targets/metadata": return try MetadataAnswer(views: targets()).ofTargets(parameters)
    case "metadata": return try MetadataAnswer(views: targets()).ofMetrics(parameters)
    case "series" where request.method == "DELETE": throw APIError(.internal, "not implemented")
    case "series": return try series.series(parameters)
    case "labels": return try series.labelNames(parameters)
    case "query": return try queries.instant(parameters)
    case "query_range": return try queries.range(parameters)
    case "query_exemplars": return try queries.exemplars(parameters)
    case "scrape_pools": return scrapePools()
    case "alerts", "alertmanagers", "rules", "notifications": return try RulesAnswer.respond(path, parameters)
    case _ where path.hasPrefix("admin/"): throw APIError(.unavailable, "admin APIs disabled")
    case _ where path.hasPrefix("status/"):
      return try StatusAnswer(api: self).respond(String(path.dropFirst("status/".count)), parameters)
    default:
      let name = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().first ?? ""
      return try series.values(of: String(name), parameters)
    }
  }

  private var queries: QueryAnswer {
    let clock = now()
    return QueryAnswer(
      store: store, version: version, now: store.withTable { $0.present(atClock: clock) },
      evaluationInterval: configuration().evaluationInterval)
  }

  private func scrapePools() -> HTTPResponse {
    let views = targets()
    let pools = Set(views.active.map(\.pool)).union(views.droppedCounts.keys)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return APIAnswer.success { writer in
      writer.object { writer in
        writer.key("scrapePools")
        writer.strings(pools)
      }
    }
  }
}

/// The configuration in force, as far as the API speaks of it.
struct ServedConfiguration: Sendable {
  /// The file.
  var text = ""
  /// The step of a subquery that names none, in milliseconds.
  var evaluationInterval: Int64 = 60_000
  /// The rules that each job relabels its targets with.
  var relabelRules: [String: [RelabelRule]] = [:]
  /// When the file was read last and found good, in nanoseconds since 1970.
  var loaded: Int64 = 0
  /// Whether the last reading went well.
  var isCurrent = true
  /// When the scraper began, in nanoseconds since 1970.
  var started: Int64 = 0
}
