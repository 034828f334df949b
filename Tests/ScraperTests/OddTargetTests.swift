import Contract
import Exposition
import PrometheusModel
import SourceText
import Testing

@testable import Roles

/// Targets that only odd rules and odd configurations make; each was found by comparing over random worlds.
@Suite struct OddTargetTests {
  @Test(
    "A target with a label without a name has no series at all from 3.0 on",
    arguments: [(PrometheusVersion(2, 53, 3), 5), (PrometheusVersion(3, 5, 3), 0)])
  func unnamedLabel(_ version: PrometheusVersion, _ reported: Int) {
    var target = ScrapedTarget(
      rules: .example {
        $0.targetLabels = ["job": "j", "": "x"]
        $0.version = version
      })
    let tally = target.scrape("a 1\n")
    #expect(tally.failure?.message.hasPrefix("invalid metric name or label names: {") == true)
    #expect(target.series() == [])
    #expect(target.series(own: true).count == reported)
  }

  @Test("A target's label that is no legacy name fails the first sample where names are legacy")
  func oddTargetLabel() {
    var target = ScrapedTarget(
      rules: .example {
        $0.targetLabels = ["job": "j", "a.b": "x"]
        $0.requiresLegacyNames = true
      })
    let tally = target.scrape("a 1\nb 2\n")
    #expect(
      tally.failure?.message == #"invalid metric name or label names: {__name__="a", "a.b"="x", job="j"}"#)
    #expect(tally.scraped == 1)
  }

  @Test(
    "A name that stands twice fails a scrape unless the sample is refused for its time before",
    arguments: [
      ("a{b=\"1\",b=\"2\"} 1", nil), ("a{b=\"1\",b=\"2\"} 1 10", 3), ("a{b=\"1\",b=\"2\"} 1 4102444800000", 3),
      ("a{b=\"1\",b=\"2\"} 1 1700000002000", nil),
    ] as [(String, Int?)])
  func repeatedNameOfAnotherTime(_ line: String, _ kept: Int?) {
    var target = ScrapedTarget()
    target.scrape("c 1\n")
    let tally = target.scrape("c 1\n\(line)\nd 1\n")
    #expect(tally.failure?.message == (kept == nil ? "label name \"b\" is not unique: invalid sample" : nil))
    if let kept { #expect(tally.kept == kept) }
  }

  @Test(
    "Labels of one name are counted and printed, each",
    arguments: [
      (
        false,
        "invalid metric name or label names: {__name__=\"a\", \"b.c\"=\"2\", d=\"1\", d=\"2\", instance=\"i\", job=\"j\"}"
      ),
      (true, "label_limit exceeded (metric: a, number of labels: 6, limit: 1)"),
    ])
  func namesakes(_ isLimited: Bool, _ message: String) {
    var target = ScrapedTarget(
      rules: .example {
        $0.requiresLegacyNames = !isLimited
        $0.labelLimits.count = isLimited ? 1 : 0
      })
    let tally = target.scrape("a{d=\"1\",\"b.c\"=\"2\",d=\"2\"} 1\n")
    #expect(tally.failure?.message == message)
  }

  @Test("What discovers twice the same is one source; static groups stay as they are")
  func sourcesSaidTwice() throws {
    let yaml = """
      scrape_configs:
      - job_name: j
        kubernetes_sd_configs:
        - {role: pod, api_server: 'http://127.0.0.1:1'}
        - {role: pod, api_server: 'http://127.0.0.1:1'}
        - {role: pod, api_server: 'http://127.0.0.1:1', namespaces: {names: [shop]}}
        static_configs: [{targets: [a]}, {targets: [a]}]
      """
    let version = PrometheusVersion(3, 5)
    let configuration = try PrometheusConfiguration.parse(
      try YAMLReader.document(yaml, file: "prometheus.yml"), version: version)
    let config = try #require(configuration.scrapeConfigs.first)
    let job = ConfiguredJob(config, version: version, source: IPAddress(127, 0, 0, 1))
    #expect(job.providers.count == 4)
    #expect(job.providers.count(where: \.isFixed) == 2)
  }
}
