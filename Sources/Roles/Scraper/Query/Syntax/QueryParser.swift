import Exposition
import PrometheusModel

/// Parses PromQL.
///
/// Mistakes are collected in the order in which Prometheus' generated parser finds them, as it shows the first one
/// only. What a message names as the context of a wrong token is the innermost rule that has a message of its own.
///
/// Source: prometheus/prometheus `promql/parser/generated_parser.y` and `parse.go`, 2.53.3, 3.5.0.
struct QueryParser {
  /// The parser cannot go on; the mistake is among the problems.
  struct Stop: Error {}

  private var lexer: QueryLexer
  private var lookahead: QueryToken?
  /// A token that was taken and given back; it comes before the lookahead.
  private var returned: QueryToken?
  private var problems: [QueryError] = []
  private var depth = 0
  /// The byte behind the last token that was taken.
  private(set) var lastEnd = 0
  /// In how many aggregations the parser is: a wrong token there has a context.
  var aggregationDepth = 0

  /// More nesting than anybody writes; a bound for the stack.
  private static let mostNesting = 200
  /// How many operators and suffixes have been read. A chain of them nests as deeply as it is long.
  private var operations = 0
  private static let mostOperations = 500

  /// Parses a query, and checks its types.
  static func parse(_ text: String, version: PrometheusVersion) throws(QueryError) -> Expression {
    var parser = QueryParser(lexer: QueryLexer(text, dialect: QueryDialect(version: version)))
    let expression: Expression?
    do throws(Stop) { expression = try parser.query() } catch { expression = nil }
    if let first = parser.problems.first { throw first }
    guard let expression else { throw .parse("unexpected error", at: 0, in: text) }
    var checker = TypeChecker(text: text)
    checker.check(expression)
    if let first = checker.problems.first { throw first }
    return expression
  }

  /// Parses a selector by itself.
  static func selector(_ text: String, version: PrometheusVersion) throws(QueryError) -> SeriesSelector {
    var parser = QueryParser(lexer: QueryLexer(text, dialect: QueryDialect(version: version)))
    let expression: Expression?
    do throws(Stop) { expression = try parser.loneSelector() } catch { expression = nil }
    if let first = parser.problems.first { throw first }
    guard case .selector(let selector)? = expression?.content else {
      throw .parse("unexpected error", at: 0, in: text)
    }
    return selector.selector
  }

  private mutating func loneSelector() throws(Stop) -> Expression {
    let token = try peek()
    let begins =
      switch token.kind {
      case .identifier, .metricIdentifier, .aggregator, .bound: true
      case .keyword: ["by", "offset", "without"].contains(token.raw.lowercased())
      case .operation: ["and", "or", "unless"].contains(token.raw.lowercased())
      default: token.isSymbol("{")
      }
    guard begins else { throw try unexpected() }
    let expression = try selector()
    guard try peek().kind == .end else { throw try unexpected() }
    return expression
  }

  private init(lexer: QueryLexer) { self.lexer = lexer }

  /// What differs by version.
  var dialect: QueryDialect { lexer.dialect }

  private mutating func query() throws(Stop) -> Expression {
    if try peek().kind == .end {
      report("no expression found in input", at: 0)
      throw Stop()
    }
    let expression = try expression(0)
    guard try peek().kind == .end else { throw try unexpected() }
    return expression
  }

  // MARK: Expressions

