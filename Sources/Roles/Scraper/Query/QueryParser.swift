import Exposition
import PrometheusModel

/// Parses the part of PromQL that the scraper answers; what is beyond it is refused by name.
///
/// Source: prometheus/prometheus `promql/parser/generated_parser.y` and `parse.go`, 3.5.0.
struct QueryParser {
  private var lexer: QueryLexer
  private var token = QueryToken(kind: .end, raw: "", offset: 0)
  private var depth = 0

  /// More nesting than anybody writes; a bound for the stack.
  private static let mostNesting = 200

  /// Parses a query.
  static func parse(_ text: String) throws(QueryError) -> Expression {
    var parser = QueryParser(lexer: QueryLexer(text))
    try parser.advance()
    if parser.token.kind == .end { throw .parse("no expression found in input", at: 0, in: text) }
    let expression = try parser.expression(0)
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return expression
  }

  private init(lexer: QueryLexer) { self.lexer = lexer }

  // MARK: Expressions

  private mutating func expression(_ least: Int) throws(QueryError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.mostNesting else { throw failure("the expression is nested too deeply") }
    var left = try operand()
    while let operation = binaryOperator, operation.precedence >= least {
      let start = token.offset
      try advance()
      let modifiers = try self.modifiers(of: operation, at: start)
      // Powers associate to the right.
      let right = try expression(operation == .power ? operation.precedence : operation.precedence + 1)
      try check(modifiers, left, right, at: start)
      left = .binary(modifiers, left, right)
    }
    return left
  }

  private var binaryOperator: BinaryOperation.Operator? {
    switch token.kind {
    case .symbol(let symbol): BinaryOperation.Operator(rawValue: symbol)
    case .word(let word): BinaryOperation.Operator(rawValue: word.lowercased())
    default: nil
    }
  }

  private mutating func operand() throws(QueryError) -> Expression {
    let start = token.offset
    switch token.kind {
    case .symbol("-"), .symbol("+"):
      let isNegative = token.kind == .symbol("-")
      try advance()
      // A sign binds less tightly than a power.
      let operand = try expression(BinaryOperation.Operator.power.precedence)
      guard operand.kind == .scalar || operand.kind == .vector else {
        throw .parse(
          "unary expression only allowed on expressions of type scalar or instant vector, "
            + "got \"\(operand.kind.rawValue)\"", at: start, in: lexer.text)
      }
      return isNegative ? .negation(operand) : operand
    case .symbol("("):
      try advance()
      let inner = try expression(0)
      try expect(")")
      return try suffix(inner)
    case .number(let value):
      try advance()
      return .number(value)
    case .duration(let milliseconds):
      try advance()
      return .number(Double(milliseconds) / 1000)
    case .text(let text):
      try advance()
      return .text(text)
    case .symbol("{"): return try suffix(selector(from: start))
    case .word(let word): return try wordOperand(word, start)
    default: throw unexpected()
    }
  }

  private mutating func wordOperand(_ word: String, _ start: Int) throws(QueryError) -> Expression {
    var ahead = lexer
    let next = try ahead.next()
    if let operation = Aggregation.Operator(rawValue: word.lowercased()),
      next.kind == .symbol("(") || next.kind == .word("by") || next.kind == .word("without")
    {
      return try suffix(aggregation(operation))
    }
    if next.kind == .symbol("(") { return try suffix(call(word)) }
    return try suffix(selector(from: start))
  }

  /// `[5m]`, `offset 1h` and what else may follow an expression.
  private mutating func suffix(_ expression: Expression) throws(QueryError) -> Expression {
    var expression = expression
    while true {
      switch token.kind {
      case .symbol("["): expression = try range(of: expression)
      case .word(let word) where word.lowercased() == "offset": expression = try offset(of: expression)
      case .symbol("@"): throw failure("the @ modifier is not supported by this scraper")
      default: return expression
      }
    }
  }

  private mutating func range(of expression: Expression) throws(QueryError) -> Expression {
    guard case .selector(let selector) = expression else {
      throw failure("subqueries are not supported by this scraper")
    }
    try advance()
    let milliseconds = try duration()
    if token.raw.hasPrefix(":") { throw failure("subqueries are not supported by this scraper") }
    try expect("]")
    return .range(selector, milliseconds: milliseconds)
  }

