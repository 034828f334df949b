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
    /// Whether it makes other values, so that the metric's name no longer fits.
    var isArithmetic: Bool { precedence > 3 }
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
