public import SourceText

/// A job: an entry of `scrape_configs`, with the global settings filled in.
///
/// Source: prometheus/prometheus config/config.go `ScrapeConfig`, 3.5.
public struct ScrapeConfig: Sendable {
  /// The job's name, the default of the label `job`.
  public var jobName: String
  /// Whether labels that targets expose win over those that Prometheus attaches.
  public var honorLabels = false
  /// Whether timestamps that targets expose are taken.
  public var honorTimestamps = true
  /// Whether series with timestamps become stale when they are not exposed any more.
  public var trackTimestampsStaleness = false
  /// The parameters of the URL, by name.
  public var parameters: [String: [String]] = [:]
  /// How often targets are scraped.
  public var scrapeInterval: ScrapeDuration
  /// How long a scrape may take.
  public var scrapeTimeout: ScrapeDuration
  /// The formats that are asked for, the most wanted first.
  public var scrapeProtocols: [ScrapeProtocol]
  /// What a body without usable Content-Type is taken for.
  public var fallbackProtocol: ScrapeProtocol?
  /// The path of the URL.
  public var metricsPath = "/metrics"
  /// The scheme of the URL.
  public var scheme = "http"
  /// Whether compression is asked for.
  public var enableCompression = true
  /// What a scrape may not exceed.
  public var limits = ScrapeLimits()
  /// The most buckets of a native histogram; 0 is no limit.
  public var nativeHistogramBucketLimit = 0
  /// The least growth from one bucket of a native histogram to the next; 0 is any.
  public var nativeHistogramMinBucketFactor = 0.0
  /// Which names are valid.
  public var nameValidation: NameValidation
  /// How odd names are asked for.
  public var nameEscaping: NameEscaping
  /// Whether classic histograms are stored as native ones with custom buckets.
  public var convertsClassicHistograms = false
  /// Whether classic histograms are kept beside native ones.
  public var alwaysScrapesClassicHistograms = false
  /// Whether native histograms are scraped.
  public var scrapesNativeHistograms = false
  /// Whether `scrape_timeout_seconds` and others of the kind are stored.
  public var storesExtraMetrics = false
  /// How targets are spoken to.
  public var client = HTTPClientConfiguration()
  /// Where targets come from.
  public var discoveries: [DiscoveryConfiguration] = []
  /// What happens to targets before they are scraped.
  public var relabelRules: [RelabelRule] = []
  /// What happens to series before they are stored.
  public var metricRelabelRules: [RelabelRule] = []
  /// Where the job stands.
  public var span: Span

  /// A job with a version's defaults, for what makes jobs without a file.
  public init(jobName: String, version: PrometheusVersion, span: Span = .synthetic) {
    self.jobName = jobName
    self.span = span
    let global = GlobalConfiguration(version: version)
    scrapeInterval = global.scrapeInterval
    scrapeTimeout = global.scrapeTimeout
    scrapeProtocols = ScrapeProtocol.defaults(of: version)
    nameValidation = global.nameValidation
    nameEscaping = global.nameValidation == .utf8 ? .allowUTF8 : .underscores
  }
}
