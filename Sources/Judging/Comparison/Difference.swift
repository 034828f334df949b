/// One thing that the built-in scraper and a real one tell differently.
public struct Difference: Sendable, Codable, Hashable {
  /// What is told differently, in the words of Prometheus' API.
  public enum Aspect: String, Sendable, Codable, CaseIterable {
    /// Whether the configuration is taken, and why not.
    case configuration
    /// A target that only one has.
    case activeTargets
    /// A dropped target that only one lists.
    case droppedTargets
    /// How many targets of a scrape pool were dropped.
    case droppedTargetCounts
    /// A field of a target that both have.
    case scrapePool
    case discoveredLabels
    case labels
    case scrapeUrl
    case globalUrl
    case health
    case lastError
    case scrapeInterval
    case scrapeTimeout
    /// A series that only one has.
    case series
    /// The value of a series that both have.
    case value
    /// What came of an expectation, and why.
    case expectation
  }

  /// What is told differently.
  public var aspect: Aspect
  /// Of what: a target's job and URL, a series.
  public var subject: String
  /// The scrape pool, where it is known.
  public var scrapePool: String?
  /// The labels of the target or the series; empty where the difference is of neither.
  public var labels: [String: String]
  /// The names of the labels that are told differently, where the difference is of labels.
  public var labelNames: Set<String>
  /// What the built-in scraper tells; nil if nothing.
  public var builtIn: String?
  /// What the real one tells; nil if nothing.
  public var real: String?

  /// Records a difference.
  public init(
    _ aspect: Aspect, of subject: String, scrapePool: String? = nil, labels: [String: String] = [:],
    labelNames: Set<String> = [], builtIn: String?, real: String?
  ) {
    self.labelNames = labelNames
    self.aspect = aspect
    self.subject = subject
    self.scrapePool = scrapePool
    self.labels = labels
    self.builtIn = builtIn
    self.real = real
  }
}
