/// The part that the lexers of both text formats share: the cursor over the bytes.
///
/// The text format reads as if one line break more stood at the end; so do its lexer and its errors. Zero bytes
/// are skipped in comments, help texts and label values, and end the input (text) or are invalid elsewhere.
///
/// Source: prometheus/prometheus `model/textparse/promparse.go`, `promlexer`, and `openmetricsparse.go`,
/// `openMetricsLexer`, 3.5.0.
struct Lexer {
  let bytes: UnsafeRawBufferPointer
  let isOpenMetrics: Bool
  let dialect: ExpositionDialect
  /// The length of the input, the implied line break included.
  let count: Int
  /// The next byte.
  var index = 0
  /// The first byte of the current token.
  var start = 0
  var state = LexerState.initial

  init(_ bytes: UnsafeRawBufferPointer, isOpenMetrics: Bool, dialect: ExpositionDialect) {
    self.bytes = bytes
    self.isOpenMetrics = isOpenMetrics
    self.dialect = dialect
    count = isOpenMetrics ? bytes.count : bytes.count + 1
  }

  /// The byte at a position; 0 behind the end.
  @inline(__always)
  func byte(at position: Int) -> UInt8 {
    if position < bytes.count { return bytes[position] }
    return position < count ? UInt8(ascii: "\n") : 0
  }

  /// The bytes of a range, the implied line break included.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    return range.map { byte(at: $0) }
  }

  /// Goes to the next byte and gives it; 0 at the end.
  @inline(__always)
  mutating func advance() -> UInt8 {
    index += 1
    while index < count {
      let byte = byte(at: index)
      if byte != 0 { return byte }
      guard state == .labelValue || state == .metadataText || state == .comment else { return 0 }
      index += 1
    }
    return 0
  }

  /// Takes the byte under the cursor as a token.
  mutating func take(_ token: Token, next: LexerState? = nil) -> Token {
    _ = advance()
    if let next { state = next }
    return token
  }

  /// Takes bytes while they belong to a name.
  mutating func takeName(_ token: Token, allowsColon: Bool, next: LexerState? = nil) -> Token {
    var byte: UInt8
    repeat { byte = advance() } while isNameByte(byte, allowsColon: allowsColon)
    if let next { state = next }
    return token
  }

  /// Takes a quoted string from its first quote; a backslash takes the next byte with it.
  mutating func takeQuoted(_ token: Token, allowsLineBreak: Bool, next: LexerState) -> Token {
    while true {
      switch advance() {
      case UInt8(ascii: "\""): return take(token, next: next)
      case UInt8(ascii: "\\"):
        let escaped = advance()
        if escaped == 0 || escaped == UInt8(ascii: "\n") { return .invalid }
      case 0: return .invalid
      case UInt8(ascii: "\n") where !allowsLineBreak: return .invalid
      default: continue
      }
    }
  }

  /// Takes a keyword byte by byte; false leaves the cursor at the first byte that differs.
  mutating func takeKeyword(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { letters in
      for letter in letters {
        if byte(at: index) != letter { return false }
        _ = advance()
      }
      return true
    }
  }
}

/// Whether a byte may begin a name.
@inline(__always)
func isNameStart(_ byte: UInt8, allowsColon: Bool) -> Bool {
  (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
    || (allowsColon && byte == UInt8(ascii: ":"))
}

/// Whether a byte may continue a name.
@inline(__always)
func isNameByte(_ byte: UInt8, allowsColon: Bool) -> Bool {
  isNameStart(byte, allowsColon: allowsColon) || byte &- UInt8(ascii: "0") < 10
}
