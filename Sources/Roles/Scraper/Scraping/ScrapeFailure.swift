import Contract

/// Why a scrape failed: what the target's `lastError` says.
struct ScrapeFailure: Error, Equatable {
  /// Coarsely, for judging.
  var kind: FailureKind
  /// In Prometheus' words.
  var message: String

  /// Records a failure.
  init(_ kind: FailureKind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
