import PrometheusModel
import Testing
import Wire

@testable import Roles

@Suite struct APITests {
  private static func api(_ version: PrometheusVersion = PrometheusVersion(3, 5)) -> ScraperAPI {
    var target = ScrapedTarget()
    target.scrape("a{x=\"1\"} 2\na{x=\"2\"} NaN\nb 3\ngone 1\n")
    target.scrape("a{x=\"1\"} 2.5\na{x=\"2\"} +Inf\nb 1e-7\n")
    let views = TargetViews(
      active: [
        ActiveTargetView(
          discoveredLabels: ["__address__": "127.0.0.1:80"], labels: ["job": "j"], pool: "j",
          url: "http://127.0.0.1:80/metrics", lastError: "a \"b\" <c>", lastScrape: 1_700_000_000_250_000_000,
          lastSeconds: 0.0125, health: "down", interval: "1m", timeout: "10s"),
        ActiveTargetView(
          discoveredLabels: [:], labels: [:], pool: "other", url: "http://x", interval: "1m", timeout: "10s"),
      ], dropped: [DroppedTargetView(discoveredLabels: ["__address__": "d"], pool: "j")],
      droppedCounts: ["j": 1, "other": 0])
    return ScraperAPI(
      store: target.store, version: version, now: { 1_700_000_003_500 }, targets: { views },
      configuration: {
        ServedConfiguration(
          text: "global: {}\n", loaded: 1_700_000_000_500_000_000, started: 1_700_000_000_250_000_000)
      }, counts: { ScrapeCounts(scrapes: 3, duplicates: 1) }, reload: { nil })
  }

