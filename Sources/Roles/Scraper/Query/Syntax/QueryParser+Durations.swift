import Exposition

/// Durations, and the arithmetic over them that Prometheus refuses unless a flag allows it.
extension QueryParser {
  /// The duration in brackets, in nanoseconds; it must be more than nothing.
  mutating func bracketDuration(orElse expected: String) throws(Stop) -> Int64 {
    let start = try peek()
    guard let seconds = try durationExpression(0) else {
      throw try unexpected(in: "subquery selector", expected: expected)
    }
    if seconds <= 0, dialect.mixesNumbersAndDurations {
      report("duration must be greater than 0", at: start.offset)
    }
    return rounded(seconds)
  }

  /// The duration behind `offset`, in nanoseconds.
  mutating func offsetDuration() throws(Stop) -> Int64 {
    let expected = dialect.mixesNumbersAndDurations ? "number or duration" : "duration"
    let first = try peek()
    if dialect.brackets == .expression, first.isSymbol("(") {
      guard let seconds = try durationExpression(0) else {
        throw try unexpected(in: "offset", expected: expected)
      }
      return rounded(seconds)
    }
    let isMinus = first.kind == .operation && first.raw == "-"
    let isPlus = first.kind == .operation && first.raw == "+" && dialect.mixesNumbersAndDurations
    if isMinus || isPlus { _ = try take() }
    guard let seconds = try durationLiteral() else { throw try unexpected(in: "offset", expected: expected) }
    return rounded(isMinus ? -seconds : seconds)
  }

  private mutating func durationLiteral() throws(Stop) -> Double? {
    let token = try peek()
    guard token.kind == .duration || (token.kind == .number && dialect.mixesNumbersAndDurations) else {
      return nil
    }
    _ = try take()
    let seconds = value(of: token)
    guard abs(seconds) <= 9_223_372_036.854775807 || seconds.isNaN else {
      report("duration out of range", at: token.offset)
      return 0
    }
    return seconds
  }

  /// Nil if what stands there is no such expression.
  private mutating func durationExpression(_ least: Int) throws(Stop) -> Double? {
    guard dialect.brackets == .expression else { return try durationLiteral() }
    let start = try peek()
    guard var left = try durationOperand() else { return nil }
    while true {
      let token = try peek()
      guard token.kind == .operation, let operation = BinaryOperation.Operator(rawValue: token.raw),
        operation.isArithmetic, operation.precedence >= least
      else { return left }
      _ = try take()
      let next = operation == .power ? operation.precedence : operation.precedence + 1
      guard let right = try durationExpression(next) else { return nil }
      report("experimental duration expression is not enabled", at: start.offset)
      if right == 0, operation == .divided || operation == .modulo {
        report(operation == .divided ? "division by zero" : "modulo by zero", at: token.offset)
      }
      left = 1
    }
  }

  private mutating func durationOperand() throws(Stop) -> Double? {
    let token = try peek()
    if token.kind == .operation, token.raw == "-" || token.raw == "+" {
      _ = try take()
      let operand = try durationExpression(BinaryOperation.Operator.power.precedence)
      return operand.map { token.raw == "-" ? -$0 : $0 }
    }
    guard token.isSymbol("(") else { return try durationLiteral() }
    _ = try take()
    let inner = try peek()
    guard let operand = try durationExpression(0), try peek().isSymbol(")") else { return nil }
    _ = try take()
    report("experimental duration expression is not enabled", at: inner.offset)
    return operand
  }

  private func rounded(_ seconds: Double) -> Int64 {
    let nanoseconds = (seconds * 1e9).rounded(.toNearestOrAwayFromZero)
    return Int64(exactly: nanoseconds) ?? (nanoseconds < 0 ? .min : .max)
  }

  /// The nanoseconds of `1h30m`.
  ///
  /// Source: prometheus/common `model/time.go`, `ParseDuration`, 0.65.
  mutating func nanoseconds(ofDuration token: QueryToken) -> Int64 {
    guard let milliseconds = PromQLDuration.milliseconds(token.raw) else {
      report("not a valid duration string: \(goQuoted(token.raw))", at: token.offset)
      return 1
    }
    let (nanoseconds, overflows) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    if overflows {
      report("duration out of range", at: token.offset)
      return 1
    }
    if nanoseconds == 0, !dialect.mixesNumbersAndDurations {
      report("duration must be greater than 0", at: token.offset)
    }
    return nanoseconds
  }
}

/// A number with six decimals, as Go's `%f` writes it.
func fixedText(_ value: Double) -> String {
  let scaled = (value.magnitude * 1e6).rounded(.toNearestOrEven)
  guard scaled < 9e15 else { return goPlainFloatText(value) + ".000000" }
  let digits = String(UInt64(scaled))
  let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  return (value < 0 ? "-" : "") + padded.dropLast(6) + "." + padded.suffix(6)
}
