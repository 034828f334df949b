/// The tokens of OpenMetrics.
///
/// Source: prometheus/prometheus `model/textparse/openmetricslex.l`, 2.42.0, 2.53.3, 3.5.0.
extension Lexer {
  /// The next token; OpenMetrics has no whitespace tokens.
  mutating func nextOpenMetricsToken() -> Token {
    if index >= count { return .endOfInput }
    start = index
    let byte = byte(at: index)
    switch state {
    case .initial: return initialOpenMetricsToken(byte)
    case .comment: return commentOpenMetricsToken()
    case .metadataName:
      if byte == UInt8(ascii: "\""), dialect.quotesNames {
        return takeQuoted(.metricName, allowsLineBreak: true, next: .metadataText)
      }
      guard isNameStart(byte, allowsColon: true) else { return .invalid }
      return takeName(.metricName, allowsColon: true, next: .metadataText)
    case .metadataText: return metadataOpenMetricsToken(byte)
    case .labels: return labelToken(byte, next: .value)
    case .labelValue:
      guard byte == UInt8(ascii: "\"") else { return .invalid }
      return takeQuoted(.labelValue, allowsLineBreak: false, next: .labels)
    case .value:
      if byte == UInt8(ascii: "{") { return take(.braceOpen, next: .labels) }
      return numberToken(byte, .value, next: .timestamp)
    case .timestamp: return timestampOpenMetricsToken(byte)
    case .exemplar: return exemplarToken(byte)
    case .exemplarValue:
      if byte == UInt8(ascii: "\"") {
        return takeQuoted(.labelValue, allowsLineBreak: false, next: .exemplar)
      }
      return numberToken(byte, .value, next: .exemplarTimestamp)
    case .exemplarTimestamp:
      if byte == UInt8(ascii: "\n") { return take(.lineBreak, next: .initial) }
      return numberToken(byte, .timestamp, next: .exemplarTimestamp)
    }
  }

  private mutating func initialOpenMetricsToken(_ byte: UInt8) -> Token {
    switch byte {
    case UInt8(ascii: "{") where dialect.quotesNames: return take(.braceOpen, next: .labels)
    case UInt8(ascii: "#"):
      guard advance() == UInt8(ascii: " ") else { return .invalid }
      _ = advance()
      state = .comment
      return commentOpenMetricsToken()
    case _ where isNameStart(byte, allowsColon: true):
      return takeName(.metricName, allowsColon: true, next: .value)
    default: return .invalid
    }
  }

  private mutating func commentOpenMetricsToken() -> Token {
    let keyword: Token?
    switch byte(at: index) {
    case UInt8(ascii: "E"):
      guard takeKeyword("EOF") else { return .invalid }
      if byte(at: index) == UInt8(ascii: "\n") { _ = advance() }
      state = .initial
      return .endMark
    case UInt8(ascii: "H"): keyword = takeKeyword("HELP ") ? .help : nil
    case UInt8(ascii: "T"): keyword = takeKeyword("TYPE ") ? .type : nil
    case UInt8(ascii: "U"): keyword = takeKeyword("UNIT ") ? .unit : nil
    default: keyword = nil
    }
    guard let keyword else { return .invalid }
    state = .metadataName
    return keyword
  }

  private mutating func metadataOpenMetricsToken(_ first: UInt8) -> Token {
    guard first == UInt8(ascii: " ") else { return .invalid }
    while true {
      switch advance() {
      case 0: return .invalid
      case UInt8(ascii: "\n"): return take(.text, next: .initial)
      default: continue
      }
    }
  }

  /// A blank and at least one byte that is neither blank nor line break.
  private mutating func numberToken(_ first: UInt8, _ token: Token, next: LexerState) -> Token {
    guard first == UInt8(ascii: " ") else { return .invalid }
    var byte = advance()
    let begin = index
    while byte != 0, byte != UInt8(ascii: " "), byte != UInt8(ascii: "\n") { byte = advance() }
    if index == begin { return .invalid }
    state = next
    return token
  }

  private mutating func timestampOpenMetricsToken(_ first: UInt8) -> Token {
    if first == UInt8(ascii: "\n") { return take(.lineBreak, next: .initial) }
    guard first == UInt8(ascii: " ") else { return .invalid }
    guard byte(at: index + 1) == UInt8(ascii: "#"), byte(at: index + 2) == UInt8(ascii: " ") else {
      return numberToken(first, .timestamp, next: .timestamp)
    }
    index += 2
    guard advance() == UInt8(ascii: "{") else { return .invalid }
    return take(.comment, next: .exemplar)
  }

  private mutating func exemplarToken(_ byte: UInt8) -> Token {
    switch byte {
    case UInt8(ascii: "\"") where dialect.quotesExemplarNames:
      return takeQuoted(.quotedString, allowsLineBreak: false, next: .exemplar)
    case UInt8(ascii: "}"): return take(.braceClose, next: .exemplarValue)
    case UInt8(ascii: "="): return take(.equal, next: .exemplarValue)
    case UInt8(ascii: ","): return take(.comma)
    case _ where isNameStart(byte, allowsColon: false): return takeName(.labelName, allowsColon: false)
    default: return .invalid
    }
  }
}
