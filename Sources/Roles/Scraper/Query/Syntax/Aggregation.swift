import PrometheusModel

/// `sum`, `topk` and their like.
struct Aggregation: Sendable {
  /// What becomes of a group.
  enum Operator: String, Sendable {
    case sum
    case avg
    case count
    case min
    case max
    case group
    case stddev
    case stdvar
    case topk
    case bottomk
    case quantile
    case countValues = "count_values"
    case limitk
    case limitRatio = "limit_ratio"

    /// The operator of a name, if the version has it.
    static func named(_ name: String, _ dialect: QueryDialect) -> Operator? {
      guard let operation = Operator(rawValue: name) else { return nil }
      let isKnown = !operation.isExperimental || dialect.version >= PrometheusVersion(2, 54)
      return isKnown ? operation : nil
    }

    /// Whether Prometheus refuses it unless a flag allows it.
    var isExperimental: Bool { self == .limitk || self == .limitRatio }

    /// Whether a parameter comes before the expression, and of which kind.
    var parameter: Expression.Kind? {
      switch self {
      case .topk, .bottomk, .quantile, .limitk, .limitRatio: .scalar
      case .countValues: .text
      default: nil
      }
    }
  }

  /// What becomes of a group.
  var operation: Operator
  /// The labels of `by` or `without`.
  var labels: [String] = []
  /// Whether the labels are those that are left out.
  var isWithout = false

  /// The labels of the group that a series falls into.
  func groupLabels(of labels: Labels) -> Labels {
    isWithout ? labels.without(self.labels) : labels.only(self.labels)
  }
}
