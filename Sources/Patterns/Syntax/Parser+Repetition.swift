extension Parser {
  /// Parses `*`, `+`, `?` or `{n,m}`; false if a brace begins no count and is itself meant.
  mutating func parseRepetition(after lastRepetition: Int?) throws(PatternError) -> Bool {
    let start = position
    var repetition = Expression.Repetition(
      minimum: 0, maximum: nil, isGreedy: !flags.isUngreedy, isCounted: false)
    switch next() {
    case "*": break
    case "+": repetition.minimum = 1
    case "?": repetition.maximum = 1
    default:
      guard let (count, end) = count(at: start) else {
        try pushLiteral(UInt32(UInt8(ascii: "{")))
        return false
      }
      position = end
      guard let count, count.minimum <= 1000, (count.maximum ?? 0) <= 1000,
        count.minimum <= count.maximum ?? count.minimum
      else { throw error(.invalidCount, start, end) }
      repetition.minimum = count.minimum
      repetition.maximum = count.maximum
      repetition.isCounted = true
    }
    if peek() == "?" {
      position += 1
      repetition.isGreedy.toggle()
    }
    if let lastRepetition { throw error(.invalidRepetition, lastRepetition, position) }
    guard case .operand(let inner)? = stack.last else { throw error(.missingArgument, start, position) }
    stack.removeLast()
    try push(.repeated(inner, repetition))
    if repetition.isCounted, repetition.minimum >= 2 || (repetition.maximum ?? 0) >= 2,
      case .operand(let outer)? = stack.last, expression.measure(outer).copies > Expression.mostCopies
    {
      throw error(.invalidCount, start, position)
    }
    return true
  }

  /// Reads `{n}`, `{n,}` or `{n,m}`; the numbers are nil if one is far too large.
  private func count(at start: Int) -> (count: (minimum: Int, maximum: Int?)?, end: Int)? {
    var index = start + 1
    func number() -> Int? {
      let first = index
      var value = 0
      while index < source.count, let digit = Self.digit(source[index]) {
        value = min(value * 10 + digit, 1_000_000_000)
        index += 1
      }
      let hasLeadingZero = index - first > 1 && source[first] == "0"
      return index == first || hasLeadingZero ? nil : value
    }
    guard let minimum = number() else { return nil }
    var maximum: Int? = minimum
    if index < source.count, source[index] == "," {
      index += 1
      if index < source.count, source[index] == "}" {
        maximum = nil
      } else {
        guard let larger = number() else { return nil }
        maximum = larger
      }
    }
    guard index < source.count, source[index] == "}" else { return nil }
    let isReadable = minimum < 100_000_000 && (maximum ?? 0) < 100_000_000
    return (isReadable ? (minimum, maximum) : nil, index + 1)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value) - 0x30 : nil
  }
}
