import Exposition
import PrometheusModel

/// A series at one time.
struct InstantSample: Sendable {
  /// The labels.
  var labels: Labels
  /// The value; of a native histogram, how many values it counts.
  var value: Double
  /// The native histogram that the value stands for.
  var histogram: NativeHistogram?
  /// The time of the sample itself, where it matters.
  var time: Int64 = 0
}

/// A series over the steps of a query.
struct QuerySeries: Sendable {
  /// The labels.
  var labels: Labels
  /// A value for each step that has one.
  var points: [Point] = []

  /// A value at a step.
  struct Point: Sendable {
    /// Milliseconds since 1970.
    var time: Int64
    /// The value; of a native histogram, how many values it counts.
    var value: Double
    /// The native histogram that the value stands for.
    var histogram: NativeHistogram?
  }
}

/// What a query comes to.
enum QueryValue: Sendable {
  /// A number at one time.
  case scalar(Double)
  /// A text.
  case text(String)
  /// A value a series at one time.
  case vector([InstantSample])
  /// Values of each series.
  case matrix([QuerySeries])
}

extension Labels {
  /// Without the metric's name, which most operations take away.
  func withoutName() -> Labels {
    var labels = self
    labels[LabelName.metricName] = nil
    return labels
  }

  /// Without the metric's name and what else describes the metric.
  func withoutMetadata(_ dialect: QueryDialect) -> Labels {
    var labels = withoutName()
    if dialect.dropsTypeAndUnit {
      labels["__type__"] = nil
      labels["__unit__"] = nil
    }
    return labels
  }

  /// Only the labels of these names.
  func only(_ names: [String]) -> Labels {
    var labels = Labels()
    for name in names { labels[name] = self[name] }
    return labels
  }

  /// Without the labels of these names, and without the metric's name.
  func without(_ names: [String]) -> Labels {
    var labels = withoutName()
    for name in names { labels[name] = nil }
    return labels
  }

  /// Whether these labels come first, as Prometheus sorts series.
  ///
  /// Source: prometheus/prometheus `model/labels/labels.go`, `Compare`, 3.5.0.
  func precede(_ other: Labels) -> Bool {
    for (own, others) in zip(pairs, other.pairs) {
      if !own.name.utf8.elementsEqual(others.name.utf8) {
        return own.name.utf8.lexicographicallyPrecedes(others.name.utf8)
      }
      if !own.value.utf8.elementsEqual(others.value.utf8) {
        return own.value.utf8.lexicographicallyPrecedes(others.value.utf8)
      }
    }
    return count < other.count
  }
}
