import Exposition
import PrometheusModel
import Testing
import Wire

@testable import Roles

/// Requests beside queries: which there are, and their answers as real Prometheus words them.
@Suite struct RoutesTests {
  private static let version = PrometheusVersion(3, 5)

  private static func api(_ version: PrometheusVersion = version) -> ScraperAPI {
    var target = ScrapedTarget()
    target.scrape(
      "# HELP a Of \\\\ and\\nmore \\x\n# TYPE a counter\na{x=\"1\"} 2\n# TYPE b gauge\nb 3\n# HELP c Only help\n"
    )
    let views = TargetViews(
      active: [
        ActiveTargetView(
          discoveredLabels: [:], labels: ["job": "j"], pool: "j", url: "http://x", interval: "1m",
          timeout: "10s",
          metadata: target.metadata),
        ActiveTargetView(
          discoveredLabels: [:], labels: ["job": "k"], pool: "k", url: "http://y", interval: "1m",
          timeout: "10s",
          metadata: [MetricMetadata(family: "a", type: .gauge, help: "Other")]),
      ], droppedCounts: ["j": 2])
    return ScraperAPI(
      store: target.store, version: version, now: { 1_700_000_003_500 }, targets: { views },
      configuration: {
        ServedConfiguration(loaded: 1_700_000_000_500_000_000, started: 1_700_000_000_250_000_000)
      }, counts: { ScrapeCounts(scrapes: 3, duplicates: 1) }, reload: { "no such file" })
  }

  private func respond(
    _ target: String, method: String = "GET", _ version: PrometheusVersion = version
  ) -> (status: Int, body: String, headers: HTTPHeaders) {
    let response = Self.api(version).respond(to: HTTPRequest(method: method, target: target))
    return (response.status, String(decoding: response.body, as: UTF8.self), response.headers)
  }

  @Test(arguments: [
    ("GET", "/nothing", 404, ""), ("GET", "/api/v1/nothing", 404, ""),
    ("GET", "/api/v1/label//values", 404, ""),
    ("POST", "/api/v1/targets", 405, "GET, OPTIONS"), ("PUT", "/api/v1/query", 405, "GET, OPTIONS, POST"),
    ("HEAD", "/api/v1/query?query=1", 405, "GET, OPTIONS, POST"),
    ("POST", "/-/ready", 405, "GET, HEAD, OPTIONS"),
    ("GET", "/api/v1/admin/tsdb/snapshot", 405, "OPTIONS, POST, PUT"),
    ("POST", "/metrics", 405, "GET, OPTIONS"),
  ])
  func unknownPathsAndMethods(method: String, target: String, status: Int, allow: String) {
    let answer = respond(target, method: method)
    #expect(answer.status == status)
    #expect(answer.headers["Allow"] ?? "" == allow)
    #expect(answer.body == (status == 404 ? "404 page not found\n" : "Method Not Allowed\n"))
    #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
  }

