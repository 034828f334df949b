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

  @Test(
    "Where the target has a label that a body has twice, 3.x refuses the series and 2.x renames the first",
    arguments: [(PrometheusVersion(2, 53, 3), true), (PrometheusVersion(3, 5, 3), false)])
  func replacedNamesakes(_ version: PrometheusVersion, _ isUp: Bool) {
    var target = ScrapedTarget(rules: .example { $0.version = version })
    let tally = target.scrape("a{job=\"x\",job=\"y\"} 1\n")
    #expect(tally.failure?.message == (isUp ? nil : "label name \"job\" is not unique: invalid sample"))
    #expect(target.series() == (isUp ? [#"a{exported_job="x", instance="i", job="j"} 1"#] : []))
  }

  @Test(
    "An exposed label that stands first with a value and then with none gives way to the target's, and is kept")
  func emptiedNamesake() {
    var target = ScrapedTarget()
    target.scrape("a{job=\"x\",job=\"\"} 1\nb{job=\"\",job=\"x\"} 1\n")
    #expect(
      target.series() == [
        #"a{exported_job="x", instance="i", job="j"} 1"#, #"b{instance="i", job="j"} 1"#,
      ])
  }

  @Test(
    "A rule that takes a label away takes all of its name",
    arguments: [
      ("[{target_label: d, source_labels: [none]}, {target_label: d, replacement: x}]", nil),
      ("[{target_label: d, replacement: x}]", "label name \"d\" is not unique: invalid sample"),
    ] as [(String, String?)])
  func takenAway(_ rules: String, _ message: String?) throws {
    let yaml = "scrape_configs: [{job_name: j, metric_relabel_configs: \(rules)}]"
    let version = PrometheusVersion(3, 5)
    let configuration = try PrometheusConfiguration.parse(
      try YAMLReader.document(yaml, file: "prometheus.yml"), version: version)
    var target = ScrapedTarget(
      rules: IngestionRules(try #require(configuration.scrapeConfigs.first), version: version))
    #expect(target.scrape("a{d=\"1\",d=\"2\"} 1\n").failure?.message == message)
  }

  @Test("A long value of a label without a name hides the metric's", arguments: [(95, false), (96, true)])
  func hiddenName(_ length: Int, _ isHidden: Bool) {
    var target = ScrapedTarget(
      rules: .example { $0.targetLabels = ["": String(repeating: "v", count: length)] })
    let message = target.scrape("a 1\n").failure?.message
    #expect((message == "missing metric name (__name__ label)") == isHidden)
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
