import SourceText

/// Reads the section `global`.
///
/// Source: prometheus/prometheus config/config.go `GlobalConfig.UnmarshalYAML`, 2.36 to 3.14.
struct GlobalConfigurationReader {
  private let version: PrometheusVersion
  private let diagnostics: DiagnosticCollector

  init(version: PrometheusVersion, into diagnostics: DiagnosticCollector) {
    self.version = version
    self.diagnostics = diagnostics
  }

  /// Reads the section; a missing or empty one has the defaults.
  ///
  /// How names are treated is checked only where there are jobs that it matters for.
  func read(_ node: YAMLNode?, hasJobs: Bool) -> GlobalConfiguration {
    var global = GlobalConfiguration(version: version)
    guard let node, !node.isNull else { return global }
    var fields = FieldReader(node, as: .global, version: version, into: diagnostics)
    readTimes(into: &global, &fields)
    readNames(into: &global, &fields, hasJobs: hasJobs)
    readLabels(into: &global, &fields)
    global.limits = ScrapeConfigReader.limits(&fields)
    if let protocols = ScrapeConfigReader.protocols(&fields, of: "global config", version: version) {
      global.scrapeProtocols = protocols
    }
    global.convertsClassicHistograms = fields.bool("convert_classic_histograms_to_nhcb")
    global.alwaysScrapesClassicHistograms = fields.bool("always_scrape_classic_histograms")
    global.scrapesNativeHistograms = fields.bool("scrape_native_histograms")
    global.storesExtraMetrics = fields.bool("extra_scrape_metrics")
    for field in ["query_log_file", "scrape_failure_log_file"] { _ = fields.string(field) }
    fields.finish()
    return global
  }

  private func readTimes(into global: inout GlobalConfiguration, _ fields: inout FieldReader) {
    let interval = fields.duration("scrape_interval")
    let timeout = fields.duration("scrape_timeout")
    let evaluation = fields.duration("evaluation_interval")
    _ = fields.duration("rule_query_offset")
    if interval != .zero { global.scrapeInterval = interval }
    if timeout > global.scrapeInterval {
      fields.error("global scrape timeout greater than scrape interval", at: "scrape_timeout")
    }
    global.scrapeTimeout = timeout == .zero ? min(global.scrapeTimeout, global.scrapeInterval) : timeout
    if evaluation != .zero { global.evaluationInterval = evaluation }
  }

  private func readNames(
    into global: inout GlobalConfiguration, _ fields: inout FieldReader, hasJobs: Bool
  ) {
    let scheme = fields.string("metric_name_validation_scheme")
    if !scheme.isEmpty {
      if let validation = NameValidation(rawValue: scheme) {
        global.nameValidation = validation
      } else if hasJobs || version >= PrometheusVersion(3, 7) {
        let message =
          version < PrometheusVersion(3, 7)
          ? "unknown global name validation method specified, must be either 'legacy' or 'utf8', got \(scheme)"
          : "unrecognized ValidationScheme: \(Quoting.quoted(scheme))"
        fields.error(message, at: "metric_name_validation_scheme")
      }
    }
    guard hasJobs else {
      _ = fields.string("metric_name_escaping_scheme")
      return
    }
    global.nameEscaping = ScrapeConfigReader.escaping(
      &fields, of: "global", validation: global.nameValidation, version: version)
  }

  private func readLabels(into global: inout GlobalConfiguration, _ fields: inout FieldReader) {
    let naming: NameValidation =
      version < PrometheusVersion(3, 0)
      ? .legacy : version < PrometheusVersion(3, 7) ? .utf8 : global.nameValidation
    for (name, value) in fields.stringMap("external_labels") {
      let text = name.scalar?.text ?? ""
      if !naming.isValidLabel(text) {
        diagnostics.error("\(Quoting.quoted(text)) is not a valid label name", at: name.span)
      }
      global.externalLabels[text] = value
    }
  }
}
