/// The section `global` of prometheus.yml.
///
/// Source: prometheus/prometheus config/config.go `GlobalConfig`, 3.5.
public struct GlobalConfiguration: Hashable, Sendable {
  /// How often targets are scraped.
  public var scrapeInterval = ScrapeDuration.seconds(60)
  /// How long a scrape may take.
  public var scrapeTimeout = ScrapeDuration.seconds(10)
  /// How often rules are evaluated.
  public var evaluationInterval = ScrapeDuration.seconds(60)
  /// The labels that series get on their way out of this Prometheus, before environment variables are put in.
  public var externalLabels = Labels()
  /// The limits of all jobs that set none.
  public var limits = ScrapeLimits()
  /// The formats that are asked for; nil where the job's settings decide.
  public var scrapeProtocols: [ScrapeProtocol]?
  /// Which names are valid.
  public var nameValidation: NameValidation
  /// How odd names are asked for; nil to follow the validation.
  public var nameEscaping: NameEscaping?
  /// Whether classic histograms are stored as native ones with custom buckets.
  public var convertsClassicHistograms = false
  /// Whether classic histograms are kept beside native ones.
  public var alwaysScrapesClassicHistograms = false
  /// Whether native histograms are scraped.
  public var scrapesNativeHistograms = false
  /// Whether `scrape_timeout_seconds` and others of the kind are stored.
  public var storesExtraMetrics = false

  /// The defaults of a version.
  init(version: PrometheusVersion) {
    nameValidation = version.exhibits(.takesAnyNames) ? .utf8 : .legacy
    if version < PrometheusVersion(3, 8) { scrapeProtocols = ScrapeProtocol.defaults(of: version) }
  }
}

/// What a scrape may not exceed; 0 is no limit.
public struct ScrapeLimits: Hashable, Sendable {
  /// The bytes of a body, uncompressed.
  public var bodySize = 0
  /// The samples of a scrape, after relabelling.
  public var samples = 0
  /// The targets of a job.
  public var targets = 0
  /// The labels of a series.
  public var labels = 0
  /// The bytes of a label's name.
  public var labelNameLength = 0
  /// The bytes of a label's value.
  public var labelValueLength = 0
  /// The dropped targets that are remembered.
  public var keptDroppedTargets = 0

  /// No limits.
  public init() {}

  /// With another's limits where there is none.
  func completed(by global: ScrapeLimits) -> ScrapeLimits {
    var result = self
    if result.bodySize == 0 { result.bodySize = global.bodySize }
    if result.samples == 0 { result.samples = global.samples }
    if result.targets == 0 { result.targets = global.targets }
    if result.labels == 0 { result.labels = global.labels }
    if result.labelNameLength == 0 { result.labelNameLength = global.labelNameLength }
    if result.labelValueLength == 0 { result.labelValueLength = global.labelValueLength }
    if result.keptDroppedTargets == 0 { result.keptDroppedTargets = global.keptDroppedTargets }
    return result
  }
}

extension GlobalConfiguration {
  /// Does what features do that fields of their own replaced later.
  ///
  /// Source: prometheus/prometheus `cmd/prometheus/main.go`, `setFeatureListOptions`, 2.40.0 to 3.8.0.
  mutating func enable(_ features: [String], version: PrometheusVersion) {
    if features.contains("native-histograms"), version < PrometheusVersion(3, 8) {
      scrapesNativeHistograms = true
    }
    if features.contains("extra-scrape-metrics") { storesExtraMetrics = true }
  }
}
