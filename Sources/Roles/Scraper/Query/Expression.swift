import PrometheusModel

/// A PromQL expression, as far as the scraper answers it.
///
/// Source: prometheus/prometheus `promql/parser/ast.go`, 3.5.0.
indirect enum Expression: Sendable {
  /// A number.
  case number(Double)
  /// A text.
  case text(String)
  /// `up{job="x"} offset 5m`.
  case selector(VectorSelector)
  /// `up[5m]`.
  case range(VectorSelector, milliseconds: Int64)
  /// `rate(…)`.
  case call(QueryFunction, [Expression])
  /// `sum by (job) (…)`.
  case aggregation(Aggregation, Expression, parameter: Expression?)
  /// `a / on (job) b`.
  case binary(BinaryOperation, Expression, Expression)
  /// `-a`.
  case negation(Expression)

  /// What an expression comes to.
  enum Kind: String {
    case scalar
    case vector = "instant vector"
    case range = "range vector"
    case text = "string"
  }

  /// What the expression comes to.
  var kind: Kind {
    switch self {
    case .number: .scalar
    case .text: .text
    case .selector, .aggregation: .vector
    case .range: .range
    case .call(let function, _): function.result
    case .binary(_, let left, let right): left.kind == .scalar && right.kind == .scalar ? .scalar : .vector
    case .negation(let operand): operand.kind
    }
  }
}

/// Which series are looked at, and when.
struct VectorSelector: Hashable, Sendable {
  /// Which series.
  var selector: SeriesSelector
  /// How far back, in milliseconds.
  var offset: Int64 = 0
}

/// `sum`, `topk` and their like.
struct Aggregation: Sendable {
  /// What becomes of a group.
  enum Operator: String, Sendable, CaseIterable {
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

    /// Whether a parameter comes before the expression, and of which kind.
    var parameter: Expression.Kind? {
      switch self {
      case .topk, .bottomk, .quantile: .scalar
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
}

/// `+`, `==`, `and` and their like.
struct BinaryOperation: Sendable {
  /// What is done.
  enum Operator: String, Sendable {
    case or
    case and
    case unless
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case modulo = "%"
    case atan2
    case power = "^"

    /// How tightly it binds.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and, .unless: 2
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
      case .plus, .minus: 4
      case .times, .divided, .modulo, .atan2: 5
      case .power: 6
      }
    }

    /// Whether it works on sets of series, not on values.
    var isSet: Bool { self == .or || self == .and || self == .unless }
    /// Whether it compares.
    var isComparison: Bool { precedence == 3 }
  }

  /// How many series of one side go with one of the other.
  enum Cardinality: Sendable {
    case oneToOne
    case manyToOne
    case oneToMany
  }

  /// What is done.
  var operation: Operator
  /// Whether a comparison gives 0 or 1 instead of choosing.
  var returnsBool = false
  /// The labels of `on` or `ignoring`.
  var labels: [String] = []
  /// Whether the labels are those of `on`.
  var isOn = false
  /// How many go with one.
  var cardinality = Cardinality.oneToOne
  /// The labels of `group_left` or `group_right`, taken from the one side.
  var included: [String] = []
}
