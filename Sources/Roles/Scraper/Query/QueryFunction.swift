/// The functions that the scraper's PromQL knows.
///
/// Source: prometheus/prometheus `promql/parser/functions.go`, 3.5.0.
struct QueryFunction: Sendable {
  /// The name.
  var name: String
  /// What each argument is.
  var arguments: [Expression.Kind]
  /// How many of the arguments may be left out; -1 lets the last be repeated.
  var variadic = 0
  /// What comes of it.
  var result: Expression.Kind

  /// The function of a name.
  static func named(_ name: String) -> QueryFunction? { table[name] }

  private static let table: [String: QueryFunction] = {
    var table: [String: QueryFunction] = [:]
    func add(
      _ names: [String], _ arguments: [Expression.Kind], variadic: Int = 0, _ result: Expression.Kind = .vector
    ) {
      for name in names {
        table[name] = QueryFunction(name: name, arguments: arguments, variadic: variadic, result: result)
      }
    }
    add(
      ["rate", "irate", "increase", "delta", "idelta", "changes", "resets", "deriv", "absent_over_time"],
      [.range])
    add(
      [
        "avg_over_time", "sum_over_time", "min_over_time", "max_over_time", "count_over_time", "last_over_time",
        "present_over_time", "stddev_over_time", "stdvar_over_time",
      ], [.range])
    add(["quantile_over_time"], [.scalar, .range])
    add(
      [
        "abs", "ceil", "floor", "exp", "ln", "log2", "log10", "sqrt", "sgn", "sort", "sort_desc", "absent",
        "timestamp",
      ],
      [.vector])
    add(["round"], [.vector, .scalar], variadic: 1)
    add(["clamp_min", "clamp_max"], [.vector, .scalar])
    add(["clamp"], [.vector, .scalar, .scalar])
    add(["histogram_quantile"], [.scalar, .vector])
    add(["label_replace"], [.vector, .text, .text, .text, .text])
    add(["label_join"], [.vector, .text, .text, .text], variadic: -1)
    add(["scalar"], [.vector], .scalar)
    add(["vector"], [.scalar])
    add(["time", "pi"], [], .scalar)
    return table
  }()
}
