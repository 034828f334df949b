import PrometheusModel

/// The functions of PromQL.
///
/// Source: prometheus/prometheus `promql/parser/functions.go`, 2.42.0 to 3.14.0.
struct QueryFunction: Sendable {
  /// The name.
  var name: String
  /// What each argument is.
  var arguments: [Expression.Kind]
  /// How many arguments may stand in the place of the last: 0 for exactly one, -1 for any number.
  var variadic = 0
  /// What comes of it.
  var result: Expression.Kind
  /// Whether Prometheus refuses it unless a flag allows it.
  var isExperimental = false

  /// A function that nobody knows, in whose place an error is reported.
  static let unknown = QueryFunction(name: "", arguments: [], result: .vector)

  /// The function of a name, if the version has it.
  static func named(_ name: String, _ dialect: QueryDialect) -> QueryFunction? {
    let version = dialect.version
    guard var function = table[name], since[name].map({ version >= $0 }) ?? true else { return nil }
    if name == "holt_winters", version >= PrometheusVersion(3, 0) { return nil }
    function.isExperimental = experimental.contains(name)
    return function
  }

  private static let experimental: Set<String> = [
    "mad_over_time", "sort_by_label", "sort_by_label_desc", "double_exponential_smoothing", "info",
    "ts_of_max_over_time", "ts_of_min_over_time", "ts_of_last_over_time", "ts_of_first_over_time",
    "first_over_time", "histogram_quantiles",
  ]

  private static let since: [String: PrometheusVersion] = [
    "histogram_stddev": PrometheusVersion(2, 48), "histogram_stdvar": PrometheusVersion(2, 48),
    "histogram_avg": PrometheusVersion(2, 51), "mad_over_time": PrometheusVersion(2, 49),
    "sort_by_label": PrometheusVersion(2, 49), "sort_by_label_desc": PrometheusVersion(2, 49),
    "info": PrometheusVersion(2, 55), "double_exponential_smoothing": PrometheusVersion(3, 0),
    "ts_of_max_over_time": PrometheusVersion(3, 5), "ts_of_min_over_time": PrometheusVersion(3, 5),
    "ts_of_last_over_time": PrometheusVersion(3, 5), "ts_of_first_over_time": PrometheusVersion(3, 7),
    "first_over_time": PrometheusVersion(3, 7), "histogram_quantiles": PrometheusVersion(3, 10),
  ]

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
      [
        "rate", "irate", "increase", "delta", "idelta", "changes", "resets", "deriv", "absent_over_time",
        "avg_over_time", "sum_over_time", "min_over_time", "max_over_time", "count_over_time", "last_over_time",
        "present_over_time", "stddev_over_time", "stdvar_over_time", "mad_over_time", "first_over_time",
        "ts_of_max_over_time", "ts_of_min_over_time", "ts_of_last_over_time", "ts_of_first_over_time",
      ], [.range])
    add(["quantile_over_time"], [.scalar, .range])
    add(["predict_linear"], [.range, .scalar])
    add(["holt_winters", "double_exponential_smoothing"], [.range, .scalar, .scalar])
    add(
      [
        "abs", "ceil", "floor", "exp", "ln", "log2", "log10", "sqrt", "sgn", "sin", "cos", "tan", "asin",
        "acos",
        "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg", "rad", "sort", "sort_desc", "absent",
        "timestamp", "histogram_count", "histogram_sum", "histogram_avg", "histogram_stddev",
        "histogram_stdvar",
      ], [.vector])
    add(
      [
        "days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year",
      ], [.vector], variadic: 1)
    add(["round"], [.vector, .scalar], variadic: 1)
    add(["clamp_min", "clamp_max"], [.vector, .scalar])
    add(["clamp"], [.vector, .scalar, .scalar])
    add(["histogram_quantile"], [.scalar, .vector])
    add(["histogram_quantiles"], [.vector, .text, .scalar], variadic: 9)
    add(["histogram_fraction"], [.scalar, .scalar, .vector])
    add(["label_replace"], [.vector, .text, .text, .text, .text])
    add(["label_join"], [.vector, .text, .text, .text], variadic: -1)
    add(["sort_by_label", "sort_by_label_desc"], [.vector, .text], variadic: -1)
    add(["info"], [.vector, .vector], variadic: 1)
    add(["scalar"], [.vector], .scalar)
    add(["vector"], [.scalar])
    add(["time", "pi"], [], .scalar)
    return table
  }()
}
