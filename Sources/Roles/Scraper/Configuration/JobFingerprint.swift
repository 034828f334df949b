import PrometheusModel

/// What of a job decides on what becomes of a scrape: while it stays the same, targets go on as they are.
struct JobFingerprint: Hashable, Sendable {
  private let flags: [Bool]
  private let texts: [String]
  private let protocols: [ScrapeProtocol]
  private let fallback: ScrapeProtocol?
  private let parameters: [String: [String]]
  private let limits: ScrapeLimits
  private let client: HTTPClientConfiguration
  private let relabelRules: [RelabelRule]
  private let metricRelabelRules: [RelabelRule]

  /// Takes the print of a job.
  init(_ config: ScrapeConfig) {
    flags = [
      config.honorLabels, config.honorTimestamps, config.trackTimestampsStaleness, config.enableCompression,
      config.convertsClassicHistograms, config.alwaysScrapesClassicHistograms, config.scrapesNativeHistograms,
      config.storesExtraMetrics,
    ]
    texts = [
      config.metricsPath, config.scheme, config.nameValidation.rawValue, config.nameEscaping.rawValue,
      config.scrapeInterval.description, config.scrapeTimeout.description,
      "\(config.nativeHistogramBucketLimit)", "\(config.nativeHistogramMinBucketFactor)",
    ]
    protocols = config.scrapeProtocols
    fallback = config.fallbackProtocol
    parameters = config.parameters
    limits = config.limits
    client = config.client
    relabelRules = config.relabelRules
    metricRelabelRules = config.metricRelabelRules
  }
}
