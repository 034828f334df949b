/// The grammar of OpenMetrics.
///
/// Source: prometheus/prometheus `model/textparse/openmetricsparse.go`, `Next`, 2.42.0, 2.53.3, 3.5.0, 3.14.0.
extension ExpositionParser {
  private mutating func nextToken() -> Token { lexer.nextOpenMetricsToken() }

  mutating func nextOpenMetricsEntry() throws(ExpositionError) -> Entry? {
    start = lexer.index
    nameRange = (-1, -1)
    hasExemplar = false
    let token = nextToken()
    switch token {
    case .endMark:
      guard nextToken() == .endOfInput else {
        throw ExpositionError("unexpected data after # EOF", at: lexer.start)
      }
      return nil
    case .endOfInput: throw missingEnd()
    case .help, .type, .unit: return try metadata(token)
    case .braceOpen:
      hasPlainNames = false
      try takeLabels(inExemplar: false)
      series = start..<lexer.index
      return try takeValue(nextToken())
    case .metricName:
      nameRange = (start, lexer.index)
      hasPlainNames = lexer.start == start
      series = start..<lexer.index
      var next = nextToken()
      if next == .braceOpen {
        try takeLabels(inExemplar: false)
        series = start..<lexer.index
        next = nextToken()
      }
      return try takeValue(next)
    default:
      guard lexer.dialect.quotesContext else {
        let current = lexer.index < lexer.count ? lexer.byte(at: lexer.index) : UInt8(ascii: " ")
        let byte = goQuoted(String(Unicode.Scalar(current)))
        throw ExpositionError("\(goQuoted(token.rawValue)) \(byte) is not a valid start token", at: lexer.start)
      }
      throw failure("expected a valid start token", token)
    }
  }

  private func missingEnd() -> ExpositionError {
    ExpositionError("data does not end with # EOF", at: lexer.index)
  }

  private mutating func metadata(_ keyword: Token) throws(ExpositionError) -> Entry {
    let name = nextToken()
    guard name == .metricName else { throw failure("expected metric name after \(keyword.rawValue)", name) }
    metadataName = nameOfToken()
    guard nextToken() == .text else {
      throw ExpositionError("expected text in \(keyword.rawValue)", at: lexer.start)
    }
    metadataText = lexer.start + 1..<max(lexer.index - 1, lexer.start + 1)
    switch keyword {
    case .type:
      type = try openMetricsType()
      return .type
    case .help:
      guard checkUTF8(metadataText) else { throw invalidHelp() }
      return .help
    default:
      try checkUnit()
      return .unit
    }
  }

  private func openMetricsType() throws(ExpositionError) -> MetricType {
    let text = lexer.copy(metadataText)
    guard let type = MetricType(rawValue: String(decoding: text, as: UTF8.self)) else {
      throw ExpositionError("invalid metric type \(goQuoted(text))", at: lexer.start)
    }
    return type
  }

  private func checkUnit() throws(ExpositionError) {
    let name = lexer.copy(metadataName)
    let unit = lexer.copy(metadataText)
    if unit.isEmpty || name.count > unit.count && name.suffix(unit.count + 1).elementsEqual([0x5F] + unit) {
      return
    }
    let quotedUnit = lexer.dialect.quotesContext ? "unit \(goQuoted(unit))" : "unit"
    throw ExpositionError("\(quotedUnit) not a suffix of metric \(goQuoted(name))", at: lexer.start)
  }

  /// Reads what stands between braces, to behind the closing one.
  private mutating func takeLabels(inExemplar: Bool) throws(ExpositionError) {
    guard lexer.dialect.quotesNames else { return try takeEarlyLabels(inExemplar: inExemplar) }
    var token = nextToken()
    while true {
      let word = (lexer.start, lexer.index)
      let isQuoted = token == .quotedString
      if isQuoted { hasPlainNames = false }
      if token == .braceClose { return }
      guard token == .labelName || isQuoted else { throw failure("expected label name", token) }
      token = nextToken()
      if isQuoted || lexer.dialect.takesBareWordsForNames, token == .comma || token == .braceClose {
        if inExemplar { throw failure("expected label name", token) }
        try takeQuotedName(word)
        if token == .braceClose { return }
        token = nextToken()
        continue
      }
      guard token == .equal else { throw failure("expected equal", token) }
      token = nextToken()
      try takeLabelValue(token)
      if inExemplar { addExemplarLabel(word) }
      token = nextToken()
      if token == .comma {
        token = nextToken()
      } else if token != .braceClose {
        throw failure("expected comma or brace close", token)
      }
    }
  }

