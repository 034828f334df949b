import PrometheusModel
import Wire

/// `/api/v1/query`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `query`, and `promql/engine.go`, 3.5.0.
struct QueryAnswer {
  /// What was collected.
  var store: SeriesStore
  /// Whose engine it is.
  var version: PrometheusVersion
  /// The time of a query that names none, in milliseconds since 1970.
  var now: Int64

  /// How far back an instant looks for a sample.
  private static let lookback: Int64 = 300_000

  /// The value of every selected series at a time.
  func instant(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try parameters.limit()
    let time = try parameters.time("time", default: now)
    let selector: SeriesSelector
    do throws(SelectorError) { selector = try SeriesSelector(parsing: parameters["query"]) } catch {
      throw .invalid("query", error.description)
    }
    var found = vector(selector, at: time)
    let isTruncated = limit > 0 && found.count > limit
    if isTruncated { found.removeLast(found.count - limit) }
    return APIAnswer.success(warnings: isTruncated ? ["results truncated due to limit"] : []) { writer in
      writer.object { writer in
        writer.member("resultType", "vector")
        writer.key("result")
        writer.array { writer in
          for (labels, value) in found {
            writer.object { writer in
              writer.key("metric")
              writer.labels(labels)
              writer.key("value")
              writer.point(time, value)
            }
          }
        }
      }
    }
  }

  private func vector(_ selector: SeriesSelector, at time: Int64) -> [(Labels, Double)] {
    let oldest = time - Self.lookback + (version.excludesLeftEdge ? 1 : 0)
    return store.withTable { table in
      table.matching(selector).compactMap { series in
        guard let sample = table.sample(of: series, at: time), !sample.isStale, sample.time >= oldest else {
          return nil
        }
        return (table.labels(of: series), sample.value)
      }
    }
  }
}
