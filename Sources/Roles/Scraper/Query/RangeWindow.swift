import PrometheusModel

/// Functions over the samples of a stretch of time.
///
/// Source: prometheus/prometheus `promql/functions.go`, 3.5.0.
struct RangeWindow {
  /// Where the stretch begins, in milliseconds since 1970.
  var start: Int64
  /// Where it ends.
  var end: Int64
  /// Its length.
  var span: Int64

  /// Applies a function to every series.
  func apply(_ name: String, to series: [SelectedSeries], parameter: QueryValue) -> [InstantSample] {
    series.compactMap { series in
      guard let value = value(name, series.samples, parameter) else { return nil }
      return InstantSample(
        labels: name == "last_over_time" ? series.labels : series.labels.withoutName(), value: value)
    }
  }

  private func value(_ name: String, _ samples: [StoredSample], _ parameter: QueryValue) -> Double? {
    let values = samples.map(\.value)
    switch name {
    case "rate": return extrapolated(samples, isCounter: true).map { $0 / (Double(span) / 1000) }
    case "increase": return extrapolated(samples, isCounter: true)
    case "delta": return extrapolated(samples, isCounter: false)
    case "irate": return instantChange(samples, isRate: true)
    case "idelta": return instantChange(samples, isRate: false)
    case "deriv": return slope(samples)
    case "changes":
      return Double(zip(values, values.dropFirst()).count { $0 != $1 && !($0.isNaN && $1.isNaN) })
    case "resets": return Double(zip(values, values.dropFirst()).count { $1 < $0 })
    case "avg_over_time": return values.reduce(0, +) / Double(values.count)
    case "sum_over_time": return values.reduce(0, +)
    case "min_over_time": return values.reduce(.nan) { $0.isNaN || $1 < $0 ? $1 : $0 }
    case "max_over_time": return values.reduce(.nan) { $0.isNaN || $1 > $0 ? $1 : $0 }
    case "count_over_time": return Double(values.count)
    case "last_over_time": return values.last
    case "present_over_time": return 1
    case "stddev_over_time": return Statistics.variance(values).squareRoot()
    case "stdvar_over_time": return Statistics.variance(values)
    case "quantile_over_time": return Statistics.quantile(parameter.number, values)
    default: return nil
    }
  }

  /// How much the value grew over the whole stretch, of which the samples cover a part.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `extrapolatedRate`, 2.53.3, 3.5.0.
  private func extrapolated(_ samples: [StoredSample], isCounter: Bool) -> Double? {
    guard let first = samples.first, let last = samples.last, samples.count > 1 else { return nil }
    var growth = last.value - first.value
    if isCounter {
      for (before, after) in zip(samples, samples.dropFirst()) where after.value < before.value {
        growth += before.value
      }
    }
    var toStart = Double(first.time - start) / 1000
    var toEnd = Double(end - last.time) / 1000
    let covered = Double(last.time - first.time) / 1000
    let average = covered / Double(samples.count - 1)
    let threshold = average * 1.1
    if toStart >= threshold { toStart = average / 2 }
    if isCounter, growth > 0, first.value >= 0 { toStart = min(toStart, covered * (first.value / growth)) }
    if toEnd >= threshold { toEnd = average / 2 }
    return growth * ((covered + toStart + toEnd) / covered)
  }

  private func instantChange(_ samples: [StoredSample], isRate: Bool) -> Double? {
    guard samples.count > 1 else { return nil }
    let (before, last) = (samples[samples.count - 2], samples[samples.count - 1])
    let change = isRate && last.value < before.value ? last.value : last.value - before.value
    return isRate ? change / (Double(last.time - before.time) / 1000) : change
  }

  /// The slope of the line of least squares.
  private func slope(_ samples: [StoredSample]) -> Double? {
    guard let first = samples.first, samples.count > 1 else { return nil }
    let times = samples.map { Double($0.time - first.time) / 1000 }
    let values = samples.map(\.value)
    let count = Double(samples.count)
    let sumTimes = times.reduce(0, +)
    let covariance = zip(times, values).reduce(0) { $0 + $1.0 * $1.1 } - sumTimes * values.reduce(0, +) / count
    let variance = times.reduce(0) { $0 + $1 * $1 } - sumTimes * sumTimes / count
    return covariance / variance
  }
}

/// What aggregations and functions over time have in common.
enum Statistics {
  /// The variance of the values as a whole.
  static func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }

  /// The quantile of the values, between two of them where it falls there.
  ///
  /// Source: prometheus/prometheus `promql/quantile.go`, `quantile`, 3.5.0.
  static func quantile(_ quantile: Double, _ values: [Double]) -> Double {
    if values.isEmpty || quantile.isNaN { return .nan }
    if quantile < 0 { return -.infinity }
    if quantile > 1 { return .infinity }
    let sorted = values.sorted { $0.isNaN || $0 < $1 }
    let rank = quantile * Double(sorted.count - 1)
    let lower = max(0, Int(rank.rounded(.down)))
    let upper = min(sorted.count - 1, lower + 1)
    let weight = rank - rank.rounded(.down)
    return sorted[lower] * (1 - weight) + sorted[upper] * weight
  }
}
