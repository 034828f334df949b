import Contract

/// Compares series: the sets of labels, and the values of those that are at rest.
///
/// Two scrapers cannot see the same value of what counts requests or time, as each scrape adds to it. A value is
/// compared if neither scraper saw it change between two scrapes of one state; of others only the labels are.
enum SeriesComparison {
  /// Whether a value is of the scrape itself: how long it took, and which connections were open at its moment. Each
  /// scraper may see one that is always the same, and not the other's.
  private static func isOfScrape(_ name: String) -> Bool {
    name == "scrape_duration_seconds" || name == "envoy_server_total_connections"
      || name.hasSuffix("_cx_active")
      || name.hasSuffix("_rq_active")
  }

  static func differences(
    _ builtIn: [ScraperReading.Series], _ real: [ScraperReading.Series]
  ) -> [Difference] {
    let left = Dictionary(builtIn.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
    let right = Dictionary(real.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
    var differences: [Difference] = []
    for (labels, series) in left {
      guard let other = right[labels] else {
        differences.append(difference(.series, of: labels, builtIn: series.value, real: nil))
        continue
      }
      guard !series.isRestless, !other.isRestless, !isOfScrape(labels["__name__"] ?? ""),
        !isSame(series.value, other.value)
      else { continue }
      differences.append(difference(.value, of: labels, builtIn: series.value, real: other.value))
    }
    for (labels, series) in right where left[labels] == nil {
      differences.append(difference(.series, of: labels, builtIn: nil, real: series.value))
    }
    return differences.sorted { $0.subject < $1.subject }
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    guard let left = Double(left), let right = Double(right) else { return false }
    return left == right || (left.isNaN && right.isNaN)
  }

  private static func difference(
    _ aspect: Difference.Aspect, of labels: [String: String], builtIn: String?, real: String?
  ) -> Difference {
    Difference(
      aspect, of: SeriesText.selector(labels), labels: labels, builtIn: builtIn, real: real)
  }
}
