import PrometheusModel
import Wire

/// `/api/v1/query` and `/api/v1/query_range`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `query` and `queryRange`, 3.5.0.
struct QueryAnswer {
  /// What was collected.
  var store: SeriesStore
  /// Whose engine it is.
  var version: PrometheusVersion
  /// The time of a query that names none, in milliseconds since 1970.
  var now: Int64

  private static let truncation = "results truncated due to limit"

  /// What a query comes to at one time.
  func instant(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try parameters.limit()
    let time = try parameters.time("time", default: now)
    let expression = try parse(parameters)
    var evaluator = evaluator(of: expression, from: time, to: time)
    evaluator.time = time
    let value = try evaluate(expression, evaluator)
    let (shown, isTruncated) = truncated(value, to: limit)
    return APIAnswer.success(warnings: isTruncated ? [Self.truncation] : []) { writer in
      writer.object { writer in write(shown, at: time, to: &writer) }
    }
  }

  /// What a query comes to at every step of a stretch of time.
  func range(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try parameters.limit()
    let start = try parameters.requiredTime("start")
    let end = try parameters.requiredTime("end")
    guard end >= start else { throw .invalid("end", "end timestamp must not be before start time") }
    let step = try parameters.duration("step")
    guard step > 0 else {
      throw .invalid(
        "step", "zero or negative query resolution step widths are not accepted. Try a positive integer")
    }
    guard (end - start) / step <= 11_000 else {
      throw APIError(
        .badData,
        "exceeded maximum resolution of 11,000 points per timeseries. "
          + "Try decreasing the query resolution (?step=XX)")
    }
    let expression = try parse(parameters)
    guard expression.kind == .scalar || expression.kind == .vector else {
      throw .invalid(
        "query",
        "invalid expression type \"\(expression.kind.rawValue)\" for range query, must be Scalar or instant Vector"
      )
    }
    var matrix = SteppedMatrix()
    var evaluator = evaluator(of: expression, from: start, to: end)
    for time in stride(from: start, through: end, by: Int64.Stride(step)) {
      evaluator.time = time
      matrix.append(try evaluate(expression, evaluator), at: time)
    }
    let isTruncated = limit > 0 && matrix.series.count > limit
    let shown = isTruncated ? Array(matrix.series.prefix(limit)) : matrix.series
    return APIAnswer.success(warnings: isTruncated ? [Self.truncation] : []) { writer in
      writer.object { writer in write(.range(shown), at: end, to: &writer) }
    }
  }

  private func parse(_ parameters: APIParameters) throws(APIError) -> Expression {
    do throws(QueryError) { return try QueryParser.parse(parameters["query"]) } catch {
      throw .invalid("query", error.message)
    }
  }

  private func evaluate(_ expression: Expression, _ evaluator: Evaluator) throws(APIError) -> QueryValue {
    do throws(QueryError) { return try evaluator.value(of: expression) } catch {
      throw APIError(.execution, error.message)
    }
  }

  /// An evaluator with the samples that the expression can look at between two times.
  private func evaluator(of expression: Expression, from start: Int64, to end: Int64) -> Evaluator {
    let selectors = Evaluator.selectors(of: expression)
    let samples = store.withTable { table in
      selectors.reduce(into: [SeriesSelector: [SelectedSeries]]()) { samples, wanted in
        let selector = wanted.selector.selector
        guard samples[selector] == nil else { return }
        // One selector may stand in several places; the widest stretch serves all.
        let places = selectors.filter { $0.selector.selector == selector }
        let oldest = places.map { start - $0.selector.offset - $0.span }.min() ?? start
        let newest = places.map { end - $0.selector.offset }.max() ?? end
        samples[selector] = table.matching(selector).compactMap { series in
          let inside = table.samples(of: series, from: oldest, to: newest)
          let histogram = inside.last == table.last(of: series) ? table.histogram(of: series) : nil
          return inside.isEmpty
            ? nil : SelectedSeries(labels: table.labels(of: series), samples: inside, histogram: histogram)
        }
      }
    }
    return Evaluator(samples: samples, version: version, time: end)
  }

  private func truncated(_ value: QueryValue, to limit: Int) -> (QueryValue, Bool) {
    switch value {
    case .vector(let samples) where limit > 0 && samples.count > limit:
      (.vector(Array(samples.prefix(limit))), true)
    case .range(let series) where limit > 0 && series.count > limit: (.range(Array(series.prefix(limit))), true)
    default: (value, false)
    }
  }

  private func write(_ value: QueryValue, at time: Int64, to writer: inout JSONWriter) {
    switch value {
    case .scalar(let number):
      writer.member("resultType", "scalar")
      writer.key("result")
      writer.point(time, number)
    case .text(let text):
      writer.member("resultType", "string")
      writer.key("result")
      writer.array { writer in
        writer.timestamp(time)
        writer.string(text)
      }
    case .vector(let samples):
      writer.member("resultType", "vector")
      writer.key("result")
      writer.array { writer in
        for sample in samples {
          writer.object { writer in
            writer.key("metric")
            writer.labels(sample.labels)
            if let histogram = sample.histogram {
              writer.key("histogram")
              writer.point(time, histogram)
            } else {
              writer.key("value")
              writer.point(time, sample.value)
            }
          }
        }
      }
    case .range(let series):
      writer.member("resultType", "matrix")
      writer.key("result")
      writer.array { writer in
        for one in series { write(one, to: &writer) }
      }
    }
  }

  private func write(_ series: SelectedSeries, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("metric")
      writer.labels(series.labels)
      writer.key("values")
      writer.array { writer in
        for sample in series.samples { writer.point(sample.time, sample.value) }
      }
    }
  }
}

/// The values of a query at step after step, by series.
private struct SteppedMatrix {
  private(set) var series: [SelectedSeries] = []
  private var indexes: [Labels: Int] = [:]

  mutating func append(_ value: QueryValue, at time: Int64) {
    if case .scalar(let number) = value { append(Labels(), number, time) }
    for sample in value.samples { append(sample.labels, sample.value, time) }
  }

  private mutating func append(_ labels: Labels, _ value: Double, _ time: Int64) {
    let index =
      indexes[labels]
      ?? {
        indexes[labels] = series.count
        series.append(SelectedSeries(labels: labels, samples: []))
        return series.count - 1
      }()
    series[index].samples.append(StoredSample(time: time, value: value))
  }
}
