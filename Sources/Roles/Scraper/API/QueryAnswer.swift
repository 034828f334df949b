import PrometheusModel
import Wire

/// `/api/v1/query` and `/api/v1/query_range`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `query` and `queryRange`, 2.53.3, 3.5.0.
struct QueryAnswer {
  /// What was collected.
  var store: SeriesStore
  /// Whose engine it is.
  var version: PrometheusVersion
  /// The time of a query that names none, in milliseconds since 1970.
  var now: Int64
  /// The step of a subquery that names none, in milliseconds.
  var evaluationInterval: Int64 = 60_000

  /// What a query comes to at one time.
  func instant(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = version.limitsQueries ? try parameters.limit() : 0
    let time = try parameters.time("time", default: now)
    return try answer(parameters, Query(text: "", version: version, start: time, end: time), limit: limit)
  }

  /// What a query comes to at every step of a stretch of time.
  func range(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = version.limitsQueries ? try parameters.limit() : 0
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
    return try answer(
      parameters, Query(text: "", version: version, start: start, end: end, step: step), limit: limit)
  }

  /// Exemplars are not kept, as in a Prometheus without the feature.
  func exemplars(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let start = try parameters.time("start", default: .min)
    let end = try parameters.time("end", default: .max)
    guard end >= start else { throw .invalid("end", "end timestamp must not be before start timestamp") }
    do throws(QueryError) { _ = try QueryParser.parse(parameters["query"], version: version) } catch {
      throw APIError(.badData, error.message)
    }
    return APIAnswer.success { $0.array { _ in } }
  }

  private func answer(
    _ parameters: APIParameters, _ query: Query, limit: Int
  ) throws(APIError) -> HTTPResponse {
    var query = query
    query.text = parameters["query"]
    query.evaluationInterval = evaluationInterval
    if !parameters["timeout"].isEmpty { _ = try parameters.duration("timeout") }
    if !parameters["lookback_delta"].isEmpty {
      do throws(APIError) { query.lookback = try parameters.bareDuration("lookback_delta") } catch {
        throw APIError(.badData, "error parsing lookback delta duration: \(error.message)")
      }
    }
    let expression: Expression
    do throws(QueryError) { expression = try query.parsed() } catch { throw .invalid("query", error.message) }
    var outcome: Query.Outcome
    do throws(QueryError) { outcome = try query.evaluate(expression, over: store) } catch {
      throw APIError(.execution, error.message)
    }
    if limit > 0 { outcome.truncate(to: limit) }
    return APIAnswer.success(warnings: outcome.warnings, infos: outcome.infos) { writer in
      writer.object { QueryResultWriting.write(outcome.value, at: query.end, to: &$0) }
    }
  }
}

extension Query.Outcome {
  /// Leaves out what is beyond a number of series, and says so.
  fileprivate mutating func truncate(to limit: Int) {
    switch value {
    case .vector(let samples) where samples.count > limit: value = .vector(Array(samples.prefix(limit)))
    case .matrix(let series) where series.count > limit: value = .matrix(Array(series.prefix(limit)))
    default: return
    }
    warnings.append(APIAnswer.truncation)
  }
}
