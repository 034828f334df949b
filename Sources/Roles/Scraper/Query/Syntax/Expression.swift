import PrometheusModel

/// A PromQL expression.
///
/// Source: prometheus/prometheus `promql/parser/ast.go`, 3.5.0.
struct Expression: Sendable {
  /// What it is made of.
  indirect enum Content: Sendable {
    /// A number.
    case number(Double)
    /// A text.
    case text(QueryText)
    /// `(…)`.
    case parentheses(Expression)
    /// `-a`, or `+a`.
    case sign(isMinus: Bool, Expression)
    /// `up{job="x"} offset 5m`.
    case selector(VectorSelector)
    /// `up[5m]`.
    case range(VectorSelector, nanoseconds: Int64)
    /// `(…)[5m:1m]`.
    case subquery(Subquery)
    /// `rate(…)`.
    case call(QueryFunction, [Expression])
    /// `sum by (job) (…)`.
    case aggregation(Aggregation, Expression, parameter: Expression?)
    /// `a / on (job) b`.
    case binary(BinaryOperation, Expression, Expression)
  }

  /// What an expression comes to.
  enum Kind: String {
    case scalar
    case vector = "instant vector"
    case range = "range vector"
    case text = "string"

    /// The name that the API and a few messages use.
    var resultType: String {
      switch self {
      case .scalar: "scalar"
      case .vector: "vector"
      case .range: "matrix"
      case .text: "string"
      }
    }
  }

  /// What it is made of.
  var content: Content
  /// The bytes of the query that it stands in.
  var place: Range<Int>

  /// What the expression comes to.
  var kind: Kind {
    switch content {
    case .number: .scalar
    case .text: .text
    case .selector, .aggregation: .vector
    case .range, .subquery: .range
    case .call(let function, _): function.result
    case .binary(_, let left, let right): left.kind == .scalar && right.kind == .scalar ? .scalar : .vector
    case .parentheses(let operand), .sign(_, let operand): operand.kind
    }
  }

  /// Without parentheses around it.
  var inner: Expression {
    if case .parentheses(let inner) = content { inner.inner } else { self }
  }

  /// The text, if it is one.
  var literal: QueryText {
    if case .text(let text) = inner.content { text } else { QueryText(bytes: []) }
  }
}

/// A text in a query. Escapes can make bytes of it that are no UTF-8.
struct QueryText: Sendable, Equatable {
  /// What it means, byte by byte.
  var bytes: [UInt8]

  /// The text, with U+FFFD for what is no UTF-8, as Go writes it in JSON.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether it names a label.
  ///
  /// Source: prometheus/common `model/metric.go`, `LabelName.IsValid`, 0.65.
  func isLabelName(in dialect: QueryDialect) -> Bool {
    guard dialect.allowsUTF8Names else { return LabelName.isValidLegacy(string) }
    return !bytes.isEmpty && String(validating: bytes, as: UTF8.self) != nil
  }
}

/// When something is looked at: `@ 1700000000 offset 5m`.
struct TimeShift: Sendable {
  /// What stands behind `@`.
  enum Anchor: Sendable {
    /// Milliseconds since 1970.
    case time(Int64)
    case start
    case end
  }

  /// What stands behind `@`.
  var anchor: Anchor?
  /// How much earlier, in nanoseconds.
  var offset: Int64 = 0

  /// How much earlier, in milliseconds.
  var offsetMilliseconds: Int64 { offset / 1_000_000 }
}

/// Which series are looked at, and when.
struct VectorSelector: Sendable {
  /// The name before the braces.
  var name: String?
  /// Which series.
  var selector: SeriesSelector
  /// When.
  var shift = TimeShift()
}

/// An expression that is evaluated again and again: `rate(a[1m])[5m:30s]`.
struct Subquery: Sendable {
  /// What is evaluated.
  var expression: Expression
  /// How far back, in nanoseconds.
  var range: Int64
  /// From one time to the next, in nanoseconds; 0 for the evaluation interval.
  var step: Int64
  /// When.
  var shift = TimeShift()
}
