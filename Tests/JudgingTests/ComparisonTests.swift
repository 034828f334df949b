import Contract
import Testing

@testable import Judging

/// What two scrapers told, held against each other.
@Suite("Comparison")
struct ComparisonTests {
  typealias Target = ScraperReading.Target

  static let target = Target(
    scrapePool: "pods", discoveredLabels: ["__address__": "127.20.0.4:8080", "job": "pods"],
    labels: ["job": "pods", "instance": "127.20.0.4:8080"], scrapeURL: "http://127.20.0.4:8080/metrics",
    globalURL: "http://127.20.0.4:8080/metrics", scrapeInterval: "1s", scrapeTimeout: "1s")
  static let reading = ScraperReading(
    active: [target],
    dropped: [.init(scrapePool: "pods", discoveredLabels: ["__address__": "127.20.0.4:9", "job": "pods"])],
    droppedCounts: ["pods": 1],
    series: [.init(labels: ["__name__": "up", "job": "pods", "instance": "127.20.0.4:8080"], value: "1")])

  /// A change to the reading of the real engine, and what it differs in.
  struct Change: Sendable, CustomTestStringConvertible {
    var what: String
    var aspects: [Difference.Aspect]
    var change: @Sendable (inout ScraperReading) -> Void
    var testDescription: String { what }
  }

  static let changes = [
    Change(what: "nothing", aspects: []) { _ in },
    Change(what: "the order of targets and series", aspects: []) {
      $0.active.reverse()
      $0.series.reverse()
    },
    Change(what: "a target more", aspects: [.activeTargets]) {
      $0.active.append(Target(scrapePool: "other", labels: ["job": "other"], scrapeURL: "http://x/metrics"))
    },
    Change(what: "no target", aspects: [.activeTargets]) { $0.active = [] },
    Change(what: "the same target twice", aspects: [.activeTargets]) { $0.active.append(target) },
    Change(what: "a discovered label", aspects: [.discoveredLabels]) {
      $0.active[0].discoveredLabels["__meta_kubernetes_namespace"] = "shop"
    },
    Change(what: "a discovered label without a value", aspects: []) {
      $0.active[0].discoveredLabels["__meta_kubernetes_namespace"] = ""
    },
    Change(what: "a label", aspects: [.labels]) { $0.active[0].labels["pod"] = "cart" },
    Change(what: "the URL", aspects: [.scrapeUrl]) { $0.active[0].scrapeURL += "/" },
    Change(what: "the global URL", aspects: [.globalUrl]) { $0.active[0].globalURL = "http://host/metrics" },
    Change(what: "no global URL", aspects: []) { $0.active[0].globalURL = nil },
    Change(what: "the scrape pool", aspects: [.scrapePool]) { $0.active[0].scrapePool = "shop/pods" },
    Change(what: "the health", aspects: [.health]) { $0.active[0].health = "down" },
    Change(what: "the error", aspects: [.lastError]) { $0.active[0].lastError = "EOF" },
    Change(what: "the interval", aspects: [.scrapeInterval]) { $0.active[0].scrapeInterval = "15s" },
    Change(what: "the timeout", aspects: [.scrapeTimeout]) { $0.active[0].scrapeTimeout = "10s" },
    Change(what: "the time of the scrape", aspects: []) { $0.active[0].lastScrape = "2026-11-25T00:00:00Z" },
    Change(what: "no dropped target", aspects: [.droppedTargets]) { $0.dropped = [] },
    Change(what: "a dropped target twice", aspects: [.droppedTargets]) { $0.dropped.append($0.dropped[0]) },
    Change(what: "a label of a dropped target", aspects: [.discoveredLabels]) {
      $0.dropped[0].discoveredLabels["__meta_kubernetes_namespace"] = "shop"
    },
    Change(what: "dropped targets without their pool", aspects: []) { $0.dropped[0].scrapePool = nil },
    Change(what: "another count", aspects: [.droppedTargetCounts]) { $0.droppedCounts = ["pods": 2] },
    Change(what: "a count of none", aspects: [.droppedTargetCounts]) { $0.droppedCounts?["other"] = 0 },
    Change(what: "no counts", aspects: []) { $0.droppedCounts = nil },
    Change(what: "a series more", aspects: [.series]) {
      $0.series.append(.init(labels: ["__name__": "cart_items"], value: "3"))
    },
    Change(what: "no series", aspects: [.series]) { $0.series = [] },
    Change(what: "a label of a series", aspects: [.series, .series]) { $0.series[0].labels["pod"] = "cart" },
    Change(what: "a value", aspects: [.value]) { $0.series[0].value = "0" },
    Change(what: "a value in another spelling", aspects: []) { $0.series[0].value = "1.0" },
    Change(what: "a value that is not at rest", aspects: []) {
      $0.series[0].value = "2"
      $0.series[0].isRestless = true
    },
    Change(what: "how long a scrape took", aspects: [.series]) {
      $0.series.append(.init(labels: ["__name__": "scrape_duration_seconds"], value: "0.2"))
    },
    Change(what: "a refusal", aspects: [.configuration]) { $0.refusal = "field x not found" },
  ]

