import Exposition
import PrometheusModel

/// Checks that every part of an expression gets what it can work with.
///
/// Source: prometheus/prometheus `promql/parser/parse.go`, `checkAST`, 3.5.0.
struct TypeChecker {
  /// The query.
  let text: String
  /// What is wrong, in the order in which Prometheus finds it.
  private(set) var problems: [QueryError] = []

  init(text: String) { self.text = text }

  /// Checks an expression and all its parts.
  mutating func check(_ expression: Expression) {
    switch expression.content {
    case .number, .text: break
    case .parentheses(let inner): check(inner)
    case .sign(_, let operand):
      check(operand)
      if operand.kind != .scalar, operand.kind != .vector {
        report(
          "unary expression only allowed on expressions of type scalar or instant vector, "
            + "got \(goQuoted(operand.kind.rawValue))", expression)
      }
    case .selector(let selector), .range(let selector, _): check(selector, expression)
    case .subquery(let subquery):
      check(subquery.expression)
      if subquery.expression.kind != .vector {
        report(
          "subquery is only allowed on instant vector, got \(subquery.expression.kind.resultType) instead",
          expression)
      }
    case .aggregation(let aggregation, let operand, let parameter):
      expect(.vector, operand, "aggregation expression")
      if let parameter, let kind = aggregation.operation.parameter {
        expect(kind, parameter, "aggregation parameter")
      }
    case .call(let function, let arguments): check(function, arguments, expression)
    case .binary(let operation, let left, let right): check(operation, left, right, expression)
    }
  }

  private mutating func expect(_ kind: Expression.Kind, _ expression: Expression, _ context: String) {
    check(expression)
    if expression.kind != kind {
      report("expected type \(kind.rawValue) in \(context), got \(expression.kind.rawValue)", expression)
    }
  }

  private mutating func check(_ selector: VectorSelector, _ expression: Expression) {
    let matchers = selector.selector.matchers
    if let name = selector.name {
      for matcher in matchers.dropLast() where matcher.name == LabelName.metricName {
        report(
          "metric name must not be set twice: \(goQuoted(name)) or \(goQuoted(matcher.value))", expression)
      }
    } else if matchers.allSatisfy({ $0.matches("") }) {
      report("vector selector must contain at least one non-empty matcher", expression)
    }
  }

  private mutating func check(
    _ function: QueryFunction, _ arguments: [Expression], _ expression: Expression
  ) {
    let wanted = function.arguments.count
    let name = goQuoted(function.name)
    if function.variadic == 0 {
      if arguments.count != wanted {
        report("expected \(wanted) argument(s) in call to \(name), got \(arguments.count)", expression)
      }
    } else if arguments.count < wanted - 1 {
      report(
        "expected at least \(wanted - 1) argument(s) in call to \(name), got \(arguments.count)", expression)
    } else if function.variadic > 0, arguments.count > wanted - 1 + function.variadic {
      report(
        "expected at most \(wanted - 1 + function.variadic) argument(s) in call to \(name), "
          + "got \(arguments.count)", expression)
    }
    for (index, argument) in arguments.enumerated() {
      if index >= wanted, function.variadic == 0 { break }
      expect(function.arguments[min(index, wanted - 1)], argument, "call to function \(name)")
    }
  }

  private mutating func check(
    _ binary: BinaryOperation, _ left: Expression, _ right: Expression, _ expression: Expression
  ) {
    check(left)
    check(right)
    let operation = goQuoted(binary.operation.rawValue)
    let isBetweenVectors = left.kind == .vector && right.kind == .vector
    if binary.returnsBool, !binary.operation.isComparison {
      report("bool modifier can only be used on comparison operators", behind: left)
    }
    if binary.operation.isComparison, !binary.returnsBool, left.kind == .scalar, right.kind == .scalar {
      report("comparisons between scalars must use BOOL modifier", behind: left)
    }
    for label in binary.labels where binary.isOn && binary.included.contains(label) {
      report("label \(goQuoted(label)) must not occur in ON and GROUP clause at once", behind: left)
    }
    for side in [left, right] where side.kind != .scalar && side.kind != .vector {
      report("binary expression must contain only scalar and instant vector types", side)
    }
    if !isBetweenVectors {
      if !binary.labels.isEmpty {
        report("vector matching only allowed between instant vectors", expression)
      }
    } else if binary.operation.isSet, binary.cardinality != .oneToOne {
      report("no grouping allowed for \(operation) operation", expression)
    }
    if binary.operation.isSet, left.kind == .scalar || right.kind == .scalar {
      report("set operator \(operation) not allowed in binary scalar expression", expression)
    }
  }

  private mutating func report(_ problem: String, _ expression: Expression) {
    problems.append(.parse(problem, at: expression.place.lowerBound, in: text))
  }

  /// A mistake at the operator behind an expression.
  private mutating func report(_ problem: String, behind expression: Expression) {
    let bytes = Array(text.utf8)
    var offset = expression.place.upperBound
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    problems.append(.parse(problem, at: offset, in: text))
  }
}
