import PrometheusModel

/// A query with the times that it is asked for.
struct Query {
  /// The query as written.
  var text: String
  /// Whose PromQL it is.
  var version: PrometheusVersion
  /// The first time, in milliseconds since 1970.
  var start: Int64
  /// The last time; the same for one time.
  var end: Int64
  /// From one time to the next, in milliseconds; nil for one time.
  var step: Int64?
  /// How far back an instant looks for a sample, in milliseconds.
  var lookback: Int64 = 300_000
  /// The step of a subquery that names none, in milliseconds.
  var evaluationInterval: Int64 = 60_000

  /// What a query comes to, with what is said beside.
  struct Outcome {
    /// The result.
    var value: QueryValue
    /// What makes the result doubtful.
    var warnings: [String] = []
    /// What may be meant otherwise.
    var infos: [String] = []
  }

  /// Parses the query; a stretch of time is only for what has a value at one time.
  func parsed() throws(QueryError) -> Expression {
    let expression = try QueryParser.parse(text, version: version)
    if step != nil, expression.kind == .text || expression.kind == .range {
      throw QueryError(
        message: "invalid expression type \"\(expression.kind.rawValue)\" for range query, "
          + "must be Scalar or instant Vector")
    }
    return expression
  }

  /// Evaluates the parsed query over a store.
  func evaluate(_ expression: Expression, over store: SeriesStore) throws(QueryError) -> Outcome {
    if expression.kind == .text { return Outcome(value: .text(expression.literal.string)) }
    let dialect = QueryDialect(version: version)
    let notes = QueryNotes(query: text, dialect: dialect)
    var context = EvaluationContext(
      series: { _ in [] }, dialect: dialect, start: start, end: end, lookback: lookback,
      evaluationInterval: evaluationInterval, notes: notes)
    let reach = QueryReach(
      expression, in: Evaluator(context: context, start: start, end: end, interval: step ?? 1))
    let samples = store.samples(of: reach.times)
    context.series = { samples[$0] ?? [] }
    let matrix = try Evaluator(context: context, start: start, end: end, interval: step ?? 1).evaluate(
      expression)
    if step == nil { try refuseWrappedRange(expression, matrix) }
    let (warnings, infos) = notes.shown
    return Outcome(value: value(matrix, expression.kind), warnings: warnings, infos: infos)
  }

  /// A range with `@` in parentheses, by itself, is beyond Prometheus: it expects one sample a series.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `eval`, `StepInvariantExpr`, 2.53.3, 3.5.0.
  private func refuseWrappedRange(_ expression: Expression, _ matrix: [QuerySeries]) throws(QueryError) {
    guard expression.kind == .range, case .parentheses = expression.content else { return }
    let shift: TimeShift? =
      switch expression.inner.content {
      case .range(let selector, _): selector.shift
      case .subquery(let subquery): subquery.shift
      default: nil
      }
    if shift?.anchor != nil, matrix.contains(where: { $0.points.count != 1 }) {
      throw .execution("unexpected number of samples")
    }
  }

  private func value(_ matrix: [QuerySeries], _ kind: Expression.Kind) -> QueryValue {
    guard step == nil, kind != .range else { return .matrix(matrix.sorted { $0.labels.precede($1.labels) }) }
    if kind == .scalar { return .scalar(matrix.first?.points.first?.value ?? .nan) }
    return .vector(
      matrix.compactMap { series in
        series.points.first.map {
          InstantSample(labels: series.labels, value: $0.value, histogram: $0.histogram)
        }
      })
  }
}

extension SeriesStore {
  /// The series that selectors choose, with their samples of the times that each looks at.
  fileprivate func samples(
    of selectors: [SeriesSelector: ClosedRange<Int64>]
  ) -> [SeriesSelector: [SelectedSeries]] {
    withTable { table in
      selectors.reduce(into: [:]) { found, wanted in
        found[wanted.key] = table.matching(wanted.key).compactMap { series in
          let inside = table.samples(of: series, from: wanted.value.lowerBound, to: wanted.value.upperBound)
          if inside.isEmpty { return nil }
          return SelectedSeries(
            labels: table.labels(of: series), samples: inside, histograms: table.histograms(of: series))
        }
      }
    }
  }
}
