import Judging

/// What a difference is of, whatever the names in it: a world must not be shrunk to one that differs otherwise.
struct DifferenceKind: Hashable {
  private let aspect: Difference.Aspect
  private let detail: String

  init(_ difference: Difference) {
    aspect = difference.aspect
    detail =
      switch difference.aspect {
      case .lastError:
        Self.words(difference.builtIn) + " / " + Self.words(difference.real)
      case .health, .configuration: (difference.builtIn ?? "") + " / " + Self.words(difference.real)
      case .series, .value:
        // Series of Prometheus' own, and those that targets expose.
        Self.reported.contains(difference.labels["__name__"] ?? "") ? "reported" : "exposed"
      default: difference.builtIn == nil ? "real" : difference.real == nil ? "built-in" : "both"
      }
  }

  private static let reported: Set<String> = [
    "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
  ]

  /// The first words of a message up to what it quotes or counts.
  private static func words(_ text: String?) -> String {
    guard let text else { return "-" }
    return text.split(separator: " ").filter { word in
      word.allSatisfy { $0.isLetter || $0 == ":" || $0 == "_" }
    }.prefix(5).joined(separator: " ")
  }
}
