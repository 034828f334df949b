import PrometheusModel

/// Which times each selector of an expression looks at.
///
/// Source: prometheus/prometheus `promql/engine.go`, `FindMinMaxTime`, 3.5.0.
struct QueryReach {
  /// The first and the last time of each selector, in milliseconds since 1970.
  private(set) var times: [SeriesSelector: ClosedRange<Int64>] = [:]
  private let evaluator: Evaluator

  /// Looks an expression through that is evaluated so.
  init(_ expression: Expression, in evaluator: Evaluator) {
    self.evaluator = evaluator
    visit(expression, evaluator.start, evaluator.end)
  }

  private mutating func visit(_ expression: Expression, _ start: Int64, _ end: Int64) {
    switch expression.content {
    case .number, .text: break
    case .parentheses(let inner), .sign(_, let inner): visit(inner, start, end)
    case .selector(let selector): add(selector, start, end, span: evaluator.context.lookback)
    case .range(let selector, let range): add(selector, start, end, span: range / 1_000_000)
    case .subquery(let subquery):
      visit(
        subquery.expression, evaluator.time(subquery.shift, at: start) - subquery.range / 1_000_000,
        evaluator.time(subquery.shift, at: end))
    case .call(_, let arguments): for argument in arguments { visit(argument, start, end) }
    case .aggregation(_, let operand, let parameter):
      visit(operand, start, end)
      if let parameter { visit(parameter, start, end) }
    case .binary(_, let left, let right):
      visit(left, start, end)
      visit(right, start, end)
    }
  }

  private mutating func add(_ selector: VectorSelector, _ start: Int64, _ end: Int64, span: Int64) {
    let first = evaluator.time(selector.shift, at: start) &- span
    let last = max(first, evaluator.time(selector.shift, at: end))
    let known = times[selector.selector] ?? first...last
    times[selector.selector] = min(first, known.lowerBound)...max(last, known.upperBound)
  }
}
