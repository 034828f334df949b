/// The tokens of the text format 0.0.4.
///
/// Source: prometheus/prometheus `model/textparse/promlex.l`, 2.42.0, 2.53.3, 3.5.0.
extension Lexer {
  /// The next token, whitespace included.
  mutating func nextTextToken() -> Token {
    if index >= count { return .endOfInput }
    start = index
    let byte = byte(at: index)
    if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"), state != .metadataText {
      skipBlanks()
      return .whitespace
    }
    switch state {
    case .initial: return initialTextToken(byte)
    case .comment: return commentTextToken()
    case .metadataName:
      if byte == UInt8(ascii: "\""), dialect.quotesNames {
        return takeQuoted(.metricName, allowsLineBreak: true, next: .metadataText)
      }
      guard isNameStart(byte, allowsColon: true) else { return .invalid }
      return takeName(.metricName, allowsColon: true, next: .metadataText)
    case .metadataText: return metadataTextToken(byte)
    case .labels: return labelToken(byte, next: .value)
    case .labelValue:
      guard byte == UInt8(ascii: "\"") else { return .invalid }
      return takeQuoted(.labelValue, allowsLineBreak: true, next: .labels)
    case .value: return valueTextToken(byte)
    case .timestamp:
      if byte == UInt8(ascii: "\n") { return take(.lineBreak, next: .initial) }
      guard byte &- UInt8(ascii: "0") < 10 else { return .invalid }
      while advance() &- UInt8(ascii: "0") < 10 {}
      return .timestamp
    case .exemplar, .exemplarValue, .exemplarTimestamp: return .invalid
    }
  }

  private mutating func skipBlanks() {
    var byte: UInt8
    repeat { byte = advance() } while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private mutating func initialTextToken(_ byte: UInt8) -> Token {
    switch byte {
    case 0: return take(.endOfInput)
    case UInt8(ascii: "\n"): return take(.lineBreak)
    case UInt8(ascii: "{") where dialect.quotesNames: return take(.braceOpen, next: .labels)
    case UInt8(ascii: "#"):
      let next = advance()
      guard next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") else { return restOfComment() }
      skipBlanks()
      state = .comment
      return commentTextToken()
    case _ where isNameStart(byte, allowsColon: true):
      return takeName(.metricName, allowsColon: true, next: .value)
    default: return .invalid
    }
  }

  /// `HELP` and `TYPE`, or else an ordinary comment to the end of the line.
  private mutating func commentTextToken() -> Token {
    let keyword: Token?
    switch byte(at: index) {
    case UInt8(ascii: "H"): keyword = takeKeyword("HELP") ? .help : nil
    case UInt8(ascii: "T"): keyword = takeKeyword("TYPE") ? .type : nil
    default: keyword = nil
    }
    let next = byte(at: index)
    guard let keyword, next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") else { return restOfComment() }
    skipBlanks()
    state = .metadataName
    return keyword
  }

  private mutating func restOfComment() -> Token {
    var byte = byte(at: index)
    while true {
      switch byte {
      case 0: return .endOfInput
      case UInt8(ascii: "\n"):
        state = .initial
        return .comment
      default: byte = advance()
      }
    }
  }

  private mutating func metadataTextToken(_ first: UInt8) -> Token {
    var byte = first
    var isBlank = true
    while byte != 0, byte != UInt8(ascii: "\n") {
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { isBlank = false }
      byte = advance()
    }
    if isBlank, index > start { return .whitespace }
    state = .initial
    return .text
  }

  private mutating func valueTextToken(_ first: UInt8) -> Token {
    if first == UInt8(ascii: "{") { return take(.braceOpen, next: .labels) }
    var byte = first
    while byte != 0, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"),
      byte != UInt8(ascii: "{")
    {
      byte = advance()
    }
    if index == start { return .invalid }
    state = .timestamp
    return .value
  }

  /// The tokens between braces, which both formats share.
  mutating func labelToken(_ byte: UInt8, next: LexerState) -> Token {
    switch byte {
    case UInt8(ascii: "\"") where dialect.quotesNames:
      return takeQuoted(.quotedString, allowsLineBreak: true, next: .labels)
    case UInt8(ascii: "}"): return take(.braceClose, next: next)
    case UInt8(ascii: "="): return take(.equal, next: .labelValue)
    case UInt8(ascii: ","): return take(.comma)
    case _ where isNameStart(byte, allowsColon: false): return takeName(.labelName, allowsColon: false)
    default: return .invalid
    }
  }
}
