import Exposition
import PrometheusModel

/// Takes a query apart.
///
/// Source: prometheus/prometheus `promql/parser/lex.go`, 2.53.3, 3.5.0.
struct QueryLexer {
  /// The query.
  let text: String
  let dialect: QueryDialect
  let scalars: [Unicode.Scalar]
  /// The first byte of each character, and the end.
  private let offsets: [Int]
  /// The character that comes next.
  var position = 0
  private var parenthesisDepth = 0
  private var isInsideBraces = false
  private var isInsideBrackets = false
  /// Arithmetic over durations is being read.
  private var isInsideDuration = false
  private var hasColon = false
  private var hasDuration = false

  init(_ text: String, dialect: QueryDialect) {
    self.text = text
    self.dialect = dialect
    scalars = Array(text.unicodeScalars)
    var offsets = [0]
    for scalar in scalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
    self.offsets = offsets
  }

  /// The next token.
  mutating func next() throws(QueryError) -> QueryToken {
    skipBlanks()
    let start = position
    guard let scalar = peek() else {
      if isInsideBraces { throw failure("unexpected end of input inside braces", at: start) }
      if isInsideDuration { return try unendedDuration(start) }
      if parenthesisDepth > 0 { throw failure("unclosed left parenthesis", at: start) }
      if isInsideBrackets { throw failure("unclosed left bracket", at: start) }
      return token(.end, from: start)
    }
    if isInsideDuration { return try insideDuration(scalar, start) }
    return isInsideBraces ? try insideBraces(scalar, start) : try outside(scalar, start)
  }

  private mutating func outside(_ scalar: Unicode.Scalar, _ start: Int) throws(QueryError) -> QueryToken {
    if scalar.isDigit || (scalar == "." && peek(1)?.isDigit == true) { return try numberOrDuration(start) }
    if scalar == "\"" || scalar == "'" || scalar == "`" { return try quoted(scalar, start) }
    if scalar.isLetter || scalar == ":" { return try word(start) }
    position += 1
    switch scalar {
    case ",": return token(.symbol, from: start)
    case "*", "/", "%", "+", "-", "^": return token(.operation, from: start)
    case "=":
      if take("=") { return token(.operation, from: start) }
      if peek() == "~" { throw failure("unexpected character after '=': '~'", at: start) }
      return token(.symbol, from: start)
    case "!":
      guard take("=") else { throw failure("unexpected character after '!': \(named(peek()))", at: start) }
      return token(.operation, from: start)
    case "<", ">":
      _ = take("=")
      return token(.operation, from: start)
    case "(", ")": return try parenthesis(scalar, start)
    case "{":
      isInsideBraces = true
      return token(.symbol, from: start)
    case "[":
      if isInsideBrackets { throw failure("unexpected left bracket '['", at: start) }
      return openBracket(start)
    case "]":
      guard isInsideBrackets else { throw failure("unexpected right bracket ']'", at: start) }
      isInsideBrackets = false
      return token(.symbol, from: start)
    case "@": return token(.at, from: start)
    default: throw failure("unexpected character: \(named(scalar))", at: start)
    }
  }

  private mutating func parenthesis(
    _ scalar: Unicode.Scalar, _ start: Int
  ) throws(QueryError) -> QueryToken {
    parenthesisDepth += scalar == "(" ? 1 : -1
    if parenthesisDepth < 0 { throw failure("unexpected right parenthesis ')'", at: position) }
    return token(.symbol, from: start)
  }

  private mutating func openBracket(_ start: Int) -> QueryToken {
    isInsideBrackets = true
    isInsideDuration = true
    hasColon = false
    return token(.symbol, from: start)
  }

  private mutating func word(_ start: Int) throws(QueryError) -> QueryToken {
    if isInsideBrackets {
      // Whatever begins like a word counts as a colon here.
      position += 1
      if hasColon {
        throw failure("unexpected colon \(named(scalars[start]))", at: start)
      }
      hasColon = true
      return token(.symbol, from: start)
    }
    skip { $0.isLetter || $0.isDigit || $0 == ":" }
    return token(QueryToken.kind(ofWord: slice(start..<position), dialect), from: start)
  }

