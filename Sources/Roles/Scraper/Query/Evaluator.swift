import Exposition
import PrometheusModel

/// Evaluates an expression at a time, over samples that were collected before.
///
/// Source: prometheus/prometheus `promql/engine.go`, 2.53.3, 3.5.0.
struct Evaluator {
  /// The samples of every selector of the expression.
  var samples: [SeriesSelector: [SelectedSeries]]
  /// Whose engine it is.
  var version: PrometheusVersion
  /// The time, in milliseconds since 1970.
  var time: Int64

  /// How far back an instant looks for a sample.
  static let lookback: Int64 = 300_000

  /// What the expression comes to.
  func value(of expression: Expression) throws(QueryError) -> QueryValue {
    switch expression {
    case .number(let number): return .scalar(number)
    case .text(let text): return .text(text)
    case .selector(let selector): return .vector(instant(selector))
    case .range(let selector, let milliseconds): return .range(range(selector, milliseconds))
    case .negation(let operand):
      switch try value(of: operand) {
      case .scalar(let number): return .scalar(-number)
      case let vector:
        return .vector(vector.samples.map { InstantSample(labels: $0.labels.withoutName(), value: -$0.value) })
      }
    case .aggregation(let aggregation, let operand, let parameter):
      let parameter = try parameter.map { argument throws(QueryError) in try value(of: argument) }
      return .vector(try aggregation.apply(to: try value(of: operand).samples, parameter: parameter))
    case .binary(let operation, let left, let right):
      return try operation.apply(try value(of: left), try value(of: right))
    case .call(let function, let arguments): return try call(function, arguments)
    }
  }

  /// The selectors of an expression, with how far back each looks.
  static func selectors(of expression: Expression) -> [(selector: VectorSelector, span: Int64)] {
    switch expression {
    case .number, .text: []
    case .selector(let selector): [(selector, lookback)]
    case .range(let selector, let milliseconds): [(selector, milliseconds)]
    case .negation(let operand): selectors(of: operand)
    case .aggregation(_, let operand, let parameter):
      selectors(of: operand) + (parameter.map { selectors(of: $0) } ?? [])
    case .binary(_, let left, let right): selectors(of: left) + selectors(of: right)
    case .call(_, let arguments): arguments.flatMap { selectors(of: $0) }
    }
  }

  private func instant(_ selector: VectorSelector) -> [InstantSample] {
    let end = time - selector.offset
    let oldest = end - Self.lookback + (version.excludesLeftEdge ? 1 : 0)
    return (samples[selector.selector] ?? []).compactMap { series in
      guard let sample = series.samples.last(where: { $0.time <= end }), sample.time >= oldest, !sample.isStale
      else { return nil }
      let histogram = sample == series.samples.last ? series.histogram : nil
      return InstantSample(labels: series.labels, value: sample.value, histogram: histogram)
    }
  }

  private func range(_ selector: VectorSelector, _ milliseconds: Int64) -> [SelectedSeries] {
    let end = time - selector.offset
    let oldest = end - milliseconds + (version.excludesLeftEdge ? 1 : 0)
    return (samples[selector.selector] ?? []).compactMap { series in
      let inside = series.samples.filter { $0.time >= oldest && $0.time <= end && !$0.isStale }
      return inside.isEmpty ? nil : SelectedSeries(labels: series.labels, samples: inside)
    }
  }

  private func call(_ function: QueryFunction, _ arguments: [Expression]) throws(QueryError) -> QueryValue {
    switch function.name {
    case "time": return .scalar(Double(time) / 1000)
    case "pi": return .scalar(.pi)
    case "timestamp": return try timestamps(arguments[0])
    case "absent", "absent_over_time": return try absent(arguments[0])
    default: break
    }
    var values: [QueryValue] = []
    for argument in arguments { values.append(try value(of: argument)) }
    if let index = arguments.firstIndex(where: { $0.kind == .range }),
      case .range(let selector, let span) = arguments[index]
    {
      let window = RangeWindow(start: time - selector.offset - span, end: time - selector.offset, span: span)
      return .vector(window.apply(function.name, to: values[index].series, parameter: values[0]))
    }
    return try InstantFunction.apply(function.name, values)
  }

  /// The times of the samples themselves, if the argument is a selector.
  private func timestamps(_ argument: Expression) throws(QueryError) -> QueryValue {
    guard case .selector(let selector) = argument else {
      return .vector(
        try value(of: argument).samples.map {
          InstantSample(labels: $0.labels.withoutName(), value: Double(time) / 1000)
        })
    }
    let end = time - selector.offset
    let present = Set(instant(selector).map(\.labels))
    return .vector(
      (samples[selector.selector] ?? []).compactMap { series in
        guard present.contains(series.labels), let sample = series.samples.last(where: { $0.time <= end })
        else {
          return nil
        }
        return InstantSample(labels: series.labels.withoutName(), value: Double(sample.time) / 1000)
      })
  }

  /// 1 with the labels that the selector fixes, if nothing is there.
  private func absent(_ argument: Expression) throws(QueryError) -> QueryValue {
    let isEmpty =
      switch try value(of: argument) {
      case .vector(let samples): samples.isEmpty
      case .range(let series): series.isEmpty
      default: false
      }
    guard isEmpty else { return .vector([]) }
    var labels = Labels()
    switch argument {
    case .selector(let selector), .range(let selector, _):
      for matcher in selector.selector.matchers
      where matcher.operation == .equal && matcher.name != LabelName.metricName {
        labels[matcher.name] = labels[matcher.name] == nil ? matcher.value : nil
      }
    default: break
    }
    return .vector([InstantSample(labels: labels, value: 1)])
  }
}
