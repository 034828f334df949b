extension Parser {
  /// Parses what begins with a backslash, outside of a class.
  mutating func parseEscape() throws(PatternError) {
    let assertion: Expression.Assertion? =
      switch peek(1) {
      case "A": .beginsText
      case "b": .wordBoundary
      case "B": .noWordBoundary
      case "z": .endsText
      default: nil
      }
    if let assertion {
      position += 2
      return try push(.assertion(assertion))
    }
    if peek(1) == "C" { throw error(.invalidEscape, position, position + 2) }
    if peek(1) == "Q" { return try parseQuotation() }
    if let set = try parseNamedSet() { return try push(.set(set)) }
    try pushLiteral(try parseEscapedScalar())
  }

  /// Parses `\Q…\E`, in which nothing has a meaning.
  private mutating func parseQuotation() throws(PatternError) {
    position += 2
    while let scalar = peek() {
      if scalar == "\\", peek(1) == "E" {
        position += 2
        return
      }
      position += 1
      try pushLiteral(scalar.value)
    }
  }

  /// Parses `\d`, `\pL`, `\P{Greek}` and the like, or nothing.
  mutating func parseNamedSet() throws(PatternError) -> ScalarSet? {
    guard peek() == "\\", let letter = peek(1) else { return nil }
    switch letter {
    case "d", "s", "w":
      guard let set = NamedSets.perl(letter) else { return nil }
      position += 2
      return named(String(letter), set, isInverted: false)
    case "D", "S", "W":
      guard let set = NamedSets.perl(Unicode.Scalar(UInt8(letter.value & 0x7F) + 0x20)) else { return nil }
      position += 2
      return named(String(letter), set, isInverted: true)
    case "p", "P": return try parseUnicodeSet(isInverted: letter == "P")
    default: return nil
    }
  }

  private mutating func parseUnicodeSet(isInverted: Bool) throws(PatternError) -> ScalarSet {
    let start = position
    var isInverted = isInverted
    position += 2
    var name: String
    if peek() == "{" {
      guard let end = source[start...].firstIndex(of: "}") else {
        throw error(.invalidRange, start, source.count)
      }
      name = text(start + 3, end)
      position = end + 1
    } else {
      name = next().map { String($0) } ?? ""
    }
    if name.unicodeScalars.first == "^" {
      isInverted.toggle()
      name = String(name.unicodeScalars.dropFirst())
    }
    guard let set = NamedSets.unicode(name) else { throw error(.invalidRange, start, position) }
    return named("{\(name)}", set, isInverted: isInverted)
  }

  /// A set with a name, as flags and sign want it.
  mutating func named(_ name: String, _ set: ScalarSet, isInverted: Bool) -> ScalarSet {
    guard flags.foldsCase else { return isInverted ? set.inverted() : set }
    // Folding a large set takes long, and an expression may name it at every place.
    let folded = foldedSets[name] ?? set.folded()
    foldedSets[name] = folded
    return isInverted ? folded.inverted() : folded
  }

  /// Parses an escape that stands for one scalar, or for a surrogate, which no text can hold.
  mutating func parseEscapedScalar() throws(PatternError) -> UInt32 {
    let start = position
    position += 1
    guard let scalar = next() else { throw PatternError(.trailingBackslash, at: "") }
    switch scalar {
    case "1"..."7":
      // One digit is a reference to a group, which would need exponential time.
      guard let digit = peek(), ("0"..."7").contains(digit) else { break }
      return octal(scalar)
    case "0": return octal(scalar)
    case "x": if let value = hexadecimal() { return value }
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    default: if scalar.isASCII, !Self.isAlphanumeric(scalar) { return scalar.value }
    }
    throw error(.invalidEscape, start, position)
  }

  private mutating func octal(_ first: Unicode.Scalar) -> UInt32 {
    var value = first.value - 0x30
    for _ in 1..<3 {
      guard let digit = peek(), ("0"..."7").contains(digit) else { break }
      value = value * 8 + digit.value - 0x30
      position += 1
    }
    return value
  }

  /// Reads `41` or `{10FFFF}`.
  private mutating func hexadecimal() -> UInt32? {
    guard let first = next() else { return nil }
    guard first == "{" else {
      let second = next()
      guard let high = Self.hexadecimalDigit(first), let low = second.flatMap(Self.hexadecimalDigit) else {
        return nil
      }
      return high * 16 + low
    }
    var value: UInt32 = 0
    var count = 0
    while let scalar = next() {
      if scalar == "}" { return count > 0 ? value : nil }
      guard let digit = Self.hexadecimalDigit(scalar) else { return nil }
      value = value * 16 + digit
      guard value <= ScalarSet.largest else { return nil }
      count += 1
    }
    return nil
  }

  private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 0x30
    case "a"..."f": scalar.value - 0x57
    case "A"..."F": scalar.value - 0x37
    default: nil
    }
  }
}
