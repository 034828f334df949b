import Patterns
import PrometheusModel

/// Selectors.
extension QueryParser {
  /// A metric's name, braces, or both.
  mutating func selector() throws(Stop) -> Expression {
    let first = try take()
    if first.isSymbol("{") { return try selector(named: nil, from: first) }
    guard try peek().isSymbol("{") else {
      return Expression(
        content: .selector(VectorSelector(name: first.raw, selector: SeriesSelector(name: first.raw))),
        place: first.offset..<first.end)
    }
    _ = try take()
    return try selector(named: first.raw, from: first)
  }

  private mutating func selector(named name: String?, from first: QueryToken) throws(Stop) -> Expression {
    var matchers: [LabelMatcher] = []
    while try !peek().isSymbol("}") {
      if let matcher = try matcher() { matchers.append(matcher) }
      let token = try peek()
      if token.isSymbol(",") {
        _ = try take()
      } else if !token.isSymbol("}") {
        throw try unexpected(in: "label matching", expected: "\",\" or \"}\"")
      }
    }
    let end = try take()
    let selector = VectorSelector(name: name, selector: SeriesSelector(name: name, matchers: matchers))
    return Expression(content: .selector(selector), place: first.offset..<end.end)
  }

  private mutating func matcher() throws(Stop) -> LabelMatcher? {
    let name = try peek()
    guard name.kind == .identifier || name.kind == .text else {
      throw try unexpected(in: "label matching", expected: "identifier or \"}\"")
    }
    _ = try take()
    let label = name.kind == .text ? QueryLexer.unquoted(name.raw).string : name.raw
    let operation = try peek()
    guard let kind = LabelMatcher.Operation(rawValue: operation.raw),
      operation.kind == .operation || operation.kind == .symbol
    else {
      // A quoted text alone is the metric's name.
      if name.kind == .text { return newMatcher(LabelName.metricName, .equal, label, at: name) }
      throw try unexpected(in: "label matching", expected: "label matching operator")
    }
    _ = try take()
    let value = try peek()
    guard value.kind == .text else { throw try unexpected(in: "label matching", expected: "string") }
    _ = try take()
    return newMatcher(label, kind, QueryLexer.unquoted(value.raw).string, at: name)
  }

  private mutating func newMatcher(
    _ name: String, _ operation: LabelMatcher.Operation, _ value: String, at token: QueryToken
  ) -> LabelMatcher? {
    do {
      return try LabelMatcher(name: name, operation: operation, value: value)
    } catch {
      report(error.message, at: token.offset)
      return nil
    }
  }

  // MARK: What follows

  /// An expression with `[5m]`, `offset 1h` and `@ 5` behind it.
  mutating func suffixed(_ expression: Expression) throws(Stop) -> Expression {
    var expression = expression
    while true {
      let token = try peek()
      if token.isSymbol("[") {
        try countOperation()
        expression = try bracketed(expression)
      } else if token.isKeyword("offset") {
        _ = try take()
        expression = try offset(of: expression)
      } else if token.kind == .at {
        _ = try take()
        expression = try anchor(of: expression)
      } else {
        return expression
      }
    }
  }

  private mutating func bracketed(_ expression: Expression) throws(Stop) -> Expression {
    let bracket = try take()
    let number = dialect.mixesNumbersAndDurations ? "number or duration" : "duration"
    let range = try bracketDuration(orElse: number)
    let separator = try peek()
    if separator.isSymbol("]") {
      let end = try take()
      checkRange(expression, at: bracket)
      guard case .selector(let selector) = expression.content else {
        // Only to go on: the mistake is noted.
        return expression
      }
      return Expression(
        content: .range(selector, nanoseconds: range), place: expression.place.lowerBound..<end.end)
    }
    // Whatever began like a word inside of brackets has become a colon.
    guard separator.kind == .symbol, ![",", "(", ")", "{", "}", "[", "="].contains(separator.raw) else {
      throw try unexpected(in: "subquery or range", expected: "\":\" or \"]\"")
    }
    _ = try take()
    var step: Int64 = 0
    if try !peek().isSymbol("]") {
      step = try bracketDuration(orElse: "\(number) or \"]\"")
      guard try peek().isSymbol("]") else {
        throw try unexpected(in: "subquery selector", expected: "\"]\"")
      }
    }
    let end = try take()
    return Expression(
      content: .subquery(Subquery(expression: expression, range: range, step: step)),
      place: expression.place.lowerBound..<end.end)
  }

