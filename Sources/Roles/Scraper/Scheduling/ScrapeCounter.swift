import Contract
import Synchronization

/// What was counted of all scrapes.
struct ScrapeCounts: Sendable {
  /// Scrapes that have ended.
  var scrapes = 0
  /// Samples that were left out as duplicates.
  var duplicates = 0
}

/// Counts scrapes from whatever thread they end on.
final class ScrapeCounter: Sendable {
  private let state = Mutex(ScrapeCounts())

  /// The counts so far.
  var counts: ScrapeCounts { state.withLock { $0 } }

  /// Counts a scrape.
  func add(_ outcome: ScrapeOutcome) {
    state.withLock { counts in
      counts.scrapes += 1
      counts.duplicates += outcome.samplesDuplicate
    }
  }
}