  /// The labels before 2.51: no quoted names, no comma before the closing brace.
  private mutating func takeEarlyLabels(inExemplar: Bool) throws(ExpositionError) {
    var isFirst = true
    while true {
      var token = nextToken()
      switch token {
      case .braceClose: return
      case .comma:
        if isFirst { throw failure("expected label name or left brace", token) }
        token = nextToken()
        guard token == .labelName else { throw failure("expected label name", token) }
      case .labelName where isFirst: break
      case .labelName: throw failure("expected comma", token)
      default: throw failure("expected \(isFirst ? "label name" : "comma") or left brace", token)
      }
      isFirst = false
      let word = (lexer.start, lexer.index)
      token = nextToken()
      guard token == .equal else { throw failure("expected equal", token) }
      token = nextToken()
      try takeLabelValue(token)
      if inExemplar { addExemplarLabel(word) }
    }
  }

  private mutating func addExemplarLabel(_ word: (Int, Int)) {
    let isQuoted = lexer.byte(at: word.0) == UInt8(ascii: "\"")
    exemplarLabels.append(isQuoted ? word.0 + 1..<word.1 - 1 : word.0..<word.1)
    exemplarLabels.append(lexer.start + 1..<lexer.index - 1)
  }

  private mutating func takeValue(_ token: Token) throws(ExpositionError) -> Entry {
    try checkName()
    guard token == .value else { throw failure("expected value after metric", token) }
    value = try number(dropping: 1)
    timestampMilliseconds = nil
    let next = nextToken()
    switch next {
    case .endOfInput: throw missingEnd()
    case .lineBreak: break
    case .comment: try takeExemplar()
    case .timestamp:
      timestampMilliseconds = try milliseconds("invalid timestamp")
      let last = nextToken()
      switch last {
      case .lineBreak: break
      case .comment: try takeExemplar()
      default: throw failure("expected next entry after timestamp", last)
      }
    default:
      // From 2.51 on Prometheus lets this pass here and stumbles over it in the next entry.
      if !lexer.dialect.quotesNames { throw failure("expected timestamp or # symbol", next) }
    }
    return .series
  }

  private func milliseconds(_ problem: String) throws(ExpositionError) -> Int64 {
    let seconds = try number(dropping: 1)
    guard seconds.isFinite else {
      let text =
        lexer.dialect.quotesContext ? " " + (seconds.isNaN ? "NaN" : seconds < 0 ? "-Inf" : "+Inf") : ""
      throw ExpositionError(problem + text, at: lexer.start)
    }
    return Int64(exactly: (seconds * 1000).rounded(.towardZero)) ?? .min
  }

  private mutating func takeExemplar() throws(ExpositionError) {
    if !lexer.dialect.allowsExemplarsEverywhere { try checkExemplarSuffix() }
    exemplarLabels.removeAll(keepingCapacity: true)
    try takeLabels(inExemplar: true)
    let token = nextToken()
    guard token == .value else { throw failure("expected value after exemplar labels", token) }
    exemplarValue = try number(dropping: 1)
    exemplarTimestamp = nil
    hasExemplar = true
    let next = nextToken()
    switch next {
    case .endOfInput: throw missingEnd()
    case .lineBreak: return
    case .timestamp:
      exemplarTimestamp = try milliseconds("invalid exemplar timestamp")
      let last = nextToken()
      guard last == .lineBreak else { throw failure("expected next entry after exemplar timestamp", last) }
    default: throw failure("expected timestamp or comment", next)
    }
  }

  private func checkExemplarSuffix() throws(ExpositionError) {
    let name = lexer.copy(nameRange.0..<nameRange.1)
    if name.suffix(6).elementsEqual("_total".utf8) || name.suffix(7).elementsEqual("_bucket".utf8) { return }
    throw ExpositionError(
      "metric name \(String(decoding: name, as: UTF8.self)) does not support exemplars", at: start)
  }
}