  private func get(_ target: String, _ api: ScraperAPI = Self.api()) -> (status: Int, body: String) {
    let response = api.respond(to: HTTPRequest(method: "GET", target: target))
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  @Test func targets() {
    let active =
      #"{"discoveredLabels":{"__address__":"127.0.0.1:80"},"labels":{"job":"j"},"scrapePool":"j","#
      + #""scrapeUrl":"http://127.0.0.1:80/metrics","globalUrl":"http://127.0.0.1:80/metrics","#
      + #""lastError":"a \"b\" \u003cc\u003e","lastScrape":"2023-11-14T22:13:20.25Z","#
      + #""lastScrapeDuration":0.0125,"health":"down","scrapeInterval":"1m","scrapeTimeout":"10s"}"#
    #expect(
      get("/api/v1/targets?scrapePool=j").body
        == #"{"status":"success","data":{"activeTargets":["# + active + #"],"droppedTargets":["#
        + #"{"discoveredLabels":{"__address__":"d"},"scrapePool":"j"}],"droppedTargetCounts":{"j":1,"other":0}}}"#
    )
    #expect(
      get("/api/v1/targets?state=active").body.hasSuffix(#""droppedTargets":[],"droppedTargetCounts":null}}"#))
    #expect(get("/api/v1/targets?state=dropped").body.contains(#""activeTargets":[]"#))
    let unscraped = get("/api/v1/targets?state=ACTIVE&scrapePool=other").body
    #expect(
      unscraped.contains(#""lastScrape":"0001-01-01T00:00:00Z","lastScrapeDuration":0,"health":"unknown""#))
  }

  @Test func targetsOfOldVersions() {
    let body = get("/api/v1/targets?state=dropped", Self.api(PrometheusVersion(2, 42))).body
    #expect(body.hasSuffix(#""droppedTargets":[{"discoveredLabels":{"__address__":"d"}}]}}"#))
    #expect(get("/api/v1/targets", Self.api(PrometheusVersion(2, 53))).body.contains("droppedTargetCounts"))
  }

  @Test(
    arguments: [
      ("a", [#"["1","2.5"]"#, #"["2","+Inf"]"#]), (#"a{x!="1"}"#, [#"["2","+Inf"]"#]),
      ("b", [#"["","1e-07"]"#]),
      ("gone", []), ("nothing", []), (#"{__name__=~"a|b",x=""}"#, [#"["","1e-07"]"#]),
    ] as [(String, [String])])
  func instantQueries(query: String, values: [String]) {
    let answer = get("/api/v1/query?query=" + FormEncoding.encode(query))
    #expect(answer.status == 200)
    let results = answer.body.split(separator: "{\"metric\":").dropFirst().map { part -> String in
      let label = part.split(separator: "\"x\":\"").dropFirst().first?.prefix(1) ?? ""
      let value = part.split(separator: "\"value\":[1700000003.500,\"").last?.prefix { $0 != "\"" } ?? ""
      return "[\"\(label)\",\"\(value)\"]"
    }
    #expect(results == values)
  }

  @Test func aQueryLooksBackFiveMinutes() {
    func count(_ time: String, _ version: PrometheusVersion) -> Int {
      get("/api/v1/query?query=b&time=\(time)", Self.api(version)).body.split(separator: "\"metric\"").count - 1
    }
    #expect(count("1700000001", PrometheusVersion(3, 5)) == 1)
    #expect(count("1700000000.9", PrometheusVersion(3, 5)) == 0)
    #expect(count("1700000302", PrometheusVersion(3, 5)) == 0)
    #expect(count("1700000302", PrometheusVersion(2, 53)) == 1)
    #expect(count("2023-11-14T22:18:21.999Z", PrometheusVersion(3, 5)) == 1)
  }

  @Test func series() {
    #expect(
      get("/api/v1/series?match[]=a&match[]=b").body
        == #"{"status":"success","data":[{"__name__":"a","instance":"i","job":"j","x":"1"},"#
        + #"{"__name__":"a","instance":"i","job":"j","x":"2"},{"__name__":"b","instance":"i","job":"j"}]}"#)
    let form = HTTPRequest(
      method: "POST", target: "/api/v1/series",
      headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array("match%5B%5D=gone".utf8))
    #expect(String(decoding: Self.api().respond(to: form).body, as: UTF8.self).contains("\"gone\""))
    #expect(
      get("/api/v1/series?match[]=a&limit=1").body.contains(#""warnings":["results truncated due to limit"]"#))
    #expect(get("/api/v1/series?match[]=a&end=1600000000").body == #"{"status":"success","data":[]}"#)
  }

  @Test func labels() {
    #expect(
      get("/api/v1/labels?match[]=a").body
        == #"{"status":"success","data":["__name__","instance","job","x"]}"#)
    #expect(get("/api/v1/label/x/values").body == #"{"status":"success","data":["1","2"]}"#)
    #expect(
      get("/api/v1/label/__name__/values").body.hasPrefix(
        #"{"status":"success","data":["a","b","gone","scrape_"#))
    #expect(get("/api/v1/label/none/values").body == #"{"status":"success","data":[]}"#)
  }

  @Test(arguments: [
    ("/api/v1/query?query=%7B", 400, "bad_data"), ("/api/v1/query?query=a&time=x", 400, "bad_data"),
    ("/api/v1/series", 400, "no match[] parameter provided"),
    ("/api/v1/series?match[]=%7Bx=%22%22%7D", 400, "match[] must contain at least one non-empty matcher"),
    ("/api/v1/series?match[]=a&limit=-1", 400, #"invalid parameter \"limit\": limit must be non-negative"#),
    (
      "/api/v1/query?query=a&time=2023-13-01T00:00:00Z", 400,
      #"invalid parameter \"time\": invalid time value for 'time': cannot parse \"2023-13-01T00:00:00Z\" to a valid timestamp"#
    ),
    ("/api/v1/nothing", 404, "404 page not found"), ("/nothing", 404, "404 page not found"),
  ])
  func refusals(target: String, status: Int, text: String) {
    let answer = get(target)
    #expect(answer.status == status)
    #expect(answer.body.contains(text))
  }

  @Test func health() {
    #expect(get("/-/ready") == (200, "Prometheus Server is Ready.\n"))
    #expect(get("/-/healthy") == (200, "Prometheus Server is Healthy.\n"))
    #expect(get("/-/reload").status == 405)
    #expect(Self.api().respond(to: HTTPRequest(method: "POST", target: "/-/reload")).status == 200)
    #expect(get("/api/v1/status/config").body == #"{"status":"success","data":{"yaml":"global: {}\n"}}"#)
    #expect(get("/api/v1/status/buildinfo").body.contains(#""version":"3.5.0""#))
    #expect(get("/api/v1/scrape_pools").body == #"{"status":"success","data":{"scrapePools":["j","other"]}}"#)
  }

  @Test(
    arguments: [
      ("2024-02-29T23:59:59Z", 1_709_251_199_000), ("1969-12-31T23:59:59.5Z", -500),
      ("2024-05-01T12:00:00.25+02:00", 1_714_557_600_250), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ] as [(String, Int64)])
  func times(text: String, milliseconds: Int64) {
    #expect(RFC3339.milliseconds(text) == milliseconds)
    if text.hasSuffix("Z"), milliseconds > -1_000_000 {
      #expect(RFC3339.text(nanoseconds: milliseconds * 1_000_000) == text)
    }
  }

  @Test(
    arguments: [
      ("1m", 60_000), ("1h30m", 5_400_000), ("500ms", 500), ("1m1m", nil), ("30", nil), ("", nil), ("0", 0),
      ("1s500ms", 1500), ("1ms1s", nil), ("99999999999y", nil),
    ] as [(String, Int64?)])
  func durations(text: String, milliseconds: Int64?) {
    #expect(PromQLDuration.milliseconds(text) == milliseconds)
  }
}
