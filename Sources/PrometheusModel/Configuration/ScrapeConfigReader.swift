import SourceText

/// Reads an entry of `scrape_configs` and fills in the global settings.
///
/// Source: prometheus/prometheus config/config.go `ScrapeConfig.UnmarshalYAML`, `Validate`, 2.36 to 3.14.
struct ScrapeConfigReader {
  private let version: PrometheusVersion
  private let global: GlobalConfiguration
  private let diagnostics: DiagnosticCollector

  init(version: PrometheusVersion, global: GlobalConfiguration, into diagnostics: DiagnosticCollector) {
    self.version = version
    self.global = global
    self.diagnostics = diagnostics
  }

  /// Reads a job; nil if it is none.
  func read(_ node: YAMLNode) -> ScrapeConfig? {
    guard !node.isNull else {
      diagnostics.error("empty or null scrape config section", at: node.span)
      return nil
    }
    var fields = FieldReader(node, as: .scrapeConfig, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    let name = fields.string("job_name")
    if name.isEmpty { fields.error("job_name is empty", at: "job_name") }
    var job = ScrapeConfig(jobName: name, version: version, span: node.span)
    job.honorLabels = fields.bool("honor_labels")
    job.honorTimestamps = fields.bool("honor_timestamps", default: true)
    job.trackTimestampsStaleness = fields.bool("track_timestamps_staleness")
    job.parameters = parameters(&fields)
    job.metricsPath = fields.string("metrics_path", default: "/metrics")
    job.scheme = fields.string("scheme", default: "http")
    job.enableCompression = fields.bool("enable_compression", default: true)
    readTimes(into: &job, &fields)
    readHistograms(into: &job, &fields)
    readProtocols(into: &job, &fields)
    readNames(into: &job, &fields)
    job.limits = Self.limits(&fields).completed(by: global.limits)
    job.client = HTTPClientReader(version: version).read(&fields)
    job.discoveries = DiscoveryReader(version: version).read(&fields)
    readRules(into: &job, &fields)
    _ = fields.string("scrape_failure_log_file")
    fields.finish()
    return job
  }

  // MARK: - Fields

  /// The limits of a section, for jobs and for `global`.
  static func limits(_ fields: inout FieldReader) -> ScrapeLimits {
    var limits = ScrapeLimits()
    limits.bodySize = fields.size("body_size_limit")
    limits.samples = fields.count("sample_limit")
    limits.targets = fields.count("target_limit")
    limits.labels = fields.count("label_limit")
    limits.labelNameLength = fields.count("label_name_length_limit")
    limits.labelValueLength = fields.count("label_value_length_limit")
    limits.keptDroppedTargets = fields.count("keep_dropped_targets")
    return limits
  }

  private func parameters(_ fields: inout FieldReader) -> [String: [String]] {
    guard let node = fields.take("params"), !node.isNull else { return [:] }
    guard let entries = node.mapping else {
      FieldReader.refuse(node, as: "url.Values", diagnostics)
      return [:]
    }
    FieldReader.refuseRepeatedKeys(of: entries, diagnostics)
    var result: [String: [String]] = [:]
    for entry in entries where !entry.value.isNull {
      guard let values = entry.value.sequence else {
        FieldReader.refuse(entry.value, as: "[]string", diagnostics)
        continue
      }
      result[entry.name] = values.compactMap { value in
        if value.isNull { return "" }
        if value.string == nil { FieldReader.refuse(value, as: "string", diagnostics) }
        return value.string
      }
    }
    return result
  }

  private func readTimes(into job: inout ScrapeConfig, _ fields: inout FieldReader) {
    let interval = fields.duration("scrape_interval")
    let timeout = fields.duration("scrape_timeout")
    job.scrapeInterval = interval == .zero ? global.scrapeInterval : interval
    if timeout > job.scrapeInterval {
      let name = Quoting.quoted(job.jobName)
      fields.error(
        "scrape timeout greater than scrape interval for scrape config with job name \(name)",
        at: "scrape_timeout")
    }
    job.scrapeTimeout = timeout == .zero ? min(global.scrapeTimeout, job.scrapeInterval) : timeout
  }

  private func readHistograms(into job: inout ScrapeConfig, _ fields: inout FieldReader) {
    job.nativeHistogramBucketLimit = fields.count("native_histogram_bucket_limit")
    job.nativeHistogramMinBucketFactor = fields.double("native_histogram_min_bucket_factor")
    let older = fields.bool("scrape_classic_histograms")
    job.alwaysScrapesClassicHistograms =
      fields.optionalBool("always_scrape_classic_histograms")
      ?? (older || global.alwaysScrapesClassicHistograms)
    job.convertsClassicHistograms =
      fields.optionalBool("convert_classic_histograms_to_nhcb") ?? global.convertsClassicHistograms
    job.scrapesNativeHistograms =
      fields.optionalBool("scrape_native_histograms") ?? global.scrapesNativeHistograms
    job.storesExtraMetrics = fields.optionalBool("extra_scrape_metrics") ?? global.storesExtraMetrics
  }

  private func readProtocols(into job: inout ScrapeConfig, _ fields: inout FieldReader) {
    let owner = "scrape config with job name \(Quoting.quoted(job.jobName))"
    let protocols = Self.protocols(&fields, of: owner, version: version)
    job.scrapeProtocols =
      protocols ?? global.scrapeProtocols
      ?? ScrapeProtocol.defaults(of: version, nativeHistograms: job.scrapesNativeHistograms)
    let fallback = fields.string("fallback_scrape_protocol")
    guard !fallback.isEmpty else { return }
    job.fallbackProtocol = ScrapeProtocol(rawValue: fallback)
    if job.fallbackProtocol == nil {
      let reason = Self.unknownProtocol(fallback, version)
      fields.error("invalid fallback_scrape_protocol for \(owner): \(reason)", at: "fallback_scrape_protocol")
    }
  }

  /// The list `scrape_protocols` of a section; nil if it has none.
  static func protocols(
    _ fields: inout FieldReader, of owner: String, version: PrometheusVersion
  ) -> [ScrapeProtocol]? {
    guard let texts = fields.strings("scrape_protocols", of: "config.ScrapeProtocol") else { return nil }
    var seen: Set<String> = []
    var result: [ScrapeProtocol] = []
    if texts.isEmpty { fields.error("scrape_protocols cannot be empty for \(owner)", at: "scrape_protocols") }
    for text in texts {
      let known = ScrapeProtocol(rawValue: text).flatMap {
        ScrapeProtocol.known(to: version).contains($0) ? $0 : nil
      }
      if !seen.insert(text.lowercased()).inserted {
        let all = "[" + texts.joined(separator: " ") + "]"
        fields.error("duplicated protocol in scrape_protocols, got \(all) for \(owner)", at: "scrape_protocols")
        break
      }
      guard let known else {
        let reason = unknownProtocol(text, version)
        fields.error("scrape_protocols: \(reason) for \(owner)", at: "scrape_protocols")
        break
      }
      result.append(known)
    }
    return result
  }

  private static func unknownProtocol(_ text: String, _ version: PrometheusVersion) -> String {
    let known = ScrapeProtocol.known(to: version).map(\.rawValue)
    return "unknown scrape protocol \(text), supported: [\(known.joined(separator: " "))]"
  }

  private func readNames(into job: inout ScrapeConfig, _ fields: inout FieldReader) {
    let scheme = fields.string("metric_name_validation_scheme")
    job.nameValidation = global.nameValidation
    if !scheme.isEmpty {
      if let validation = NameValidation(rawValue: scheme) {
        job.nameValidation = validation
      } else {
        fields.error(
          "unknown scrape config name validation method specified, must be either 'legacy' or 'utf8', "
            + "got \(scheme)", at: "metric_name_validation_scheme")
      }
    }
    let inherited: NameEscaping = global.nameValidation == .legacy ? .underscores : .allowUTF8
    let own: NameEscaping = job.nameValidation == .legacy ? .underscores : .allowUTF8
    // Before 3.7 a job that is legacy by itself inherits what it must not, and says so.
    let followsOwn = version >= PrometheusVersion(3, 7) || version < PrometheusVersion(3, 4)
    job.nameEscaping = followsOwn && !scheme.isEmpty ? own : global.nameEscaping ?? inherited
    if let escaping = Self.escaping(
      &fields, of: "scrape config", validation: job.nameValidation, version: version)
    {
      job.nameEscaping = escaping
    }
    if job.nameEscaping == .allowUTF8, job.nameValidation == .legacy, version >= PrometheusVersion(3, 4) {
      fields.error("utf8 metric names requested but validation scheme is not set to UTF8")
    }
  }

  /// The field `metric_name_escaping_scheme` of a section; nil if it has none.
  ///
  /// Up to 3.6 Prometheus names the validation where it means the escaping.
  static func escaping(
    _ fields: inout FieldReader, of owner: String, validation: NameValidation, version: PrometheusVersion
  ) -> NameEscaping? {
    let text = fields.string("metric_name_escaping_scheme")
    guard !text.isEmpty else { return nil }
    let escaping = NameEscaping(rawValue: text)
    if escaping == nil {
      let named = version < PrometheusVersion(3, 7) ? validation.rawValue : Quoting.quoted(text)
      fields.error(
        "unknown \(owner) name escaping method specified, must be one of 'allow-utf-8', 'underscores', 'dots', "
          + "or 'values', got \(named)", at: "metric_name_escaping_scheme")
    }
    return escaping
  }

  private func readRules(into job: inout ScrapeConfig, _ fields: inout FieldReader) {
    job.relabelRules = rules(&fields, "relabel_configs", "target", job)
    job.metricRelabelRules = rules(&fields, "metric_relabel_configs", "metric", job)
    // With rules, a rule may still make an address of a URL.
    guard fields.take("relabel_configs")?.sequence?.isEmpty ?? true else { return }
    for case .statics(let groups) in job.discoveries {
      for group in groups {
        for target in group.targets where target.utf8.contains(UInt8(ascii: "/")) {
          fields.error("\(Quoting.quoted(target)) is not a valid hostname", at: "static_configs")
        }
      }
    }
  }

  private func rules(
    _ fields: inout FieldReader, _ field: String, _ kind: String, _ job: ScrapeConfig
  ) -> [RelabelRule] {
    (fields.list(field, of: "*relabel.Config") ?? []).compactMap { node in
      if node.isNull {
        diagnostics.error("empty or null \(kind) relabeling rule in scrape config", at: node.span)
        return nil
      }
      return RelabelRule(node, version: version, naming: job.nameValidation, into: diagnostics)
    }
  }
}
