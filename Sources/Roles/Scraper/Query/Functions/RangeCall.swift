/// A function over the samples of a series in a stretch of time.
///
/// Source: prometheus/prometheus `promql/functions.go`, 2.53.3, 3.5.0.
struct RangeCall {
  /// The function.
  var name: String
  /// The samples, at least one.
  var samples: [StoredSample]
  /// The stretch of time.
  var window: SampleWindow
  /// The step, in milliseconds since 1970.
  var time: Int64
  /// The numbers beside the range.
  var parameters: [Double]
  var dialect: QueryDialect

  /// Whether the function looks at how many samples there are, not at what they are.
  var countsOnly: Bool {
    ["count_over_time", "last_over_time", "present_over_time", "absent_over_time"].contains(name)
  }

  /// What the function comes to; nil if the series gets no value.
  func value() throws(QueryError) -> Double? {
    switch name {
    case "rate", "increase", "delta": return extrapolated()
    case "irate", "idelta": return instantChange()
    case "deriv": return samples.count < 2 ? nil : regression(around: samples[0].time).slope
    case "predict_linear":
      guard samples.count >= 2 else { return nil }
      let (slope, intercept) = regression(around: time)
      return slope * parameters[0] + intercept
    case "holt_winters": return try smoothed()
    case "changes":
      return Double(
        zip(samples, samples.dropFirst()).count { $0.value != $1.value && !($0.value.isNaN && $1.value.isNaN) })
    case "resets": return Double(zip(samples, samples.dropFirst()).count { $1.value < $0.value })
    default: return overTime()
    }
  }

  private func overTime() -> Double? {
    let values = samples.map(\.value)
    switch name {
    case "avg_over_time": return average(values)
    case "sum_over_time":
      var sum = Statistics.CompensatedSum()
      for value in values { sum.add(value, dialect) }
      return sum.sum.isInfinite ? sum.sum : sum.value
    case "min_over_time": return Statistics.least(values)
    case "max_over_time": return Statistics.greatest(values)
    case "count_over_time": return Double(values.count)
    case "last_over_time": return values.last
    case "present_over_time", "absent_over_time": return 1
    case "stddev_over_time": return variance(values).squareRoot()
    case "stdvar_over_time": return variance(values)
    case "quantile_over_time": return Statistics.quantile(parameters[0], values)
    default: return nil
    }
  }

  private func average(_ values: [Double]) -> Double {
    if dialect.dividesSumForAverage { return Statistics.dividedAverage(values, dialect) }
    var mean = Statistics.CompensatedSum()
    for (index, value) in values.enumerated() {
      if Statistics.isSettled(mean.sum, value) { continue }
      let count = Double(index + 1)
      mean.add(value / count - mean.sum / count, dialect)
    }
    return mean.sum.isInfinite ? mean.sum : mean.value
  }

  private func variance(_ values: [Double]) -> Double {
    var mean = Statistics.CompensatedSum()
    var sum = Statistics.CompensatedSum()
    for (index, value) in values.enumerated() {
      let delta = value - mean.value
      mean.add(delta / Double(index + 1), dialect)
      sum.add(delta * (value - mean.value), dialect)
    }
    return sum.value / Double(values.count)
  }

  // MARK: Growth

  /// How much the value grew over the whole stretch, of which the samples cover a part.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `extrapolatedRate`, 2.53.3, 3.5.0.
  private func extrapolated() -> Double? {
    guard let first = samples.first, let last = samples.last, samples.count > 1 else { return nil }
    let isCounter = name != "delta"
    var growth = last.value - first.value
    if isCounter {
      for (before, after) in zip(samples, samples.dropFirst()) where after.value < before.value {
        growth += before.value
      }
    }
    var toStart = Double(first.time - window.start) / 1000
    var toEnd = Double(window.end - last.time) / 1000
    let covered = Double(last.time - first.time) / 1000
    let average = covered / Double(samples.count - 1)
    let threshold = average * 1.1
    if toStart >= threshold { toStart = average / 2 }
    if isCounter, growth > 0, first.value >= 0 {
      let toZero = covered * (first.value / growth)
      if toZero < toStart { toStart = toZero }
    }
    if toEnd >= threshold { toEnd = average / 2 }
    var factor = (covered + toStart + toEnd) / covered
    if name == "rate" { factor /= Double(window.range) / 1e9 }
    return growth * factor
  }

  private func instantChange() -> Double? {
    guard samples.count > 1 else { return nil }
    let (before, last) = (samples[samples.count - 2], samples[samples.count - 1])
    if last.time == before.time { return nil }
    let isRate = name == "irate"
    let change = isRate && last.value < before.value ? last.value : last.value - before.value
    return isRate ? change / (Double(last.time - before.time) / 1000) : change
  }

  /// The line of least squares: its slope, and its value at a time.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `linearRegression`, 3.5.0.
  private func regression(around origin: Int64) -> (slope: Double, intercept: Double) {
    let first = samples[0].value
    if samples.dropFirst().allSatisfy({ $0.value == first }) {
      return first.isInfinite ? (.nan, .nan) : (0, first)
    }
    var (times, values) = (Statistics.CompensatedSum(), Statistics.CompensatedSum())
    var (products, squares) = (Statistics.CompensatedSum(), Statistics.CompensatedSum())
    for sample in samples {
      let time = Double(sample.time - origin) / 1000
      times.add(time, dialect)
      values.add(sample.value, dialect)
      products.add(time * sample.value, dialect)
      squares.add(time * time, dialect)
    }
    let count = Double(samples.count)
    let covariance = products.value - times.value * values.value / count
    let variance = squares.value - times.value * times.value / count
    let slope = covariance / variance
    return (slope, values.value / count - slope * times.value / count)
  }

  /// Source: prometheus/prometheus `promql/functions.go`, `funcHoltWinters`, 2.53.3.
  private func smoothed() throws(QueryError) -> Double? {
    let (smoothing, trend) = (parameters[0], parameters[1])
    if smoothing <= 0 || smoothing >= 1 {
      throw .execution("invalid smoothing factor. Expected: 0 < sf < 1, got: \(fixedText(smoothing))")
    }
    if trend <= 0 || trend >= 1 {
      throw .execution("invalid trend factor. Expected: 0 < tf < 1, got: \(fixedText(trend))")
    }
    guard samples.count >= 2 else { return nil }
    var before = 0.0
    var smooth = samples[0].value
    var slope = samples[1].value - samples[0].value
    for (index, sample) in samples.dropFirst().enumerated() {
      if index > 0 { slope = trend * (smooth - before) + (1 - trend) * slope }
      let next = smoothing * sample.value + (1 - smoothing) * (smooth + slope)
      (before, smooth) = (smooth, next)
    }
    return smooth
  }
}
