import PrometheusModel
import SourceText
import Testing

/// What a prometheus.yml comes to: defaults, global settings, versions.
@Suite struct ConfigurationTests {
  static func parse(_ text: String, _ version: PrometheusVersion = PrometheusVersion(3, 5)) throws
    -> PrometheusConfiguration
  {
    let node = try YAMLReader.documents(text, file: "prometheus.yml", repeatedKeys: true).first ?? .null
    return try PrometheusConfiguration.parse(node, version: version)
  }

  @Test func fillsInDefaults() throws {
    let job = try #require(try Self.parse("scrape_configs: [{job_name: a}]").scrapeConfigs.first)
    #expect(job.jobName == "a")
    #expect(job.scrapeInterval == .seconds(60))
    #expect(job.scrapeTimeout == .seconds(10))
    #expect(job.metricsPath == "/metrics")
    #expect(job.scheme == "http")
    #expect(job.honorTimestamps && !job.honorLabels && job.enableCompression)
    #expect(job.client == HTTPClientConfiguration())
    #expect(job.client.followRedirects && job.client.enableHTTP2)
    #expect(job.nameValidation == .utf8)
    #expect(job.nameEscaping == .allowUTF8)
    #expect(job.limits == ScrapeLimits())
    #expect(job.span.start == Position(line: 1, column: 18))
  }

  @Test func anEmptyFileIsAConfiguration() throws {
    for text in ["", "global:", "scrape_configs:", "{}"] {
      let configuration = try Self.parse(text)
      #expect(configuration.scrapeConfigs.isEmpty)
      #expect(configuration.global.scrapeInterval == .seconds(60))
    }
  }

  @Test(arguments: times)
  func inheritsTimes(_ global: String, _ job: String, _ interval: String, _ timeout: String) throws {
    let text = "global: {\(global)}\nscrape_configs: [{job_name: a, \(job)}]"
    let config = try #require(try Self.parse(text).scrapeConfigs.first)
    #expect(config.scrapeInterval.description == interval)
    #expect(config.scrapeTimeout.description == timeout)
  }

  static let times: [(String, String, String, String)] = [
    ("scrape_interval: 15s", "", "15s", "10s"), ("scrape_interval: 5s", "", "5s", "5s"),
    ("scrape_interval: 15s, scrape_timeout: 12s", "", "15s", "12s"),
    ("scrape_interval: 15s, scrape_timeout: 12s", "scrape_interval: 11s", "11s", "11s"),
    ("scrape_interval: 15s", "scrape_interval: 2m, scrape_timeout: 1m", "2m", "1m"),
    ("scrape_interval: 0s", "scrape_interval: 0", "1m", "10s"), ("", "scrape_timeout: 60s", "1m", "1m"),
  ]

  @Test func inheritsLimits() throws {
    let text = """
      global: {sample_limit: 5, body_size_limit: 10MB, keep_dropped_targets: 3}
      scrape_configs: [{job_name: a, sample_limit: 7}, {job_name: b, target_limit: 2}]
      """
    let jobs = try Self.parse(text).scrapeConfigs
    #expect(jobs.map(\.limits.samples) == [7, 5])
    #expect(jobs.map(\.limits.bodySize) == [10_485_760, 10_485_760])
    #expect(jobs.map(\.limits.targets) == [0, 2])
    #expect(jobs.map(\.limits.keptDroppedTargets) == [3, 3])
  }

  @Test(arguments: protocols)
  func choosesProtocols(_ version: String, _ global: String, _ job: String, _ expected: [ScrapeProtocol]) throws
  {
    let version = try #require(PrometheusVersion(version))
    let text = "global: {\(global)}\nscrape_configs: [{job_name: a, \(job)}]"
    #expect(try Self.parse(text, version).scrapeConfigs.first?.scrapeProtocols == expected)
  }

