import PrometheusModel

/// Whether the scraper answers a query, found out without data.
package enum QueryCheck {
  /// What is wrong with a query, in Prometheus' words; nil if it is answered.
  package static func problem(in text: String) -> String? {
    do throws(QueryError) {
      let expression = try QueryParser.parse(text)
      _ = Evaluator.selectors(of: expression)
      _ = try Evaluator(samples: [:], version: PrometheusVersion(3, 5), time: 0).value(of: expression)
      return nil
    } catch {
      return error.message
    }
  }
}
