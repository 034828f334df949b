import PrometheusModel

/// What of a job decides on what becomes of a scrape: while it stays the same, targets go on as they are.
struct JobFingerprint: Hashable, Sendable {
  private let flags: [Bool]
  private let texts: [String]
  private let protocols: [ScrapeProtocol]
  private let fallback: ScrapeProtocol?
  private let parameters: [String: [String]]
  private var limits: ScrapeLimits
  private var client: HTTPClientConfiguration
  private let relabelRules: [RelabelRule]
  private let metricRelabelRules: [RelabelRule]

  private var times: [String]

  /// What of it decides on how series are stored: with a job of the same, targets keep what they know of theirs.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `zeroConfig`, `reusableCache`, 3.5.0.
  var ofSeries: JobFingerprint {
    var print = self
    print.times = []
    print.limits.samples = 0
    print.client = HTTPClientConfiguration()
    return print
  }

  /// Takes the print of a job.
  init(_ config: ScrapeConfig) {
    flags = [
      config.honorLabels, config.honorTimestamps, config.trackTimestampsStaleness, config.enableCompression,
      config.convertsClassicHistograms, config.alwaysScrapesClassicHistograms, config.scrapesNativeHistograms,
      config.storesExtraMetrics,
    ]
    texts = [
      config.metricsPath, config.scheme, config.nameValidation.rawValue, config.nameEscaping.rawValue,
      "\(config.nativeHistogramBucketLimit)", "\(config.nativeHistogramMinBucketFactor)",
    ]
    times = [config.scrapeInterval.description, config.scrapeTimeout.description]
    protocols = config.scrapeProtocols
    fallback = config.fallbackProtocol
    parameters = config.parameters
    limits = config.limits
    client = config.client
    relabelRules = config.relabelRules
    metricRelabelRules = config.metricRelabelRules
  }
}
