public import SourceText

/// A whole prometheus.yml, as far as it decides which series arrive.
///
/// Source: prometheus/prometheus config/config.go `Config`, 2.36 to 3.14.
public struct PrometheusConfiguration: Sendable {
  /// The version of Prometheus that reads the file.
  public let version: PrometheusVersion
  /// What holds for all jobs.
  public var global: GlobalConfiguration
  /// The jobs, in the order of the file.
  public var scrapeConfigs: [ScrapeConfig]
  /// Patterns of further files with jobs.
  public var scrapeConfigFiles: [String]
  /// The sections that are there and play no part in scraping: `alerting`, `remote_write` ….
  public var unusedSections: [String]

  /// Reads a configuration, strictly; throws everything that is wrong with it.
  ///
  /// `features` are those of the flag `--enable-feature`.
  public static func parse(
    _ node: YAMLNode, version: PrometheusVersion, features: [String] = []
  ) throws(Diagnostics) -> PrometheusConfiguration {
    let diagnostics = DiagnosticCollector()
    let configuration = read(node, version: version, features, into: diagnostics)
    try diagnostics.throwErrors()
    return configuration
  }

  /// Reads the jobs of a file that `scrape_config_files` names.
  ///
  /// Source: prometheus/prometheus config/config.go `GetScrapeConfigs`, 3.5.
  public func scrapeConfigs(inFile node: YAMLNode) throws(Diagnostics) -> [ScrapeConfig] {
    let diagnostics = DiagnosticCollector()
    var fields = FieldReader(node, as: .scrapeConfigFile, version: version, into: diagnostics)
    let nodes = fields.list("scrape_configs", of: "*config.ScrapeConfig") ?? []
    fields.finish()
    let reader = ScrapeConfigReader(version: version, global: global, into: diagnostics)
    let jobs = nodes.compactMap { reader.read($0) }
    for job in jobs where scrapeConfigs.contains(where: { $0.jobName == job.jobName }) {
      let name = Quoting.quoted(job.jobName)
      diagnostics.error(
        "found multiple scrape configs with job name \(name), first found in main config file", at: job.span)
    }
    Self.refuseRepeatedNames(of: jobs, into: diagnostics)
    try diagnostics.throwErrors()
    return jobs
  }

  /// Replaces relative paths of files by paths from the directory of the configuration.
  public mutating func resolvePaths(from directory: String) {
    scrapeConfigFiles = scrapeConfigFiles.map { FilePath.join(directory, $0) }
    for index in scrapeConfigs.indices { scrapeConfigs[index].resolvePaths(from: directory) }
  }

  // MARK: - Reading

  private static func read(
    _ node: YAMLNode, version: PrometheusVersion, _ features: [String], into diagnostics: DiagnosticCollector
  ) -> PrometheusConfiguration {
    var fields = FieldReader(node, as: .config, version: version, into: diagnostics)
    let nodes = fields.list("scrape_configs", of: "*config.ScrapeConfig") ?? []
    var global = GlobalConfigurationReader(version: version, into: diagnostics)
      .read(fields.take("global"), hasJobs: !nodes.isEmpty)
    global.enable(features, version: version)
    let reader = ScrapeConfigReader(version: version, global: global, into: diagnostics)
    let jobs = nodes.compactMap { reader.read($0) }
    refuseRepeatedNames(of: jobs, into: diagnostics)
    let files = fields.strings("scrape_config_files") ?? []
    refuseOddPaths(files, "scrape config", fields, "scrape_config_files")
    refuseOddPaths(fields.strings("rule_files") ?? [], "rule", fields, "rule_files")
    let others = UnusedSectionReader(version: version, into: diagnostics)
    let unused = unusedSections.filter { name in
      guard let node = fields.take(name) else { return false }
      others.read(name, node)
      return true
    }
    fields.finish()
    return PrometheusConfiguration(
      version: version, global: global, scrapeConfigs: jobs, scrapeConfigFiles: files, unusedSections: unused)
  }

  private static let unusedSections = [
    "alerting", "remote_write", "remote_read", "storage", "tracing", "runtime", "otlp",
  ]

  private static func refuseRepeatedNames(of jobs: [ScrapeConfig], into diagnostics: DiagnosticCollector) {
    var first: [String: Span] = [:]
    for job in jobs where !job.jobName.isEmpty {
      if let span = first[job.jobName] {
        diagnostics.error(
          "found multiple scrape configs with job name \(Quoting.quoted(job.jobName))", at: job.span,
          notes: [Diagnostic.Note("the first is here", span: span)])
      } else {
        first[job.jobName] = job.span
      }
    }
  }

  /// A star may only stand in the last part of a path.
  private static func refuseOddPaths(_ paths: [String], _ kind: String, _ fields: FieldReader, _ field: String)
  {
    for path in paths {
      guard let star = path.firstIndex(of: "*") else { continue }
      let rest = path[path.index(after: star)...]
      if rest.contains("/") {
        fields.error("invalid \(kind) file path \(Quoting.quoted(path))", at: field)
      }
    }
  }
}

extension ScrapeConfig {
  /// Replaces relative paths of files by paths from the directory of the configuration.
  public mutating func resolvePaths(from directory: String) {
    client.resolvePaths(from: directory)
    for index in discoveries.indices { discoveries[index].resolvePaths(from: directory) }
  }
}