  private mutating func offset(of expression: Expression) throws(QueryError) -> Expression {
    try advance()
    let isNegative = token.kind == .symbol("-")
    if isNegative { try advance() }
    let milliseconds = try duration() * (isNegative ? -1 : 1)
    switch expression {
    case .selector(var selector):
      selector.offset = milliseconds
      return .selector(selector)
    case .range(var selector, let range):
      selector.offset = milliseconds
      return .range(selector, milliseconds: range)
    default:
      throw failure(
        "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery")
    }
  }

  private mutating func duration() throws(QueryError) -> Int64 {
    switch token.kind {
    case .duration(let milliseconds):
      try advance()
      return milliseconds
    case .number(let seconds) where seconds > 0 && seconds < 1e12:
      try advance()
      return Int64(seconds * 1000)
    default: throw unexpected(" in range or offset, expected duration")
    }
  }

  /// A metric name, braces, or both; the selector's own parser reads it.
  private mutating func selector(from start: Int) throws(QueryError) -> Expression {
    var end = start
    if case .word(let word) = token.kind {
      end += word.utf8.count
      try advance()
    }
    if token.kind == .symbol("{") {
      guard let close = lexer.endOfBraces(at: token.offset) else {
        throw .parse("unexpected end of input inside braces", at: lexer.text.utf8.count, in: lexer.text)
      }
      end = close
      lexer.move(to: close)
      try advance()
    }
    do throws(SelectorError) {
      return .selector(VectorSelector(selector: try SeriesSelector(parsing: lexer.slice(start..<end))))
    } catch {
      throw .parse(error.message, at: start + error.offset, in: lexer.text)
    }
  }

  // MARK: Calls

  private mutating func call(_ name: String) throws(QueryError) -> Expression {
    let start = token.offset
    guard let function = QueryFunction.named(name) else {
      throw .parse("unknown function with name \(goQuoted(name))", at: start, in: lexer.text)
    }
    try advance()
    let arguments = try arguments()
    let most = function.arguments.count
    let least = function.variadic > 0 ? most - function.variadic : function.variadic < 0 ? most - 1 : most
    guard arguments.count >= least, function.variadic < 0 || arguments.count <= most else {
      let bound = function.variadic == 0 ? "" : arguments.count < least ? "at least " : "at most "
      throw .parse(
        "expected \(bound)\(arguments.count < least ? least : most) argument(s) in call to "
          + "\"\(name)\", got \(arguments.count)", at: start, in: lexer.text)
    }
    for (index, argument) in arguments.enumerated() {
      let wanted = function.arguments[min(index, most - 1)]
      guard argument.kind == wanted else {
        throw .parse(
          "expected type \(wanted.rawValue) in call to function \"\(name)\", got \(argument.kind.rawValue)",
          at: start, in: lexer.text)
      }
    }
    return .call(function, arguments)
  }

  private mutating func arguments() throws(QueryError) -> [Expression] {
    try expect("(")
    var arguments: [Expression] = []
    while token.kind != .symbol(")") {
      arguments.append(try expression(0))
      guard token.kind == .symbol(",") else { break }
      try advance()
    }
    try expect(")")
    return arguments
  }

  private mutating func aggregation(_ operation: Aggregation.Operator) throws(QueryError) -> Expression {
    let start = token.offset
    var aggregation = Aggregation(operation: operation)
    try advance()
    let isGrouped = try takeGrouping(&aggregation)
    let arguments = try arguments()
    if !isGrouped { _ = try takeGrouping(&aggregation) }
    let wanted = operation.parameter == nil ? 1 : 2
    guard arguments.count == wanted else {
      throw .parse(
        arguments.isEmpty
          ? "no arguments for aggregate expression provided"
          : "wrong number of arguments for aggregate expression provided, expected \(wanted), got \(arguments.count)",
        at: start, in: lexer.text)
    }
    if let kind = operation.parameter, arguments[0].kind != kind {
      throw .parse(
        "expected type \(kind.rawValue) in aggregation parameter, got \(arguments[0].kind.rawValue)", at: start,
        in: lexer.text)
    }
    guard arguments[wanted - 1].kind == .vector else {
      throw .parse(
        "expected type instant vector in aggregation expression, got \(arguments[wanted - 1].kind.rawValue)",
        at: start, in: lexer.text)
    }
    return .aggregation(aggregation, arguments[wanted - 1], parameter: wanted == 2 ? arguments[0] : nil)
  }

