import PrometheusModel

/// Texts in quotes.
///
/// Source: prometheus/prometheus `promql/parser/lex.go`, `lexString`, `lexEscape`, and `util/strutil/quote.go`,
/// `Unquote`, 3.5.0.
extension QueryLexer {
  /// A text with its quotes.
  mutating func quoted(_ quote: Unicode.Scalar, _ start: Int) throws(QueryError) -> QueryToken {
    position += 1
    while true {
      guard let scalar = peek(), quote == "`" || scalar != "\n" else {
        throw failure(quote == "`" ? "unterminated raw string" : "unterminated quoted string", at: start)
      }
      position += 1
      if scalar == quote { return token(.text, from: start) }
      if scalar == "\u{FFFD}" { throw failure("invalid UTF-8 rune", at: start) }
      if scalar == "\\", quote != "`" {
        do throws(EscapeError) { _ = try escape(quote) } catch { throw failure(error.message, at: start) }
      }
    }
  }

  /// What a text with its quotes means.
  static func unquoted(_ raw: String) -> QueryText {
    guard let quote = raw.unicodeScalars.first else { return QueryText(bytes: []) }
    let inside = String(String.UnicodeScalarView(raw.unicodeScalars.dropFirst().dropLast()))
    if quote == "`" { return QueryText(bytes: Array(inside.utf8)) }
    var lexer = QueryLexer(inside, dialect: QueryDialect(version: PrometheusVersion(3, 0)))
    var bytes: [UInt8] = []
    while let scalar = lexer.peek() {
      lexer.position += 1
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      guard let escaped = try? lexer.escape(quote) else { break }
      bytes += escaped
    }
    return QueryText(bytes: bytes)
  }

  private struct EscapeError: Error {
    var message: String
  }

  /// What follows a backslash, as bytes.
  private mutating func escape(_ quote: Unicode.Scalar) throws(EscapeError) -> [UInt8] {
    guard let scalar = peek() else { throw EscapeError(message: "escape sequence not terminated") }
    position += 1
    switch scalar {
    case "a": return [0x07]
    case "b": return [0x08]
    case "f": return [0x0C]
    case "n": return [0x0A]
    case "r": return [0x0D]
    case "t": return [0x09]
    case "v": return [0x0B]
    case "\\", quote: return Array(String(scalar).utf8)
    case "0"..."7":
      position -= 1
      return [UInt8(truncatingIfNeeded: try code(digits: 3, radix: 8, most: 255))]
    case "x": return [UInt8(truncatingIfNeeded: try code(digits: 2, radix: 16, most: 255))]
    case "u", "U":
      let value = try code(digits: scalar == "u" ? 4 : 8, radix: 16, most: 0x10FFFF)
      return Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default: throw EscapeError(message: "unknown escape sequence \(codePoint(scalar))")
    }
  }

  private mutating func code(digits: Int, radix: Int, most: UInt32) throws(EscapeError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = peek() else { throw EscapeError(message: "escape sequence not terminated") }
      guard scalar.isASCII, let digit = Character(scalar).hexDigitValue, digit < radix else {
        throw EscapeError(message: "illegal character \(codePoint(scalar)) in escape sequence")
      }
      value = value &* UInt32(radix) &+ UInt32(digit)
      position += 1
    }
    if value > most || 0xD800..<0xE000 ~= value {
      throw EscapeError(message: "escape sequence is an invalid Unicode code point")
    }
    return value
  }

  /// `U+0071 'q'`.
  private func codePoint(_ scalar: Unicode.Scalar) -> String {
    let text = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - text.count)) + text + " '\(scalar)'"
  }
}
