import Contract

/// Why a scrape failed: what the target's `lastError` says.
struct ScrapeFailure: Error, Equatable {
  /// Coarsely, for judging.
  var kind: FailureKind
  /// In Prometheus' words.
  var message: String

  /// What a body gets that is longer than `body_size_limit`.
  static let bodySizeLimit = ScrapeFailure(.limit, "body size limit exceeded")

  /// Records a failure.
  init(_ kind: FailureKind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
