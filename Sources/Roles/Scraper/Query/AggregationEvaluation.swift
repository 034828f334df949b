import Exposition
import PrometheusModel

/// Source: prometheus/prometheus `promql/engine.go`, `aggregation`, 3.5.0.
extension Aggregation {
  /// What becomes of the samples.
  func apply(to samples: [InstantSample], parameter: QueryValue?) throws(QueryError) -> [InstantSample] {
    var order: [Labels] = []
    var groups: [Labels: [InstantSample]] = [:]
    for sample in samples {
      var labels = isWithout ? sample.labels.without(self.labels) : sample.labels.only(self.labels)
      if operation == .countValues, let parameter {
        labels[parameter.string] = goPlainFloatText(sample.value)
      }
      if groups[labels] == nil { order.append(labels) }
      groups[labels, default: []].append(sample)
    }
    if operation == .topk || operation == .bottomk {
      return order.flatMap { chosen(groups[$0] ?? [], parameter?.number ?? 0) }
    }
    return order.map { labels in
      InstantSample(labels: labels, value: value((groups[labels] ?? []).map(\.value), parameter))
    }
  }

  private func value(_ values: [Double], _ parameter: QueryValue?) -> Double {
    switch operation {
    case .sum: values.reduce(0, +)
    case .avg: values.reduce(0, +) / Double(values.count)
    case .count, .countValues: Double(values.count)
    case .min: values.reduce(.nan) { $0.isNaN || $1 < $0 ? $1 : $0 }
    case .max: values.reduce(.nan) { $0.isNaN || $1 > $0 ? $1 : $0 }
    case .group: 1
    case .stddev: Statistics.variance(values).squareRoot()
    case .stdvar: Statistics.variance(values)
    case .quantile: Statistics.quantile(parameter?.number ?? .nan, values)
    case .topk, .bottomk: .nan
    }
  }

  /// The greatest or the smallest of a group, with all their labels.
  private func chosen(_ samples: [InstantSample], _ count: Double) -> [InstantSample] {
    guard count >= 1 else { return [] }
    let sorted = samples.sorted { left, right in
      if left.value.isNaN || right.value.isNaN { return !left.value.isNaN }
      return operation == .topk ? left.value > right.value : left.value < right.value
    }
    return Array(sorted.prefix(count < 1e9 ? Int(count) : samples.count))
  }
}
