/// The grammar of the text format 0.0.4.
///
/// Source: prometheus/prometheus `model/textparse/promparse.go`, `Next`, 2.42.0, 2.53.3, 3.5.0, 3.14.0.
extension ExpositionParser {
  private mutating func nextToken() -> Token {
    while true {
      let token = lexer.nextTextToken()
      if token != .whitespace { return token }
    }
  }

  mutating func nextTextEntry() throws(ExpositionError) -> Entry? {
    while true {
      start = lexer.index
      nameRange = (-1, -1)
      let token = nextToken()
      switch token {
      case .endOfInput: return nil
      case .lineBreak: continue
      case .help, .type: return try metadata(token)
      case .comment:
        let next = nextToken()
        guard next == .lineBreak else { throw failure("linebreak expected after comment", next) }
        return .comment
      case .braceOpen:
        hasPlainNames = false
        try takeLabels()
        series = start..<lexer.index
        return try takeValue(nextToken())
      case .metricName:
        nameRange = (start, lexer.index)
        hasPlainNames = lexer.start == start
        series = start..<lexer.index
        var next = nextToken()
        if next == .braceOpen {
          try takeLabels()
          series = start..<lexer.index
          next = nextToken()
        }
        return try takeValue(next)
      default:
        guard lexer.dialect.quotesContext else {
          throw ExpositionError("\(goQuoted(token.rawValue)) is not a valid start token", at: lexer.start)
        }
        throw failure("expected a valid start token", token)
      }
    }
  }

  private mutating func metadata(_ keyword: Token) throws(ExpositionError) -> Entry {
    let name = nextToken()
    guard name == .metricName else { throw failure("expected metric name after \(keyword.rawValue)", name) }
    metadataName = nameOfToken()
    let text = nextToken()
    guard text == .text else {
      throw ExpositionError("expected text in \(keyword.rawValue), got \(text.rawValue)", at: lexer.start)
    }
    metadataText = min(lexer.start + 1, lexer.index)..<lexer.index
    if keyword == .type {
      type = try textType()
    } else if !checkUTF8(metadataText) {
      throw invalidHelp()
    }
    let next = nextToken()
    guard next == .lineBreak else { throw failure("linebreak expected after metadata", next) }
    return keyword == .type ? .type : .help
  }

  func invalidHelp() -> ExpositionError {
    guard lexer.dialect.quotesContext else {
      return ExpositionError("help text is not a valid utf8 string", at: lexer.start)
    }
    return ExpositionError(
      "help text \(goQuoted(lexer.copy(metadataText))) is not a valid utf8 string", at: lexer.start)
  }

  private func textType() throws(ExpositionError) -> MetricType {
    let text = lexer.copy(metadataText)
    switch String(decoding: text, as: UTF8.self) {
    case "counter": return .counter
    case "gauge": return .gauge
    case "histogram": return .histogram
    case "summary": return .summary
    case "untyped": return .unknown
    default: throw ExpositionError("invalid metric type \(goQuoted(text))", at: lexer.start)
    }
  }

  /// Reads what stands between braces, to behind the closing one.
  private mutating func takeLabels() throws(ExpositionError) {
    var token = nextToken()
    while true {
      let word = (lexer.start, lexer.index)
      let isQuoted = token == .quotedString
      if isQuoted { hasPlainNames = false }
      if token == .braceClose { return }
      guard token == .labelName || isQuoted else { throw failure("expected label name", token) }
      token = nextToken()
      if lexer.dialect.quotesNames, isQuoted || lexer.dialect.takesBareWordsForNames,
        token == .comma || token == .braceClose
      {
        try takeQuotedName(word)
        if token == .braceClose { return }
        token = nextToken()
        continue
      }
      guard token == .equal else { throw failure("expected equal", token) }
      token = nextToken()
      try takeLabelValue(token)
      token = nextToken()
      if token == .comma { token = nextToken() }
    }
  }

  /// Takes a string within braces as the name of the metric.
  mutating func takeQuotedName(_ word: (Int, Int)) throws(ExpositionError) {
    guard nameRange == (-1, -1) else {
      throw ExpositionError(
        "metric name already set while parsing: \(goQuoted(lexer.copy(start..<lexer.index)))", at: word.0)
    }
    nameRange = (word.0 + 1, word.1 - 1)
  }

  func takeLabelValue(_ token: Token) throws(ExpositionError) {
    guard token == .labelValue else { throw failure("expected label value", token) }
    guard checkUTF8(lexer.start..<lexer.index) else {
      let value = lexer.dialect.quotesContext ? ": " + goQuoted(lexer.copy(lexer.start..<lexer.index)) : ""
      throw ExpositionError("invalid UTF-8 label value" + value, at: lexer.start)
    }
  }

  func checkName() throws(ExpositionError) {
    guard nameRange.0 == -1 else { return }
    throw ExpositionError(
      "metric name not set while parsing: \(goQuoted(lexer.copy(start..<lexer.index)))", at: start)
  }

  private mutating func takeValue(_ token: Token) throws(ExpositionError) -> Entry {
    try checkName()
    guard token == .value else { throw failure("expected value after metric", token) }
    value = try number()
    timestampMilliseconds = nil
    hasExemplar = false
    let next = nextToken()
    switch next {
    case .lineBreak: return .series
    case .timestamp:
      timestampMilliseconds = try milliseconds()
      let last = nextToken()
      guard last == .lineBreak else { throw failure("expected next entry after timestamp", last) }
      return .series
    default: throw failure("expected timestamp or new record", next)
    }
  }

  private func milliseconds() throws(ExpositionError) -> Int64 {
    let digits = lexer.copy(lexer.start..<lexer.index)
    guard let number = Int64(String(decoding: digits, as: UTF8.self)) else {
      throw failure("strconv.ParseInt: parsing \(goQuoted(digits)): value out of range")
    }
    return number
  }
}
