public import Patterns

/// One condition on a label: `name="value"`, `!=`, `=~` or `!~`.
///
/// Source: prometheus/prometheus model/labels/matcher.go, 3.5.
public struct LabelMatcher: Hashable, Sendable, CustomStringConvertible {
  /// How the label is compared.
  public enum Operation: String, Hashable, Sendable {
    /// The label is equal; an absent label is equal to "".
    case equal = "="
    /// The label is not equal.
    case notEqual = "!="
    /// The whole label matches the expression.
    case matches = "=~"
    /// The whole label does not match the expression.
    case doesNotMatch = "!~"
  }

  /// The label.
  public let name: String
  /// How it is compared.
  public let operation: Operation
  /// With what it is compared.
  public let value: String
  private let pattern: Pattern?

  /// Makes a matcher; a value that is an expression must compile.
  public init(name: String, operation: Operation, value: String) throws(PatternError) {
    self.name = name
    self.operation = operation
    self.value = value
    switch operation {
    case .equal, .notEqual: pattern = nil
    case .matches, .doesNotMatch:
      // By itself first: Prometheus' message names the expression as written, not as anchored.
      _ = try Pattern(value, anchored: false)
      pattern = try Pattern(value)
    }
  }

  private init(equal value: String, name: String) {
    self.name = name
    operation = .equal
    self.value = value
    pattern = nil
  }

  /// The matcher of a metric's name.
  static func metric(_ name: String) -> LabelMatcher { LabelMatcher(equal: name, name: LabelName.metricName) }

  /// Whether a label of this value meets the condition; "" stands for an absent label.
  public func matches(_ value: String) -> Bool {
    switch operation {
    case .equal: Bytes.equal(value, self.value)
    case .notEqual: !Bytes.equal(value, self.value)
    case .matches: pattern?.matches(value) ?? false
    case .doesNotMatch: !(pattern?.matches(value) ?? true)
    }
  }

  /// `name="value"`, with names that need it in quotes.
  public var description: String {
    let name = LabelName.isValidLegacy(name) ? name : Quoting.quoted(name)
    return name + operation.rawValue + Quoting.quoted(value)
  }
}