  private mutating func takeGrouping(_ aggregation: inout Aggregation) throws(QueryError) -> Bool {
    guard case .word(let word) = token.kind, ["by", "without"].contains(word.lowercased()) else { return false }
    aggregation.isWithout = word.lowercased() == "without"
    try advance()
    aggregation.labels = try labels()
    return true
  }

  private mutating func labels() throws(QueryError) -> [String] {
    try expect("(")
    var labels: [String] = []
    while token.kind != .symbol(")") {
      switch token.kind {
      case .word(let name), .text(let name): labels.append(name)
      default: throw unexpected(" in grouping opts, expected label")
      }
      try advance()
      guard token.kind == .symbol(",") else { break }
      try advance()
    }
    try expect(")")
    return labels
  }

  // MARK: Binary operations

  private mutating func modifiers(
    of operation: BinaryOperation.Operator, at start: Int
  ) throws(QueryError) -> BinaryOperation {
    var binary = BinaryOperation(operation: operation)
    if case .word(let word) = token.kind, word.lowercased() == "bool" {
      guard operation.isComparison else {
        throw .parse("bool modifier can only be used on comparison operators", at: start, in: lexer.text)
      }
      binary.returnsBool = true
      try advance()
    }
    guard case .word(let word) = token.kind, ["on", "ignoring"].contains(word.lowercased()) else {
      return binary
    }
    binary.isOn = word.lowercased() == "on"
    try advance()
    binary.labels = try labels()
    guard case .word(let group) = token.kind, ["group_left", "group_right"].contains(group.lowercased()) else {
      return binary
    }
    if operation.isSet {
      throw .parse("no grouping allowed for \"\(operation.rawValue)\" operation", at: start, in: lexer.text)
    }
    binary.cardinality = group.lowercased() == "group_left" ? .manyToOne : .oneToMany
    try advance()
    if token.kind == .symbol("(") { binary.included = try labels() }
    return binary
  }

  private func check(
    _ binary: BinaryOperation, _ left: Expression, _ right: Expression, at start: Int
  ) throws(QueryError) {
    for side in [left, right] where side.kind != .scalar && side.kind != .vector {
      throw .parse(
        "binary expression must contain only scalar and instant vector types", at: start, in: lexer.text)
    }
    let isBetweenVectors = left.kind == .vector && right.kind == .vector
    if binary.operation.isSet, !isBetweenVectors {
      throw .parse(
        "set operator \"\(binary.operation.rawValue)\" not allowed in binary scalar expression", at: start,
        in: lexer.text)
    }
    if binary.operation.isComparison, !binary.returnsBool, left.kind == .scalar, right.kind == .scalar {
      throw .parse("comparisons between scalars must use BOOL modifier", at: start, in: lexer.text)
    }
    if !isBetweenVectors, binary.isOn || !binary.labels.isEmpty {
      throw .parse("vector matching only allowed between instant vectors", at: start, in: lexer.text)
    }
  }

  // MARK: Tokens

  private mutating func advance() throws(QueryError) { token = try lexer.next() }

  private mutating func expect(_ symbol: String) throws(QueryError) {
    guard token.kind == .symbol(symbol) else { throw unexpected(", expected \"\(symbol)\"") }
    try advance()
  }

  private func failure(_ problem: String) -> QueryError { .parse(problem, at: token.offset, in: lexer.text) }

  private func unexpected(_ context: String = "") -> QueryError {
    let what =
      switch token.kind {
      case .end: "end of input"
      case .word(let word): "identifier \(goQuoted(word))"
      case .number: "number \(goQuoted(token.raw))"
      case .duration: "duration \(goQuoted(token.raw))"
      case .text: "string \(token.raw)"
      case .symbol(let symbol): goQuoted(symbol)
      }
    return failure("unexpected \(what)\(context)")
  }
}