  private mutating func insideBraces(_ scalar: Unicode.Scalar, _ start: Int) throws(QueryError) -> QueryToken {
    if scalar.isLetter {
      skip { $0.isLetter || $0.isDigit }
      return token(.identifier, from: start)
    }
    if scalar == "\"" || scalar == "'" || scalar == "`" { return try quoted(scalar, start) }
    position += 1
    switch scalar {
    case ",": return token(.symbol, from: start)
    case "=":
      let isExpression = take("~")
      return token(isExpression ? .operation : .symbol, from: start)
    case "!":
      guard take("~") || take("=") else {
        throw failure("unexpected character after '!' inside braces: \(named(peek()))", at: start)
      }
      return token(.operation, from: start)
    case "}":
      isInsideBraces = false
      return token(.symbol, from: start)
    case "{": throw failure("unexpected left brace '{'", at: start)
    default: throw failure("unexpected character inside braces: \(named(scalar))", at: start)
    }
  }

  // MARK: Brackets

  private mutating func unendedDuration(_ start: Int) throws(QueryError) -> QueryToken {
    switch dialect.brackets {
    case .duration: try duration(start)
    case .number: try numberOrDuration(start)
    case .expression: throw failure("unexpected end of input in duration expression", at: start)
    }
  }

  private mutating func insideDuration(
    _ scalar: Unicode.Scalar, _ start: Int
  ) throws(QueryError) -> QueryToken {
    switch dialect.brackets {
    case .duration:
      isInsideDuration = false
      return try duration(start)
    case .number:
      isInsideDuration = false
      return try numberOrDuration(start)
    case .expression: break
    }
    if scalar.isDigit || (scalar == "." && peek(1)?.isDigit == true) {
      (isInsideDuration, hasDuration) = (false, true)
      return try numberOrDuration(start)
    }
    position += 1
    switch scalar {
    case "]":
      (isInsideDuration, isInsideBrackets, hasColon) = (false, false, false)
      return token(.symbol, from: start)
    case ":":
      if !hasDuration {
        throw failure("unexpected colon before duration in duration expression", at: position)
      }
      if hasColon { throw failure("unexpected repeated colon in duration expression", at: position) }
      hasColon = true
      return token(.symbol, from: start)
    case "(", ")": return try parenthesis(scalar, start)
    case "+", "-", "*", "/", "%", "^": return token(.operation, from: start)
    default: throw failure("unexpected character in duration expression: \(named(scalar))", at: start)
    }
  }
}

extension QueryLexer {
  /// The character some places ahead.
  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  /// Goes on if this character comes next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  /// Goes on while the characters are of a kind.
  mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while let scalar = peek(), condition(scalar) { position += 1 }
  }

  /// The text of some characters.
  func slice(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  /// A token that ends here.
  func token(_ kind: QueryToken.Kind, from start: Int) -> QueryToken {
    QueryToken(kind: kind, raw: slice(start..<position), offset: offsets[start])
  }

  /// A mistake at a character.
  func failure(_ problem: String, at start: Int) -> QueryError {
    .parse(problem, at: offsets[start], in: text)
  }

  /// A character as Go's `%q` prints it; the end is an odd one.
  func named(_ scalar: Unicode.Scalar?) -> String { Quoting.quoted(scalar ?? "\u{FFFD}") }

  private mutating func skipBlanks() {
    while let scalar = peek() {
      if scalar == "#", !isInsideDuration {
        skip { $0 != "\n" && $0 != "\r" }
      } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
        position += 1
      } else {
        return
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is one of 0 to 9.
  var isDigit: Bool { "0"..."9" ~= self }
  /// Whether a word may begin with it.
  var isLetter: Bool { "a"..."z" ~= self || "A"..."Z" ~= self || self == "_" }
}
