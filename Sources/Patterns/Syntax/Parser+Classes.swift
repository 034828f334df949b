extension Parser {
  /// Parses `[…]`.
  mutating func parseClass() throws(PatternError) {
    let start = position
    position += 1
    let isInverted = peek() == "^"
    if isInverted { position += 1 }
    var set = GrowingSet()
    var isFirst = true  // "]" is itself if it comes first
    while isFirst || peek() != "]" {
      isFirst = false
      if let named = try parsePOSIXSet() {
        set.insert(named)
      } else if let named = try parseNamedSet() {
        set.insert(named)
      } else {
        let range = try parseRange(classStart: start)
        var one = ScalarSet()
        if flags.foldsCase { one.insertFolded(range) } else { one.insert(range) }
        set.insert(one)
      }
    }
    position += 1
    try push(Self.simplified(isInverted ? set.set.inverted() : set.set))
  }

  /// Parses `[:alpha:]` or `[:^alpha:]`, or nothing.
  private mutating func parsePOSIXSet() throws(PatternError) -> ScalarSet? {
    guard peek() == "[", peek(1) == ":", peek(2) != nil, !knowsNoPOSIXEnd else { return nil }
    var end = position + 2
    while end + 1 < source.count, !(source[end] == ":" && source[end + 1] == "]") { end += 1 }
    guard end + 1 < source.count else {
      knowsNoPOSIXEnd = true
      return nil
    }
    var name = text(position + 2, end)
    let isInverted = name.hasPrefix("^")
    if isInverted { name.removeFirst() }
    guard let set = NamedSets.posix(name) else { throw error(.invalidRange, position, end + 2) }
    position = end + 2
    return named("[:\(name):]", set, isInverted: isInverted)
  }

  /// Parses one scalar, or two with a hyphen between.
  private mutating func parseRange(classStart: Int) throws(PatternError) -> ClosedRange<UInt32> {
    let start = position
    let low = try parseClassScalar(classStart)
    guard peek() == "-", let after = peek(1), after != "]" else { return low...low }
    position += 1
    let high = try parseClassScalar(classStart)
    guard low <= high else { throw error(.invalidRange, start, position) }
    return low...high
  }

  private mutating func parseClassScalar(_ classStart: Int) throws(PatternError) -> UInt32 {
    if peek() == "\\" { return try parseEscapedScalar() }
    guard let scalar = next() else { throw error(.missingBracket, classStart, source.count) }
    return scalar.value
  }

  /// A class of one scalar is a literal.
  private static func simplified(_ set: ScalarSet) -> Expression.Node {
    if set.ranges.count == 1, let range = set.ranges.first, range.count == 1 {
      return .literal([range.lowerBound], foldsCase: false)
    }
    return .set(set)
  }
}
