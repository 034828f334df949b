import Exposition
import PrometheusModel

/// Limits on the labels of a series; 0 is no limit. A series beyond one fails the scrape.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `verifyLabelLimits`, 3.5.0.
struct LabelLimits: Sendable, Equatable {
  /// `label_limit`.
  var count = 0
  /// `label_name_length_limit`.
  var nameLength = 0
  /// `label_value_length_limit`.
  var valueLength = 0

  /// Whether there is any limit.
  var isEmpty: Bool { count == 0 && nameLength == 0 && valueLength == 0 }

  /// Why a series is beyond a limit, in Prometheus' words; `repetitions` are labels whose name stands there once more.
  func violation(by labels: Labels, repetitions: [LabelPair] = []) -> String? {
    let metric = shortened(labels[LabelName.metricName] ?? "")
    let total = labels.count + repetitions.count
    if count > 0, total > count {
      return "label_limit exceeded (metric: \(metric), number of labels: \(total), limit: \(count))"
    }
    for (name, value) in labels.pairs(with: repetitions) {
      let nameLength = name.utf8.count
      if self.nameLength > 0, nameLength > self.nameLength {
        return "label_name_length_limit exceeded (metric: \(metric), label name: \(shortened(name)), "
          + "length: \(nameLength), limit: \(self.nameLength))"
      }
      let valueLength = value.utf8.count
      if self.valueLength > 0, valueLength > self.valueLength {
        return "label_value_length_limit exceeded (metric: \(metric), label name: \(shortened(name)), "
          + "value: \(Quoting.quoted(shortened(value))), length: \(valueLength), limit: \(self.valueLength))"
      }
    }
    return nil
  }

  private func shortened(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(50)))
  }
}

extension Labels {
  /// The labels with others of the same names behind theirs.
  func pairs(with repetitions: [LabelPair]) -> [(name: String, value: String)] {
    guard !repetitions.isEmpty else { return pairs }
    return pairs.flatMap { pair in
      [pair] + repetitions.filter { $0.name == pair.name }.map { (name: $0.name, value: $0.value) }
    }
  }
}