  static let text3: [ScrapeProtocol] = [
    .openMetricsText100, .openMetricsText001, .prometheusText100, .prometheusText004,
  ]
  static let protocols: [(String, String, String, [ScrapeProtocol])] = [
    ("2.53", "", "", [.openMetricsText100, .openMetricsText001, .prometheusText004]), ("3.5", "", "", text3),
    ("3.5", "scrape_protocols: [PrometheusProto]", "", [.prometheusProto]),
    (
      "3.5", "scrape_protocols: [PrometheusProto]", "scrape_protocols: [PrometheusText0.0.4]",
      [.prometheusText004]
    ),
    ("3.8", "", "scrape_native_histograms: true", [.prometheusProto] + text3),
    ("3.8", "scrape_native_histograms: true", "scrape_native_histograms: false", text3),
    (
      "3.8", "scrape_protocols: [PrometheusText0.0.4], scrape_native_histograms: true", "", [.prometheusText004]
    ),
  ]

  /// A field that is null is zero, not its default.
  @Test func nullIsZero() throws {
    let text =
      "scrape_configs: [{job_name: a, metrics_path: , honor_timestamps: , scheme: , scrape_interval: }]"
    let job = try #require(try Self.parse(text).scrapeConfigs.first)
    #expect(job.metricsPath == "")
    #expect(job.scheme == "")
    #expect(!job.honorTimestamps)
    #expect(job.scrapeInterval == .seconds(60))
  }

  @Test func readsParameters() throws {
    let text = "scrape_configs: [{job_name: a, params: {module: [x, y], n: [1], none: , e: []}}]"
    let job = try #require(try Self.parse(text).scrapeConfigs.first)
    #expect(job.parameters == ["module": ["x", "y"], "n": ["1"], "e": []])
  }

  @Test func readsWhatPlaysNoPart() throws {
    let text = """
      alerting: {alertmanagers: [{static_configs: [{targets: [a]}]}]}
      rule_files: [rules/*.yml]
      remote_write: [{url: http://x}]
      scrape_config_files: [jobs/*.yml]
      global: {external_labels: {cluster: x}, query_log_file: q}
      """
    let configuration = try Self.parse(text)
    #expect(configuration.unusedSections == ["alerting", "remote_write"])
    #expect(configuration.scrapeConfigFiles == ["jobs/*.yml"])
    #expect(configuration.global.externalLabels == ["cluster": "x"])
  }

  @Test func resolvesPaths() throws {
    let text = """
      scrape_config_files: [jobs/*.yml]
      scrape_configs:
        - job_name: a
          tls_config: {ca_file: ca.pem, cert_file: /abs/cert.pem, key_file: key.pem}
          authorization: {credentials_file: token}
          file_sd_configs: [{files: [targets/*.json]}]
      """
    var configuration = try Self.parse(text)
    configuration.resolvePaths(from: "/etc/prometheus")
    let job = try #require(configuration.scrapeConfigs.first)
    #expect(configuration.scrapeConfigFiles == ["/etc/prometheus/jobs/*.yml"])
    #expect(job.client.tls.authorities == .file("/etc/prometheus/ca.pem"))
    #expect(job.client.tls.certificate == .file("/abs/cert.pem"))
    #expect(
      job.client.authentication == .authorization(type: "Bearer", credentials: .file("/etc/prometheus/token")))
    #expect(
      job.discoveries == [.files(FileDiscoveryConfiguration(patterns: ["/etc/prometheus/targets/*.json"]))])
  }

  @Test func readsFurtherJobs() throws {
    let configuration = try Self.parse("global: {scrape_interval: 7s}\nscrape_configs: [{job_name: a}]")
    let file = try #require(try YAMLReader.documents("scrape_configs: [{job_name: b}]", file: "b.yml").first)
    #expect(try configuration.scrapeConfigs(inFile: file).map(\.scrapeInterval) == [.seconds(7)])
    let same = try #require(try YAMLReader.documents("scrape_configs: [{job_name: a}]", file: "a.yml").first)
    let error = #expect(throws: Diagnostics.self) { try configuration.scrapeConfigs(inFile: same) }
    #expect(
      error?.all.first?.description
        == #"a.yml:1:18: found multiple scrape configs with job name "a", first found in main config file"#)
  }
}
