package import PrometheusModel

/// Whether the scraper answers a query, found out without data.
package enum QueryCheck {
  /// What is wrong with a query, in Prometheus' words; nil if it is answered.
  package static func problem(in text: String, version: PrometheusVersion) -> String? {
    let query = Query(text: text, version: version, start: 180_000, end: 180_000, step: nil)
    do throws(QueryError) {
      _ = try query.evaluate(try query.parsed(), over: SeriesStore())
      return nil
    } catch {
      return error.message
    }
  }
}
