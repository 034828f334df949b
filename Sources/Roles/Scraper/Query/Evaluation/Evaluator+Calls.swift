import Exposition
import PrometheusModel

/// Functions.
extension Evaluator {
  /// What a function comes to.
  func call(
    _ function: QueryFunction, _ arguments: [Expression], _ expression: Expression
  ) throws(QueryError) -> [QuerySeries] {
    let name = function.name
    switch name {
    case "label_replace": return try LabelFunction.replace(arguments, in: self)
    case "label_join": return try LabelFunction.join(arguments, in: self)
    case "timestamp":
      if case .selector(let selector) = arguments[0].inner.content { return try timestamps(of: selector) }
    default: break
    }
    if let index = arguments.firstIndex(where: { $0.kind == .range }) {
      return try overRange(name, arguments, rangeIndex: index)
    }
    var values: [[QuerySeries]] = []
    for argument in arguments { values.append(try evaluate(argument)) }
    let call = InstantCall(name: name, arguments: arguments, dialect: dialect, notes: context.notes)
    return try perStep(values) { time, vectors throws(QueryError) in try call.apply(to: vectors, at: time) }
  }

  /// The times of the samples themselves.
  private func timestamps(of selector: VectorSelector) throws(QueryError) -> [QuerySeries] {
    let series = context.series(selector.selector)
    return try perStep([]) { step, _ throws(QueryError) in
      series.compactMap { one in
        guard let sample = newest(one, time(selector.shift, at: step)) else { return nil }
        return InstantSample(labels: one.labels.withoutMetadata(dialect), value: Double(sample.time) / 1000)
      }
    }
  }

  // MARK: Ranges

  /// What a function over a stretch of time comes to, series by series.
  private func overRange(
    _ name: String, _ arguments: [Expression], rangeIndex: Int
  ) throws(QueryError) -> [QuerySeries] {
    let source = try source(of: arguments[rangeIndex].inner)
    var scalars: [[QuerySeries.Point]] = []
    for (index, argument) in arguments.enumerated() where index != rangeIndex {
      scalars.append(try evaluate(argument).first?.points ?? [])
    }
    var matrix: [QuerySeries] = []
    for series in source.series {
      var result = QuerySeries(
        labels: name == "last_over_time" ? series.labels : series.labels.withoutMetadata(dialect))
      for (number, step) in steps.enumerated() {
        let window = SampleWindow(end: time(source.shift, at: step), range: source.range, dialect: dialect)
        let samples = window.samples(of: series.samples)
        if samples.isEmpty { continue }
        let call = RangeCall(
          name: name, samples: samples, window: window, time: step,
          parameters: scalars.map { number < $0.count ? $0[number].value : .nan }, dialect: dialect)
        let histogram = samples.last.flatMap { series.histograms[$0.time] }
        if histogram != nil, !call.countsOnly {
          throw .unsupported("\(name) over native histograms")
        }
        if name == "quantile_over_time", let quantile = call.parameters.first {
          context.notes.warnOfQuantile(quantile, at: arguments[0])
        }
        guard let value = try call.value() else { continue }
        result.points.append(
          QuerySeries.Point(
            time: step, value: value, histogram: name == "last_over_time" ? histogram : nil))
      }
      if ["rate", "increase"].contains(name),
        !(result.points.isEmpty && dialect.hintsAtNonCountersWithResultOnly)
      {
        hintAtNonCounter(series.labels, at: arguments[rangeIndex].inner)
      }
      if !result.points.isEmpty { matrix.append(result) }
    }
    if name == "absent_over_time" { return absence(of: matrix, arguments[rangeIndex]) }
    try Self.refuseSameLabels(in: matrix)
    return matrix
  }

  private struct RangeSource {
    var series: [SelectedSeries]
    var shift: TimeShift
    var range: Int64
  }

  private func source(of argument: Expression) throws(QueryError) -> RangeSource {
    switch argument.content {
    case .range(let selector, let range):
      return RangeSource(series: context.series(selector.selector), shift: selector.shift, range: range)
    case .subquery(let subquery):
      let series = try evaluate(subquery).map { series throws(QueryError) in
        if series.points.contains(where: { $0.histogram != nil }) {
          throw .unsupported("subqueries over native histograms")
        }
        return SelectedSeries(
          labels: series.labels, samples: series.points.map { StoredSample(time: $0.time, value: $0.value) })
      }
      return RangeSource(series: series, shift: subquery.shift, range: subquery.range)
    default: return RangeSource(series: [], shift: TimeShift(), range: 0)
    }
  }

  private func hintAtNonCounter(_ labels: Labels, at argument: Expression) {
    guard let name = labels[LabelName.metricName] else { return }
    if ["_total", "_sum", "_count", "_bucket"].contains(where: { name.hasSuffix($0) }) { return }
    var argument = argument
    // Prometheus puts a selector without a place where the subquery was.
    if case .subquery = argument.content { argument.place = 0..<0 }
    context.notes.inform(
      "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \(goQuoted(name))",
      at: argument)
  }

  /// 1 at every step at which no series has a value.
  private func absence(of matrix: [QuerySeries], _ argument: Expression) -> [QuerySeries] {
    let present = Set(matrix.flatMap { $0.points.map(\.time) })
    let points = steps.filter { !present.contains($0) }.map { QuerySeries.Point(time: $0, value: 1) }
    return points.isEmpty ? [] : [QuerySeries(labels: Self.absentLabels(argument), points: points)]
  }

  /// The labels that a selector fixes.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `createLabelsForAbsentFunction`, 3.5.0.
  static func absentLabels(_ argument: Expression) -> Labels {
    var labels = Labels()
    var fixed: Set<String> = []
    switch argument.inner.content {
    case .selector(let selector), .range(let selector, _):
      for matcher in selector.selector.matchers where matcher.name != LabelName.metricName {
        let isFirst = matcher.operation == .equal && !fixed.contains(matcher.name)
        labels[matcher.name] = isFirst ? matcher.value : nil
        if isFirst { fixed.insert(matcher.name) }
      }
    default: break
    }
    return labels
  }
}