  @Test(arguments: [
    ("GET", "/", 302, "<a href=\"/targets\">Found</a>.\n\n"),
    ("HEAD", "/-/ready", 200, "Prometheus Server is Ready.\n"),
    ("OPTIONS", "/api/v1/query", 204, ""), ("OPTIONS", "/api/v1/nothing", 204, ""),
    ("GET", "/-/reload", 405, "Only POST or PUT requests allowed"),
    ("POST", "/-/reload", 500, "failed to reload config: no such file\n"),
    ("DELETE", "/api/v1/series", 500, #"{"status":"error","errorType":"internal","error":"not implemented"}"#),
    (
      "POST", "/api/v1/admin/tsdb/snapshot", 500,
      #"{"status":"error","errorType":"unavailable","error":"admin APIs disabled"}"#
    ),
    ("GET", "/api/v1/rules", 200, #"{"status":"success","data":{"groups":[]}}"#),
    (
      "GET", "/api/v1/rules?type=x", 400,
      #"{"status":"error","errorType":"bad_data","error":"invalid parameter \"type\": not supported value \"x\""}"#
    ),
    ("GET", "/api/v1/alerts", 200, #"{"status":"success","data":{"alerts":[]}}"#),
    (
      "GET", "/api/v1/alertmanagers", 200,
      #"{"status":"success","data":{"activeAlertmanagers":[],"droppedAlertmanagers":[]}}"#
    ),
    ("GET", "/api/v1/query_exemplars?query=a", 200, #"{"status":"success","data":[]}"#),
    ("GET", "/api/v1/status/walreplay", 200, #"{"status":"success","data":{"min":0,"max":0,"current":0}}"#),
    (
      "GET", "/api/v1/status/tsdb?limit=0", 400,
      #"{"status":"error","errorType":"bad_data","error":"limit must be a positive number"}"#
    ),
    (
      "GET", "/api/v1/labels?match[]=%7B", 400,
      #"{"status":"error","errorType":"bad_data","error":"1:2: parse error: unexpected end of input inside braces"}"#
    ),
    (
      "GET", "/api/v1/series?match[]=rate(a[1m])", 400,
      #"{"status":"error","errorType":"bad_data","error":"invalid parameter \"match[]\": 1:5: parse error: unexpected \"(\""}"#
    ),
    (
      "GET", "/api/v1/series?match[]=", 400,
      #"{"status":"error","errorType":"bad_data","error":"invalid parameter \"match[]\": unknown position: parse error: unexpected end of input"}"#
    ),
    ("GET", "/api/v1/label/U__x_2e_y/values", 200, #"{"status":"success","data":[]}"#),
    (
      "GET", "/api/v1/query?query=1&time=1&timeout=x", 400,
      #"{"status":"error","errorType":"bad_data","error":"invalid parameter \"timeout\": cannot parse \"x\" to a valid duration"}"#
    ),
    (
      "GET", "/api/v1/query?query=1e-7&time=1", 200,
      #"{"status":"success","data":{"resultType":"scalar","result":[1,"0.0000001"]}}"#
    ),
    (
      "GET", "/api/v1/query?query=%22%3Ca%3E%22&time=1", 200,
      #"{"status":"success","data":{"resultType":"string","result":[1,"\u003ca\u003e"]}}"#
    ),
    (
      "GET", "/api/v1/query_range?query=1&start=1&end=2&step=0", 400,
      #"{"status":"error","errorType":"bad_data","error":"invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer"}"#
    ),
    (
      "GET", "/api/v1/query_range?query=1&start=1&end=3&step=1", 200,
      #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"],[2,"1"],[3,"1"]]}]}}"#
    ),
    (
      "GET", "/api/v1/targets/metadata?limit=x", 400,
      #"{"status":"error","errorType":"bad_data","error":"limit must be a number"}"#
    ),
    (
      "GET", "/api/v1/targets/metadata?metric=b", 200,
      #"{"status":"success","data":[{"target":{"job":"j"},"type":"gauge","help":"","unit":""}]}"#
    ),
    (
      "GET", "/api/v1/targets/metadata?match_target=%7Bjob=%22k%22%7D", 200,
      #"{"status":"success","data":[{"target":{"job":"k"},"metric":"a","type":"gauge","help":"Other","unit":""}]}"#
    ),
    (
      "GET", "/api/v1/metadata?metric=a", 200,
      #"{"status":"success","data":{"a":[{"type":"counter","unit":"","help":"Of \\ and\nmore \\x"},{"type":"gauge","unit":"","help":"Other"}]}}"#
    ),
    (
      "GET", "/api/v1/metadata?limit=1&limit_per_metric=1", 200,
      #"{"status":"success","data":{"a":[{"type":"counter","unit":"","help":"Of \\ and\nmore \\x"}]}}"#
    ),
    (
      "GET", "/api/v1/metadata?metric=c", 200,
      #"{"status":"success","data":{"c":[{"type":"unknown","unit":"","help":"Only help"}]}}"#
    ),
  ])
  func answers(method: String, target: String, status: Int, body: String) {
    let answer = respond(target, method: method)
    #expect(answer.status == status)
    #expect(answer.body == body)
  }

  @Test(arguments: [
    ("/api/v1/query?query=1&limit=x", 200, 400), ("/api/v1/notifications", 404, 200),
    ("/api/v1/label/a.b/values", 400, 200),
  ])
  func differsByVersion(target: String, old: Int, new: Int) {
    #expect(respond(target, PrometheusVersion(2, 53)).status == old)
    #expect(respond(target, PrometheusVersion(3, 5)).status == new)
  }

  @Test func wordsByVersion() {
    #expect(
      respond("/api/v1/query?query=1&time=x", PrometheusVersion(2, 53)).body.contains("Invalid time value"))
    #expect(
      respond("/api/v1/labels?limit=-1", PrometheusVersion(2, 53)).body.contains("limit must be positive"))
    #expect(respond("/api/v1/labels?limit=-1").body.contains("limit must be non-negative"))
    #expect(respond("/api/v1/status/runtimeinfo").body.contains("\"hostname\""))
    #expect(!respond("/api/v1/status/runtimeinfo", PrometheusVersion(2, 53)).body.contains("\"hostname\""))
  }

  @Test func storage() {
    let body = respond("/api/v1/status/tsdb?limit=1").body
    #expect(body.contains(#""headStats":{"numSeries":7,"#))
    #expect(body.contains(#""labelValueCountByLabelName":[{"name":"__name__","value":7}]"#))
  }

  /// The scraper's own exposition is one that it can read itself.
  @Test func ownMetrics() {
    let answer = respond("/metrics")
    var reader = ScrapedTarget()
    reader.scrape(answer.body)
    func value(_ query: String) -> String {
      let api = ScraperAPI(
        store: reader.store, version: Self.version, now: { 1_700_000_003_500 }, targets: { TargetViews() },
        configuration: { ServedConfiguration() }, reload: { nil })
      let response = api.respond(
        to: HTTPRequest(method: "GET", target: "/api/v1/query?query=" + FormEncoding.encode(query)))
      return String(decoding: response.body, as: UTF8.self)
    }
    #expect(value("prometheus_sd_discovered_targets{config=\"j\"}").contains(#","3"]"#))
    #expect(value("prometheus_target_scrape_pool_targets{scrape_job=\"k\"}").contains(#","1"]"#))
    #expect(value("prometheus_build_info{version=\"3.5.0\"}").contains(#","1"]"#))
    #expect(value("prometheus_target_scrapes_sample_duplicate_timestamp_total").contains(#","1"]"#))
  }
}