  /// An expression whose operators bind at least so tightly.
  mutating func expression(_ least: Int) throws(Stop) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.mostNesting else { throw try nestsTooDeeply() }
    var left = try suffixed(try operand())
    while let operation = try binaryOperator(), operation.precedence >= least {
      try countOperation()
      _ = try take()
      let modifiers = try modifiers(of: operation)
      // Powers associate to the right.
      let right = try expression(operation == .power ? operation.precedence : operation.precedence + 1)
      left = Expression(
        content: .binary(modifiers, left, right), place: left.place.lowerBound..<right.place.upperBound)
    }
    return left
  }

  /// Counts an operator, or what follows an expression and stands around it.
  mutating func countOperation() throws(Stop) {
    operations += 1
    guard operations <= Self.mostOperations else { throw try nestsTooDeeply() }
  }

  private mutating func nestsTooDeeply() throws(Stop) -> Stop {
    report("the expression is nested too deeply for the built-in scraper", at: try peek().offset)
    return Stop()
  }

  private mutating func binaryOperator() throws(Stop) -> BinaryOperation.Operator? {
    let token = try peek()
    return token.kind == .operation ? BinaryOperation.Operator(rawValue: token.raw.lowercased()) : nil
  }

  private mutating func operand() throws(Stop) -> Expression {
    let token = try peek()
    switch token.kind {
    case .operation where token.raw == "-" || token.raw == "+": return try signed()
    case .operation where ["and", "or", "unless"].contains(token.raw.lowercased()): return try selector()
    case .symbol where token.raw == "(":
      _ = try take()
      let inner = try expression(0)
      let end = try expect(")")
      return Expression(content: .parentheses(inner), place: token.offset..<end.end)
    case .duration where !dialect.mixesNumbersAndDurations: throw try unexpected()
    case .number, .duration:
      _ = try take()
      return Expression(content: .number(value(of: token)), place: token.offset..<token.end)
    case .text:
      _ = try take()
      return Expression(content: .text(QueryLexer.unquoted(token.raw)), place: token.offset..<token.end)
    case .aggregator: return try aggregationOrSelector()
    case .identifier: return try callOrSelector()
    case .metricIdentifier, .bound: return try selector()
    case .keyword where ["by", "offset", "without"].contains(token.raw.lowercased()): return try selector()
    case .symbol where token.raw == "{": return try selector()
    default: throw try unexpected()
    }
  }

  /// A sign, which binds less tightly than a power.
  private mutating func signed() throws(Stop) -> Expression {
    let sign = try take()
    let operand = try expression(BinaryOperation.Operator.power.precedence)
    let place = sign.offset..<operand.place.upperBound
    if case .number(let value) = operand.content {
      return Expression(content: .number(sign.raw == "-" ? -value : value), place: place)
    }
    return Expression(content: .sign(isMinus: sign.raw == "-", operand), place: place)
  }

  /// The number of a token, in seconds if it is a duration.
  mutating func value(of token: QueryToken) -> Double {
    if token.kind == .duration {
      return Double(nanoseconds(ofDuration: token)) / 1e9
    }
    let digits = token.raw.lowercased()
    let plain = dialect.mixesNumbersAndDurations ? digits.filter { $0 != "_" } : digits
    if plain.hasPrefix("0x") {
      if let value = Int64(plain.dropFirst(2), radix: 16) { return Double(value) }
    } else if plain.count > 1, plain.hasPrefix("0"), let value = Int64(plain, radix: 8) {
      // A leading zero makes it octal.
      return Double(value)
    }
    do throws(ExpositionError) { return try goFloat(plain.utf8) } catch {
      let reason = error.message.hasSuffix("out of range") ? "value out of range" : "invalid syntax"
      report(
        "error parsing number: strconv.ParseFloat: parsing \(goQuoted(token.raw)): \(reason)",
        at: token.offset)
    }
    return .nan
  }

  // MARK: Tokens

  /// The token that comes next.
  mutating func peek() throws(Stop) -> QueryToken {
    if let token = returned ?? lookahead { return token }
    do throws(QueryError) {
      let token = try lexer.next()
      lookahead = token
      return token
    } catch {
      problems.append(error)
      throw Stop()
    }
  }

  /// Goes on.
  mutating func take() throws(Stop) -> QueryToken {
    let token = try peek()
    if returned != nil { returned = nil } else { lookahead = nil }
    lastEnd = token.end
    return token
  }

  /// Gives a token back.
  mutating func push(_ token: QueryToken) { returned = token }

  /// Takes a bracket or a comma that must be there.
  mutating func expect(_ symbol: String) throws(Stop) -> QueryToken {
    guard try peek().isSymbol(symbol) else { throw try unexpected() }
    return try take()
  }

  // MARK: Problems

  /// Notes a mistake.
  mutating func report(_ problem: String, at offset: Int) {
    problems.append(.parse(problem, at: offset, in: lexer.text))
  }

  /// Notes that the next token does not belong there.
  mutating func unexpected(in context: String? = nil, expected: String = "") throws(Stop) -> Stop {
    let token = try peek()
    let context = context ?? (aggregationDepth > 0 ? "aggregation" : "")
    report(
      "unexpected \(token.description(dialect))" + (context.isEmpty ? "" : " in \(context)")
        + (expected.isEmpty || context.isEmpty || context == "aggregation" ? "" : ", expected \(expected)"),
      at: token.offset)
    return Stop()
  }
}
