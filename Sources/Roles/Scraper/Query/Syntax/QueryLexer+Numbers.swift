import Exposition

/// Numbers and durations.
extension QueryLexer {
  private static let decimal = "0123456789"

  /// `15`, `0x1f`, `1e3` or `5m`.
  mutating func numberOrDuration(_ start: Int) throws(QueryError) -> QueryToken {
    if scanNumber() { return token(.number, from: start) }
    if scanDuration() { return token(.duration, from: start) }
    throw failure("bad number or duration syntax: \(goQuoted(slice(start..<position)))", at: start)
  }

  /// `5m` alone, as it stood in brackets.
  mutating func duration(_ start: Int) throws(QueryError) -> QueryToken {
    if scanNumber() { throw failure("missing unit character in duration", at: start) }
    guard scanDuration() else {
      throw failure("bad duration syntax: \(goQuoted(slice(start..<position)))", at: start)
    }
    return token(.duration, from: start)
  }

  private func isNext(_ set: String) -> Bool { peek().map { set.unicodeScalars.contains($0) } ?? false }

  private mutating func accept(_ set: String) -> Bool {
    guard isNext(set) else { return false }
    position += 1
    return true
  }

  private mutating func acceptRun(_ set: String) { while accept(set) {} }

  private var endsWord: Bool { !(peek().map { $0.isLetter || $0.isDigit } ?? false) }

  /// What follows the first number of a duration; on failure, the position says how far it went.
  private mutating func scanDuration() -> Bool {
    guard accept("smhdwy") else { return false }
    _ = accept("s")
    while accept(Self.decimal) {
      acceptRun(Self.decimal)
      guard accept("smhdw") else { return false }
      _ = accept("s")
    }
    guard endsWord else {
      position += 1
      return false
    }
    return true
  }

  private mutating func scanNumber() -> Bool {
    dialect.mixesNumbersAndDurations ? scanSeparatedNumber() : scanPlainNumber()
  }

  /// Source: prometheus/prometheus `promql/parser/lex.go`, `scanNumber`, 2.53.3.
  private mutating func scanPlainNumber() -> Bool {
    let isHexadecimal = accept("0") && accept("xX")
    let digits = isHexadecimal ? Self.decimal + "abcdefABCDEF" : Self.decimal
    acceptRun(digits)
    if accept(".") { acceptRun(digits) }
    if accept("eE") {
      _ = accept("+-")
      acceptRun(Self.decimal)
    }
    return endsWord
  }

  /// Source: prometheus/prometheus `promql/parser/lex.go`, `scanNumber`, 3.5.0.
  private mutating func scanSeparatedNumber() -> Bool {
    let start = position
    var digits = Self.decimal
    if accept("0"), accept("xX") {
      _ = accept("_")
      digits += "abcdefABCDEF"
    }
    _ = accept(".")
    _ = accept(digits)
    var hasPoint = false
    var hasExponent = false
    while isNext(digits + "._eE") {
      if hasPoint, accept(".") { return false }
      if hasExponent, accept("eE") { return false }
      if accept(".") {
        hasPoint = true
        if accept("_.") || digits.count > 10 { return false }
      } else if accept("eE") {
        hasExponent = true
        _ = accept("+-")
        if accept("._eE") || peek() == nil { return false }
      } else if accept("_") {
        if accept("._eE") || peek() == nil { return false }
      } else {
        acceptRun(digits)
      }
    }
    return position > start && endsWord
  }
}