  private mutating func checkRange(_ expression: Expression, at bracket: QueryToken) {
    guard case .selector(let selector) = expression.content else {
      return report("ranges only allowed for vector selectors", at: bracket.offset)
    }
    if selector.shift.offset != 0 {
      report("no offset modifiers allowed before range", at: bracket.offset)
    } else if case .time = selector.shift.anchor {
      report("no @ modifiers allowed before range", at: bracket.offset)
    }
  }

  private mutating func offset(of expression: Expression) throws(Stop) -> Expression {
    let nanoseconds = try offsetDuration()
    guard var shift = expression.shift else {
      report(
        "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
        at: expression.place.lowerBound)
      return expression
    }
    if shift.offset != 0 {
      report("offset may not be set multiple times", at: expression.place.lowerBound)
    }
    shift.offset = nanoseconds
    return expression.shifted(by: shift, end: lastEnd)
  }

  private mutating func anchor(of expression: Expression) throws(Stop) -> Expression {
    let anchor = try anchorTime(expression)
    guard var shift = expression.shift else {
      report(
        "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery",
        at: expression.place.lowerBound)
      return expression
    }
    if shift.anchor != nil {
      report("@ <timestamp> may not be set multiple times", at: expression.place.lowerBound)
    }
    shift.anchor = anchor
    return expression.shifted(by: shift, end: lastEnd)
  }

  private mutating func anchorTime(_ expression: Expression) throws(Stop) -> TimeShift.Anchor {
    let first = try peek()
    if first.kind == .bound {
      _ = try take()
      for symbol in ["(", ")"] {
        guard try peek().isSymbol(symbol) else { throw try unexpected(in: "@", expected: "timestamp") }
        _ = try take()
      }
      return first.raw.lowercased() == "start" ? .start : .end
    }
    let isSigned = first.kind == .operation && (first.raw == "-" || first.raw == "+")
    if isSigned { _ = try take() }
    let number = try peek()
    guard number.kind == .number || (number.kind == .duration && dialect.mixesNumbersAndDurations) else {
      throw try unexpected(in: "@", expected: "timestamp")
    }
    _ = try take()
    let seconds = value(of: number) * (isSigned && first.raw == "-" ? -1 : 1)
    guard seconds.isFinite, abs(seconds) < 9.2233720368547758e18 else {
      let text = seconds.isNaN ? "NaN" : seconds == .infinity ? "+Inf" : seconds == -.infinity ? "-Inf" : nil
      report(
        "timestamp out of bounds for @ modifier: \(text ?? fixedText(seconds))", at: expression.place.lowerBound
      )
      return .time(0)
    }
    let milliseconds = (seconds * 1000).rounded(.toNearestOrAwayFromZero)
    return .time(Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max))
  }
}

extension Expression {
  /// When it is looked at, if that can be changed.
  fileprivate var shift: TimeShift? {
    switch content {
    case .selector(let selector), .range(let selector, _): selector.shift
    case .subquery(let subquery): subquery.shift
    default: nil
    }
  }

  /// The same at another time.
  fileprivate func shifted(by shift: TimeShift, end: Int) -> Expression {
    var result = self
    result.place = place.lowerBound..<end
    switch content {
    case .selector(var selector):
      selector.shift = shift
      result.content = .selector(selector)
    case .range(var selector, let range):
      selector.shift = shift
      result.content = .range(selector, nanoseconds: range)
    case .subquery(var subquery):
      subquery.shift = shift
      result.content = .subquery(subquery)
    default: break
    }
    return result
  }
}
