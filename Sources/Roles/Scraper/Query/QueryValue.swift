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
}

/// What a query comes to at one time.
enum QueryValue: Sendable {
  /// A number.
  case scalar(Double)
  /// A text.
  case text(String)
  /// A value a series.
  case vector([InstantSample])
  /// The samples of each series in a stretch of time.
  case range([SelectedSeries])

  /// The values, if there is one a series.
  var samples: [InstantSample] {
    if case .vector(let samples) = self { samples } else { [] }
  }

  /// The number, if it is one.
  var number: Double {
    if case .scalar(let number) = self { number } else { .nan }
  }

  /// The text, if it is one.
  var string: String {
    if case .text(let text) = self { text } else { "" }
  }

  /// The series of a stretch of time.
  var series: [SelectedSeries] {
    if case .range(let series) = self { series } else { [] }
  }
}

extension Labels {
  /// Without the metric's name, which most operations take away.
  func withoutName() -> Labels {
    var labels = self
    labels[LabelName.metricName] = nil
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
}
