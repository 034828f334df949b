/// Splits a selector into tokens, with Prometheus' messages for what is none.
///
/// Source: prometheus/prometheus promql/parser/lex.go, 3.5.
struct SelectorLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var isInsideBraces = false

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The next token; after the last one, always the end.
  mutating func next() throws(SelectorError) -> SelectorToken {
    skipSpaceAndComments()
    let start = position
    guard let scalar = peek() else {
      if isInsideBraces { throw error("unexpected end of input inside braces", at: start) }
      return SelectorToken(kind: .end, offset: start)
    }
    if scalar == "\"" || scalar == "'" || scalar == "`" { return try string(quote: scalar) }
    let kind = isInsideBraces ? try insideBraces(scalar) : try outside(scalar)
    return SelectorToken(kind: kind, offset: start)
  }

  private mutating func insideBraces(_ scalar: Unicode.Scalar) throws(SelectorError) -> SelectorToken.Kind {
    let start = position
    switch scalar {
    case _ where Self.isLetter(scalar): return .identifier(take { Self.isLetter($0) || Self.isDigit($0) })
    case ",":
      position += 1
      return .comma
    case "=":
      position += 1
      return .operation(take("~") ? .matches : .equal)
    case "!":
      position += 1
      if take("~") { return .operation(.doesNotMatch) }
      if take("=") { return .operation(.notEqual) }
      throw error("unexpected character after '!' inside braces: \(Self.named(peek()))", at: start)
    case "}":
      position += 1
      isInsideBraces = false
      return .rightBrace
    case "{": throw error("unexpected left brace '{'", at: start)
    default: throw error("unexpected character inside braces: \(Quoting.quoted(scalar))", at: start)
    }
  }

  private mutating func outside(_ scalar: Unicode.Scalar) throws(SelectorError) -> SelectorToken.Kind {
    let start = position
    switch scalar {
    case _ where Self.isLetter(scalar) || scalar == ":":
      return word(take { Self.isLetter($0) || Self.isDigit($0) || $0 == ":" })
    case _ where Self.isDigit(scalar) || scalar == "." && peek(1).map(Self.isDigit) == true:
      return .number(try number())
    case "{":
      position += 1
      isInsideBraces = true
      return .leftBrace
    case ")": throw error("unexpected right parenthesis ')'", at: start)
    case "]": throw error("unexpected right bracket ']'", at: start)
    case "=", "!":
      position += 1
      if take("=") { return .other("<op:\(scalar)=>") }
      if scalar == "=", peek() != "~" { return .other(Quoting.quoted("=")) }
      throw error("unexpected character after '\(scalar)': \(Self.named(peek()))", at: start)
    case "<", ">":
      position += 1
      return .other("<op:\(scalar)\(take("=") ? "=" : "")>")
    case "+", "-", "*", "/", "%", "^", "@":
      position += 1
      return .other("<op:\(scalar)>")
    case "(", "[", ",":
      position += 1
      return .other(Quoting.quoted(String(scalar)))
    default: throw error("unexpected character: \(Quoting.quoted(scalar))", at: start)
    }
  }

  /// Names of metrics, some of which have a meaning of their own elsewhere, and words that are none.
  ///
  /// Source: prometheus/prometheus promql/parser/lex.go `key`, generated_parser.y `metric_identifier`, 3.5.
  private func word(_ text: String) -> SelectorToken.Kind {
    if text.contains(":") { return .metricIdentifier(text) }
    switch text.lowercased() {
    case "inf", "nan": return .number(text)
    case "on", "ignoring", "group_left", "group_right", "bool": return .other("<\(text)>")
    case "atan2": return .other("<op:\(text)>")
    default: return .identifier(text)
    }
  }

  /// Numbers stand in no selector, so only their extent matters, and whether they are followed by letters.
  private mutating func number() throws(SelectorError) -> String {
    let start = position
    let text = take { Self.isDigit($0) || $0 == "." }
    if let next = peek(), Self.isLetter(next) {
      throw error("bad number or duration syntax: \(Quoting.quoted(text))", at: start)
    }
    return text
  }
}

