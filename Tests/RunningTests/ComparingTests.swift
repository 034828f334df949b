import Contract
import Testing
import Wire

@testable import Running

/// What tells the runner that a real engine has seen everything.
@Suite("Comparing")
struct ComparingTests {
  static func reading(_ values: [String: String]) -> ScraperReading {
    ScraperReading(series: values.map { .init(labels: ["__name__": $0.key], value: $0.value) })
  }

  @Test("A value that changes between two readings is restless from then on")
  func restless() {
    var values = RestlessValues()
    #expect(values.marking(Self.reading(["a": "1", "b": "1"])).series.allSatisfy { !$0.isRestless })
    let second = values.marking(Self.reading(["a": "1", "b": "2", "c": "1"])).series
    #expect(second.filter(\.isRestless).map(\.labels) == [["__name__": "b"]])
    let third = values.marking(Self.reading(["a": "1", "b": "1", "c": "1"])).series
    #expect(third.filter(\.isRestless).map(\.labels) == [["__name__": "b"]])
  }

  @Test("A round of scrapes is complete when every target was scraped so often")
  func round() {
    func targets(_ times: [String: String]) -> [ScraperReading.Target] {
      times.map { url, time in
        .init(
          scrapePool: "pods", labels: [:], scrapeURL: url, health: time.isEmpty ? "unknown" : "up",
          lastScrape: time)
      }
    }
    var round = ScrapeRound()
    let seen = [
      ["a": "1", "b": ""], ["a": "2", "b": "2"], ["a": "3", "b": "2"], ["a": "3", "b": "3"],
      ["a": "3", "b": "3", "c": "3"],
    ].map { round.sees(targets($0), times: 2) }
    #expect(seen == [false, false, false, true, false])
    var none = ScrapeRound()
    let isComplete = none.sees([], times: 2)
    #expect(isComplete)
  }

  static let configuration = """
    global: {scrape_interval: 1m, external_labels: {cluster: a}}
    scrape_configs:
      - job_name: pods
        scrape_interval: 30s
        scrape_timeout: 10s
      - job_name: short
        scrape_timeout: 300ms

    """

  @Test("A real engine scrapes every second, and is told nothing else that differs")
  func adapted() {
    let engine = RealEngine(name: "prometheus", version: "2.53.3", path: "/x")
    let prometheus = ScraperEngine.prometheus(engine).adapted(Self.configuration)
    #expect(!prometheus.contains("1m") && !prometheus.contains("30s") && !prometheus.contains("10s"))
    #expect(prometheus.contains("scrape_interval: 1s") && prometheus.contains("300ms"))
    #expect(prometheus.contains("cluster"))
    let victoriaMetrics = ScraperEngine.victoriaMetrics(engine).adapted(Self.configuration)
    #expect(!victoriaMetrics.contains("external_labels"))
    #expect(victoriaMetrics.contains("scrape_interval: 1s"))
  }

  @Test(
    "A selector stays itself with the matcher that keeps its answer fresh",
    arguments: [
      ("up", "up{a=\"\"}"), ("up{job=\"x\"}", "up{job=\"x\",a=\"\"}"), ("{}", "{a=\"\"}"),
    ])
  func fresh(_ selector: String, _ expected: String) {
    var api = ScraperAPI(client: .init(), endpoint: Endpoint(IPAddress(127, 0, 0, 1), 1), patience: 1)
    #expect(api.fresh(selector) == selector)
    api.freshness = "a=\"\""
    #expect(api.fresh(selector) == expected)
  }
}
