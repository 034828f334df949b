import Exposition
import PrometheusModel

/// A token of a query.
struct QueryToken: Equatable {
  enum Kind: Equatable {
    /// A name that may hold colons: a metric, a function, a keyword, a label.
    case word(String)
    /// A number.
    case number(Double)
    /// A duration in milliseconds: `5m`.
    case duration(Int64)
    /// A quoted text.
    case text(String)
    /// An operator or a bracket.
    case symbol(String)
    /// The end.
    case end
  }

  /// What it is.
  var kind: Kind
  /// As written.
  var raw: String
  /// The first byte.
  var offset: Int
}

/// Why a query is refused: `1:5: parse error: …`.
struct QueryError: Error, Equatable {
  /// Whether the query could be parsed and failed when it was evaluated.
  var isExecution = false
  /// In Prometheus' words.
  var message: String

  /// A mistake in the text, at a byte of it.
  static func parse(_ problem: String, at offset: Int, in text: String) -> QueryError {
    var line = 1
    var column = 1
    for byte in text.utf8.prefix(offset) {
      column += 1
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) }
    }
    return QueryError(message: "\(line):\(column): parse error: \(problem)")
  }

  /// A failure of the evaluation.
  static func execution(_ problem: String) -> QueryError { QueryError(isExecution: true, message: problem) }
}

/// Takes a query apart.
///
/// Source: prometheus/prometheus `promql/parser/lex.go`, 3.5.0.
struct QueryLexer {
  let text: String
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// Goes on at a byte.
  mutating func move(to offset: Int) { index = offset }

  /// The text of a stretch of bytes.
  func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The byte behind the closing brace of the braces that open at a byte; nil if they stay open.
  func endOfBraces(at start: Int) -> Int? {
    var position = start
    var quote: UInt8?
    while position < bytes.count {
      let byte = bytes[position]
      if let open = quote {
        if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "`") {
          position += 1
        } else if byte == open {
          quote = nil
        }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "}") {
        return position + 1
      }
      position += 1
    }
    return nil
  }

  /// The next token.
  mutating func next() throws(QueryError) -> QueryToken {
    skipBlanks()
    let start = index
    guard index < bytes.count else { return QueryToken(kind: .end, raw: "", offset: start) }
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(start)
    case UInt8(ascii: ".") where index + 1 < bytes.count && isDigit(bytes[index + 1]): return try number(start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return try quoted(byte, start)
    case _ where isWordStart(byte):
      while index < bytes.count, isWordStart(bytes[index]) || isDigit(bytes[index]) { index += 1 }
      let word = slice(start..<index)
      switch word.lowercased() {
      case "inf": return QueryToken(kind: .number(.infinity), raw: word, offset: start)
      case "nan": return QueryToken(kind: .number(.nan), raw: word, offset: start)
      default: return QueryToken(kind: .word(word), raw: word, offset: start)
      }
    default: return try symbol(start)
    }
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      default: return
      }
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private func isWordStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ":")
  }

  private mutating func number(_ start: Int) throws(QueryError) -> QueryToken {
    while index < bytes.count {
      let byte = bytes[index]
      let isSign = (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) && index > start
      let followsExponent = isSign && bytes[index - 1] | 0x20 == UInt8(ascii: "e")
      guard isDigit(byte) || byte == UInt8(ascii: ".") || followsExponent || (isWordStart(byte) && byte != 0x3A)
      else {
        break
      }
      index += 1
    }
    let raw = slice(start..<index)
    if let value = try? goFloat(raw.utf8) { return QueryToken(kind: .number(value), raw: raw, offset: start) }
    if raw.hasPrefix("0x"), let value = UInt64(raw.dropFirst(2), radix: 16) {
      return QueryToken(kind: .number(Double(value)), raw: raw, offset: start)
    }
    if let duration = PromQLDuration.milliseconds(raw) {
      return QueryToken(kind: .duration(duration), raw: raw, offset: start)
    }
    throw .parse("bad number or duration syntax: \(goQuoted(raw))", at: start, in: text)
  }

  private mutating func quoted(_ quote: UInt8, _ start: Int) throws(QueryError) -> QueryToken {
    var value: [UInt8] = []
    index += 1
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "\\"), quote != UInt8(ascii: "`"), index + 1 < bytes.count {
        index += 1
        switch bytes[index] {
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "t"): value.append(0x09)
        default: value.append(bytes[index])
        }
      } else {
        value.append(bytes[index])
      }
      index += 1
    }
    guard index < bytes.count else { throw .parse("unterminated quoted string", at: start, in: text) }
    index += 1
    return QueryToken(
      kind: .text(String(decoding: value, as: UTF8.self)), raw: slice(start..<index), offset: start)
  }

  private mutating func symbol(_ start: Int) throws(QueryError) -> QueryToken {
    for symbol in ["==", "!=", "<=", ">=", "=~", "!~"]
    where slice(start..<min(start + 2, bytes.count)) == symbol {
      index += 2
      return QueryToken(kind: .symbol(symbol), raw: symbol, offset: start)
    }
    let known = Set("(){}[],+-*/%^<>@:=".utf8)
    guard known.contains(bytes[start]) else {
      let scalar = slice(start..<bytes.count).unicodeScalars.first.map(String.init) ?? ""
      throw .parse("unexpected character: '\(scalar)'", at: start, in: text)
    }
    index += 1
    let raw = slice(start..<index)
    return QueryToken(kind: .symbol(raw), raw: raw, offset: start)
  }
}
