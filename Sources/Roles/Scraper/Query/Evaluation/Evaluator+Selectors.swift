import Exposition
import PrometheusModel

/// Samples at and before times.
extension Evaluator {
  /// The time that a selector looks at, for a step.
  func time(_ shift: TimeShift, at step: Int64) -> Int64 {
    let anchor: Int64 =
      switch shift.anchor {
      case .time(let time): time
      case .start: context.start
      case .end: context.end
      case nil: step
      }
    return anchor &- shift.offsetMilliseconds
  }

  /// The newest sample of each series at each step.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `evalSeries` and `vectorSelectorSingle`, 3.5.0.
  func instants(of selector: VectorSelector) -> [QuerySeries] {
    context.series(selector.selector).compactMap { series in
      let points: [QuerySeries.Point] = steps.compactMap { step in
        guard let sample = newest(series, time(selector.shift, at: step)) else { return nil }
        let histogram = series.histograms[sample.time]
        return QuerySeries.Point(time: step, value: sample.value, histogram: histogram)
      }
      return points.isEmpty ? nil : QuerySeries(labels: series.labels, points: points)
    }
  }

  /// The newest sample of a series at a time, if it is not too old and the series is not gone.
  func newest(_ series: SelectedSeries, _ time: Int64) -> StoredSample? {
    let count = series.samples.partitionIndex { $0.time > time }
    guard count > 0 else { return nil }
    let sample = series.samples[count - 1]
    let oldest = time - context.lookback + (dialect.excludesLeftEdge ? 1 : 0)
    return sample.time >= oldest && !sample.isStale ? sample : nil
  }

  /// The samples themselves, of a range that is the whole query.
  func samples(of selector: VectorSelector, _ nanoseconds: Int64) -> [QuerySeries] {
    let end = time(selector.shift, at: start)
    let window = SampleWindow(end: end, range: nanoseconds, dialect: dialect)
    return context.series(selector.selector).compactMap { series in
      let points = window.samples(of: series.samples).map { sample in
        let histogram = series.histograms[sample.time]
        return QuerySeries.Point(time: sample.time, value: sample.value, histogram: histogram)
      }
      return points.isEmpty ? nil : QuerySeries(labels: series.labels, points: points)
    }
  }

  /// What a subquery comes to at its own steps, which are multiples of the step.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `eval`, `SubqueryExpr`, 2.53.3, 3.5.0.
  func evaluate(_ subquery: Subquery) throws(QueryError) -> [QuerySeries] {
    let step = subquery.step == 0 ? context.evaluationInterval : subquery.step / 1_000_000
    let first = time(subquery.shift, at: start) - subquery.range / 1_000_000
    let interval = max(1, step)
    var aligned = interval * (first / interval)
    if dialect.excludesLeftEdge ? aligned <= first : aligned < first { aligned += interval }
    let inner = Evaluator(
      context: context, start: aligned, end: time(subquery.shift, at: end), interval: interval)
    try context.budget.take((inner.end - inner.start) / interval + 1)
    return try inner.evaluate(subquery.expression)
  }
}

/// A stretch of time that samples are looked for in.
struct SampleWindow {
  /// Where it ends, in milliseconds since 1970.
  var end: Int64
  /// Its length, in nanoseconds.
  var range: Int64
  var dialect: QueryDialect

  /// Where it begins.
  var start: Int64 { end - range / 1_000_000 }

  /// The samples of a series inside, without the marks of its end.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `matrixIterSlice`, 2.53.3, 3.5.0.
  func samples(of samples: [StoredSample]) -> [StoredSample] {
    let oldest = dialect.excludesLeftEdge ? start + 1 : start
    let first = samples.partitionIndex { $0.time >= oldest }
    let behind = samples.partitionIndex { $0.time > end }
    guard first < behind else { return [] }
    let inside = samples[first..<behind]
    return inside.contains { $0.isStale } ? inside.filter { !$0.isStale } : Array(inside)
  }
}

extension [StoredSample] {
  /// How many samples come before the first that meets the condition, which all behind it meet, too.
  func partitionIndex(_ condition: (StoredSample) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