  @Test("A change of the real engine's reading", arguments: changes)
  func change(_ change: Change) {
    var real = Self.reading
    change.change(&real)
    let differences = Comparison.differences(in: ComparedState(name: nil, builtIn: Self.reading, real: real))
    #expect(differences.map(\.aspect) == change.aspects)
    let reverse = Comparison.differences(in: ComparedState(name: nil, builtIn: real, real: Self.reading))
    if change.what != "no global URL" { #expect(reverse.count == change.aspects.count) }
  }

  @Test(
    "Values of the scrape itself are not compared",
    arguments: [
      ("scrape_duration_seconds", true), ("envoy_listener_downstream_cx_active", true),
      ("envoy_server_total_connections", true), ("envoy_listener_downstream_cx_total", false), ("up", false),
    ])
  func valuesOfScrapes(_ name: String, _ isLeftOut: Bool) {
    func reading(_ value: String) -> ScraperReading {
      ScraperReading(series: [.init(labels: ["__name__": name], value: value)])
    }
    let state = ComparedState(name: nil, builtIn: reading("1"), real: reading("0"))
    #expect(Comparison.differences(in: state).isEmpty == isLeftOut)
  }

  @Test("Two that refuse agree, however they word it")
  func refusals() {
    let state = ComparedState(
      name: nil, builtIn: ScraperReading(refusal: "a"), real: ScraperReading(refusal: "b"))
    #expect(Comparison.differences(in: state).isEmpty)
  }

  @Test(
    "Values that are no numbers",
    arguments: [("NaN", "NaN", true), ("+Inf", "-Inf", false), ("count 1", "count 2", false)])
  func values(_ left: String, _ right: String, _ isSame: Bool) {
    func reading(_ value: String) -> ScraperReading {
      ScraperReading(series: [.init(labels: ["__name__": "x"], value: value)])
    }
    let state = ComparedState(name: nil, builtIn: reading(left), real: reading(right))
    #expect(Comparison.differences(in: state).isEmpty == isSame)
  }

  @Test(
    "Texts of lastError",
    arguments: [
      (
        "read tcp 127.0.0.1:4->127.20.0.4:80: read: connection reset by peer",
        "read tcp 127.0.0.1:9->127.20.0.4:80: read: connection reset by peer", true
      ),
      (
        "remote error: tls: certificate required", "write tcp 127.0.0.1:4->127.20.0.4:80: write: broken pipe",
        true
      ),
      ("remote error: tls: certificate required", "remote error: tls: expired certificate", false),
      (
        "current time 2026-11-25T11:24:28Z is after 2020-01-01T00:00:00Z",
        "current time 2026-11-25T11:24:29Z is after 2020-01-01T00:00:00Z", true
      ),
      ("EOF", "unexpected EOF", false), ("", "EOF", false),
      ("write: broken pipe", "read: connection reset by peer", false),
    ])
  func wording(_ left: String, _ right: String, _ isSame: Bool) {
    #expect(ErrorWording.agree(left, right) == isSame)
    #expect(ErrorWording.agree(right, left) == isSame)
  }

  @Test(
    "What a text says, whoever words it",
    arguments: [
      (
        "server returned HTTP status 404 Not Found",
        "unexpected status code returned when scraping \"http://127.20.0.4/metrics\": 404; expecting 200; response body: \"\"",
        "status 404"
      ),
      (
        "sample limit exceeded",
        "the response from \"http://127.20.0.4/metrics\" exceeds sample_limit=5; either reduce the sample count",
        "sample limit"
      ),
      (
        "Get \"http://x\": context deadline exceeded",
        "cannot perform request to \"http://x\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
        "timeout"
      ),
    ])
  func meanings(_ prometheus: String, _ victoriaMetrics: String, _ meaning: String) {
    #expect(ErrorWording.meaning(prometheus) == meaning)
    #expect(ErrorWording.meaning(victoriaMetrics) == meaning)
  }
}
