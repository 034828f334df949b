import Exposition
import PrometheusModel

/// What all parts of an evaluation share.
struct EvaluationContext {
  /// The series that a selector chooses, with their samples of the times that the query can look at.
  var series: (SeriesSelector) -> [SelectedSeries]
  /// What differs by version.
  var dialect: QueryDialect
  /// The first time of the query.
  var start: Int64
  /// The last time of the query.
  var end: Int64
  /// How far back an instant looks for a sample, in milliseconds.
  var lookback: Int64 = 300_000
  /// The step of a subquery that names none, in milliseconds.
  var evaluationInterval: Int64 = 60_000
  /// What is said beside the result.
  var notes: QueryNotes
  /// What the query may still take.
  var budget = EvaluationBudget()
}

/// How many steps the subqueries of a query may take, all together: `x[100y:1ms]` would never end.
///
/// Prometheus bounds the samples instead, 50,000,000 (`--query.max-samples`), with the same words.
/// Source: prometheus/prometheus `promql/engine.go`, `ErrTooManySamples`, 3.5.0.
final class EvaluationBudget {
  private var steps = 2_000_000

  func take(_ count: Int64) throws(QueryError) {
    guard count <= Int64(steps) else {
      throw .execution("query processing would load too many samples into memory in query execution")
    }
    steps -= Int(max(0, count))
  }
}

/// Evaluates an expression at one time, or at every step of a stretch of time.
///
/// As in Prometheus, one time is a stretch of one step; only then do results keep the order they were made in.
///
/// Source: prometheus/prometheus `promql/engine.go`, `evaluator.eval`, 2.53.3, 3.5.0.
struct Evaluator {
  let context: EvaluationContext
  /// The first time, in milliseconds since 1970.
  let start: Int64
  /// The last time.
  let end: Int64
  /// From one time to the next.
  let interval: Int64

  /// Whether there is one step only.
  var isInstant: Bool { start == end }
  /// All steps.
  var steps: StrideThrough<Int64> { stride(from: start, through: end, by: Int64.Stride(interval)) }
  var dialect: QueryDialect { context.dialect }

  /// What two series of the same labels are refused with.
  static let sameLabels = QueryError.execution("vector cannot contain metrics with the same labelset")

  /// What an expression comes to: a series with a value a step; ranges have the samples themselves.
  func evaluate(_ expression: Expression) throws(QueryError) -> [QuerySeries] {
    guard end >= start else { return [] }
    switch expression.content {
    case .number(let number): return constant(number)
    case .text: return []
    case .parentheses(let inner): return try evaluate(inner)
    case .sign(let isMinus, let operand): return try signed(isMinus, operand)
    case .selector(let selector): return instants(of: selector)
    case .range(let selector, let nanoseconds): return samples(of: selector, nanoseconds)
    case .subquery(let subquery): return try evaluate(subquery)
    case .call(let function, let arguments): return try call(function, arguments, expression)
    case .aggregation(let aggregation, let operand, let parameter):
      return try aggregate(aggregation, operand, parameter)
    case .binary(let operation, let left, let right): return try combine(operation, left, right, expression)
    }
  }

  /// A number at every step.
  private func constant(_ number: Double) -> [QuerySeries] {
    [QuerySeries(labels: Labels(), points: steps.map { QuerySeries.Point(time: $0, value: number) })]
  }

  private func signed(_ isMinus: Bool, _ operand: Expression) throws(QueryError) -> [QuerySeries] {
    var matrix = try evaluate(operand)
    guard isMinus else { return matrix }
    for index in matrix.indices {
      matrix[index].labels = matrix[index].labels.withoutMetadata(dialect)
      for point in matrix[index].points.indices {
        if matrix[index].points[point].histogram != nil {
          throw .unsupported("the negation of native histograms")
        }
        matrix[index].points[point].value.negate()
      }
    }
    try Self.refuseSameLabels(in: matrix)
    return matrix
  }

  /// Series of the same labels cannot be told apart.
  static func refuseSameLabels(in matrix: [QuerySeries]) throws(QueryError) {
    guard matrix.count > 1 else { return }
    var seen: Set<Labels> = []
    for series in matrix where !seen.insert(series.labels).inserted { throw sameLabels }
  }

  // MARK: Steps

  /// Calls a function with the vectors of all arguments at each step, and puts its results together.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `rangeEval`, 3.5.0.
  func perStep(
    _ arguments: [[QuerySeries]],
    _ body: (_ time: Int64, _ vectors: [[InstantSample]]) throws(QueryError) -> [InstantSample]
  ) throws(QueryError) -> [QuerySeries] {
    var cursors = arguments.map { [Int](repeating: 0, count: $0.count) }
    var collected = SteppedMatrix()
    for time in steps {
      var vectors: [[InstantSample]] = []
      vectors.reserveCapacity(arguments.count)
      for index in arguments.indices {
        vectors.append(Self.vector(of: arguments[index], at: time, &cursors[index]))
      }
      let result = try body(time, vectors)
      if isInstant {
        let matrix = result.map { sample in
          QuerySeries(
            labels: sample.labels,
            points: [QuerySeries.Point(time: time, value: sample.value, histogram: sample.histogram)])
        }
        try Self.refuseSameLabels(in: matrix)
        return matrix
      }
      try collected.append(result, at: time)
    }
    return collected.series
  }

  /// The values of a step; the cursors say where each series has come to.
  static func vector(of matrix: [QuerySeries], at time: Int64, _ cursors: inout [Int]) -> [InstantSample] {
    var vector: [InstantSample] = []
    vector.reserveCapacity(matrix.count)
    for (index, series) in matrix.enumerated() {
      let cursor = cursors[index]
      guard cursor < series.points.count, series.points[cursor].time == time else { continue }
      cursors[index] += 1
      let point = series.points[cursor]
      vector.append(
        InstantSample(labels: series.labels, value: point.value, histogram: point.histogram, time: time))
    }
    return vector
  }
}

/// Results of step after step, by series.
struct SteppedMatrix {
  /// The series in the order of their appearance.
  private(set) var series: [QuerySeries] = []
  private var indexes: [Labels: Int] = [:]

  /// Adds the results of a step.
  mutating func append(_ vector: [InstantSample], at time: Int64) throws(QueryError) {
    for sample in vector {
      let index: Int
      if let known = indexes[sample.labels] {
        if series[known].points.last?.time == time { throw Evaluator.sameLabels }
        index = known
      } else {
        index = series.count
        indexes[sample.labels] = index
        series.append(QuerySeries(labels: sample.labels))
      }
      series[index].points.append(
        QuerySeries.Point(time: time, value: sample.value, histogram: sample.histogram))
    }
  }
}
