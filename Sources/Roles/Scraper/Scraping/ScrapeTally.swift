import Exposition

/// What a scrape brought, counted as Prometheus counts it.
struct ScrapeTally {
  /// The scrape's time, in milliseconds since 1970.
  var time: Int64
  /// The format that was parsed.
  var format = ExpositionFormat.text004
  /// The length of the body; -1 if it was longer than it may be.
  var bodyBytes = 0
  /// The samples in the body, up to an error.
  var scraped = 0
  /// The samples after metric relabelling, duplicates among them.
  var kept = 0
  /// The series that the last scrape did not have.
  var seriesAdded = 0
  /// The samples that were dropped because the body, or the store, already has one for the time.
  var duplicates = 0
  /// The samples that were dropped for a time too old or too far ahead.
  var outOfBounds = 0
  /// The samples that were dropped because the series has a newer one.
  var outOfOrder = 0
  /// The oldest time that this scrape may store; decided by the first sample.
  var oldestTime: Int64?
  /// Whether a histogram had more buckets than it may have.
  var exceedsBucketLimit = false
  /// Why the scrape failed.
  var failure: ScrapeFailure?

  init(time: Int64) { self.time = time }
}
