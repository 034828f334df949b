/// A target as it is scraped.
///
/// Source: prometheus/prometheus scrape/target.go `Target`, 3.5.
public struct Target: Hashable, Sendable {
  /// All labels after relabelling, those that begin with `__` among them, without `__meta_…`.
  public let labels: Labels
  /// The labels that the API shows and that series get.
  public let publicLabels: Labels
  /// The labels before relabelling, as the API shows them.
  public var discoveredLabels: Labels
  /// The URL that is scraped.
  public let url: String
  /// The URL's scheme, `http` or `https`.
  public let scheme: String
  /// The URL's host and port.
  public let address: String
  /// The URL's path, not escaped.
  public let path: String
  /// The URL's query, escaped, without the question mark.
  public let query: String
  /// How often it is scraped.
  public let scrapeInterval: ScrapeDuration
  /// How long a scrape may take.
  public let scrapeTimeout: ScrapeDuration

  /// The label `job`.
  public var job: String { labels[LabelName.job] ?? "" }
  /// The label `instance`.
  public var instance: String { labels[LabelName.instance] ?? "" }

  init(
    labels: Labels, discovered: Labels, parameters: [String: [String]], scrapeInterval: ScrapeDuration,
    scrapeTimeout: ScrapeDuration
  ) {
    self.labels = labels
    publicLabels = labels.withoutReserved()
    discoveredLabels = discovered
    scheme = labels[LabelName.scheme] ?? ""
    address = labels[LabelName.address] ?? ""
    path = labels[LabelName.metricsPath] ?? ""
    query = TargetURL.query(parameters: parameters, labels: labels)
    url = TargetURL.text(scheme: scheme, host: address, path: path, query: query)
    self.scrapeInterval = scrapeInterval
    self.scrapeTimeout = scrapeTimeout
  }
}
