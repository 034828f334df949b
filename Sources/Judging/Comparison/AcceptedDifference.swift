import Contract

/// A difference that is known and reasoned: it is counted and printed, and does not fail a comparison.
///
/// Each is as narrow as can be said. What the built-in scraper has wrong is not accepted but mended.
public struct AcceptedDifference: Sendable {
  /// The stable name: `victoria-metrics.no-scrape-series-added`.
  public var id: String
  /// Why the two differ, and why that is right.
  public var reason: String
  /// Where the real engine's behaviour stands, or where it was observed.
  public var source: String
  /// The engines that differ so.
  let concerns: @Sendable (ComparedEngine) -> Bool
  /// Whether a difference in a state is one of these.
  let accepts: @Sendable (Difference, ComparedState) -> Bool

  /// Every accepted difference.
  public static let all: [AcceptedDifference] = prometheus + chance + victoriaMetrics + envoy

  /// The accepted difference that a difference is, nil for one that nobody has reasoned.
  static func matching(
    _ difference: Difference, in state: ComparedState, of engine: ComparedEngine
  ) -> AcceptedDifference? {
    all.first { $0.concerns(engine) && $0.accepts(difference, state) }
  }
}
