import Exposition
import PrometheusModel

/// A series as a query sees it.
struct SelectedSeries: Sendable {
  /// The labels, `__name__` among them.
  var labels: Labels
  /// The samples, oldest first.
  var samples: [StoredSample]
  /// The native histograms that samples stand for, by their times.
  var histograms: [Int64: NativeHistogram] = [:]
}

extension SeriesTable {
  /// The labels of a series as text.
  func labels(of series: Series) -> Labels {
    let row = row(of: series)
    return Labels(
      stride(from: row.startIndex, to: row.endIndex - 1, by: 2).map {
        (name: symbols.text(row[$0]), value: symbols.text(row[$0 + 1]))
      })
  }

  /// The series that have at least one sample and match, in the order of their appearance.
  func matching(_ selector: SeriesSelector) -> [Series] {
    let prepared = PreparedMatchers(selector, in: self)
    guard let prepared else { return [] }
    let candidates = prepared.metric.map { series(ofMetric: $0) } ?? (0..<Series(count)).map { $0 }
    return candidates.filter { last(of: $0) != nil && prepared.match($0, in: self) }
  }
}

/// Matchers with what the symbols make cheap: an equality compares two numbers, a pattern is asked once a value.
private struct PreparedMatchers {
  /// The metric name, if the selector fixes it.
  var metric: SymbolTable.Symbol?
  private var equal: [(name: SymbolTable.Symbol, value: SymbolTable.Symbol)] = []
  private var others: [(name: SymbolTable.Symbol?, matcher: LabelMatcher)] = []

  /// Nil if a string that must be there is in no label of the table.
  init?(_ selector: SeriesSelector, in table: SeriesTable) {
    for matcher in selector.matchers {
      let name = table.symbols.find(matcher.name)
      guard matcher.operation == .equal, !matcher.value.isEmpty else {
        others.append((name, matcher))
        continue
      }
      guard let name, let value = table.symbols.find(matcher.value) else { return nil }
      equal.append((name, value))
      if name == table.metricName { metric = value }
    }
  }

  func match(_ series: SeriesTable.Series, in table: SeriesTable) -> Bool {
    let row = table.row(of: series)
    func value(of name: SymbolTable.Symbol) -> SymbolTable.Symbol? {
      var index = row.startIndex
      while index + 1 < row.endIndex {
        if row[index] == name { return row[index + 1] }
        index += 2
      }
      return nil
    }
    for (name, wanted) in equal where value(of: name) != wanted { return false }
    for (name, matcher) in others {
      let text = name.flatMap { value(of: $0) }.map { table.symbols.text($0) } ?? ""
      if !matcher.matches(text) { return false }
    }
    return true
  }
}

extension SeriesTable {
  /// Every series that has a sample.
  func all() -> [Series] { (0..<Series(count)).filter { last(of: $0) != nil } }

  /// The time of the oldest sample that is kept of a series.
  func firstTime(of series: Series) -> Int64? { samples(of: series).first?.time }

  /// The samples of a series in a stretch of time, both ends included, oldest first.
  func samples(of series: Series, from start: Int64, to end: Int64) -> [StoredSample] {
    samples(of: series).filter { $0.time >= start && $0.time <= end }
  }

  /// Whether a series has a sample in a stretch of time, both ends included.
  func hasSamples(_ series: Series, from start: Int64, to end: Int64) -> Bool {
    guard let last = last(of: series), last.time >= start else { return false }
    return last.time <= end || samples(of: series).contains { $0.time >= start && $0.time <= end }
  }
}