// MARK: - Strings

extension SelectorLexer {
  private mutating func string(quote: Unicode.Scalar) throws(SelectorError) -> SelectorToken {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while true {
      guard let scalar = peek(), quote == "`" || scalar != "\n" else {
        throw error(quote == "`" ? "unterminated raw string" : "unterminated quoted string", at: start)
      }
      position += 1
      if scalar == quote { break }
      if scalar == "\\", quote != "`" {
        try escape(quote: quote, stringStart: start, into: &bytes)
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    let raw = String(String.UnicodeScalarView(scalars[start..<position]))
    guard let value = String(validating: bytes, as: UTF8.self) else {
      throw error("invalid UTF-8 in string \(Quoting.quoted(raw))", at: start)
    }
    return SelectorToken(kind: .string(raw: raw, value: value), offset: start)
  }

  private mutating func escape(
    quote: Unicode.Scalar, stringStart: Int, into bytes: inout [UInt8]
  ) throws(SelectorError) {
    guard let scalar = peek() else { throw error("escape sequence not terminated", at: stringStart) }
    switch scalar {
    case "a": bytes.append(0x07)
    case "b": bytes.append(0x08)
    case "f": bytes.append(0x0C)
    case "n": bytes.append(0x0A)
    case "r": bytes.append(0x0D)
    case "t": bytes.append(0x09)
    case "v": bytes.append(0x0B)
    case "\\": bytes.append(0x5C)
    case quote: bytes.append(contentsOf: UTF8.encode(quote) ?? UTF8.encodedReplacementCharacter)
    case "0"..."7": return bytes.append(UInt8(truncatingIfNeeded: try code(3, 8, 255, stringStart)))
    case "x", "u", "U":
      position += 1
      if scalar == "x" { return bytes.append(UInt8(truncatingIfNeeded: try code(2, 16, 255, stringStart))) }
      let value = try code(scalar == "u" ? 4 : 8, 16, 0x10FFFF, stringStart)
      let decoded = Unicode.Scalar(value) ?? "\u{FFFD}"
      return bytes.append(contentsOf: UTF8.encode(decoded) ?? UTF8.encodedReplacementCharacter)
    default: throw error("unknown escape sequence \(Self.codePoint(scalar))", at: stringStart)
    }
    position += 1
  }

  /// Reads the digits of an escape.
  private mutating func code(
    _ digits: Int, _ radix: Int, _ maximum: UInt32, _ stringStart: Int
  ) throws(SelectorError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = peek() else { throw error("escape sequence not terminated", at: stringStart) }
      guard scalar.isASCII, let digit = Character(scalar).hexDigitValue, digit < radix else {
        throw error("illegal character \(Self.codePoint(scalar)) in escape sequence", at: stringStart)
      }
      value = value &* UInt32(radix) &+ UInt32(digit)
      position += 1
    }
    if value > maximum || (0xD800..<0xE000).contains(value) {
      throw error("escape sequence is an invalid Unicode code point", at: stringStart)
    }
    return value
  }
}

// MARK: - Characters

extension SelectorLexer {
  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while let scalar = peek(), condition(scalar) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  private mutating func skipSpaceAndComments() {
    while let scalar = peek() {
      if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
        position += 1
      } else if scalar == "#" {
        while let other = peek(), other != "\n", other != "\r" { _ = other; position += 1 }
      } else {
        return
      }
    }
  }

  /// An error at a place, with the line and column that Prometheus would name.
  func error(_ message: String, at offset: Int) -> SelectorError {
    let before = scalars[..<min(offset, scalars.count)]
    let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let column = before[lineStart...].reduce(1) { $0 + UTF8.width($1) }
    let line = before.reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
    return SelectorError(message: message, offset: offset, place: "\(line):\(column)")
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func named(_ scalar: Unicode.Scalar?) -> String {
    scalar.map { Quoting.quoted($0) } ?? "end of input"
  }

  /// `U+0071 'q'`.
  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    "U+" + Quoting.hexadecimal(scalar, digits: 4).uppercased() + " '\(scalar)'"
  }
}
