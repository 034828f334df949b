import PrometheusModel

/// A target that is scraped, as the API shows it.
struct ActiveTargetView: Sendable {
  /// The labels before relabelling.
  var discoveredLabels: Labels
  /// The labels that its series get.
  var labels: Labels
  /// The job.
  var pool: String
  /// The URL.
  var url: String
  /// The error of the last scrape, empty if there was none.
  var lastError = ""
  /// When it was scraped last, in nanoseconds since 1970; nil before the first time.
  var lastScrape: Int64?
  /// How long that took.
  var lastSeconds = 0.0
  /// `unknown`, `up` or `down`.
  var health = "unknown"
  /// As the configuration writes it.
  var interval: String
  /// As the configuration writes it.
  var timeout: String
  /// What it says of its metrics.
  var metadata: [MetricMetadata] = []
}

/// A target that relabelling dropped, as the API shows it.
struct DroppedTargetView: Sendable {
  /// The labels before relabelling.
  var discoveredLabels: Labels
  /// The job.
  var pool: String
}

/// All targets at a moment.
struct TargetViews: Sendable {
  /// The targets that are scraped, by job and URL.
  var active: [ActiveTargetView] = []
  /// The targets that were dropped, as many as are kept.
  var dropped: [DroppedTargetView] = []
  /// How many were dropped, by job.
  var droppedCounts: [String: Int] = [:]
}
