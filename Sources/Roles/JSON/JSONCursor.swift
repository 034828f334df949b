/// Walks over JSON text, value by value, without building a tree.
///
/// The first use of `JSONDecoder` costs a process about 0.6 ms, because the runtime has to look up conformances by
/// the dozen: too much for processes that are started by the thousand.
struct JSONCursor {
  /// The text.
  let bytes: [UInt8]
  /// Where the next token starts, blanks before it included.
  private(set) var index: Int

  /// Starts at the beginning of a text, or at a value in it.
  init(_ bytes: [UInt8], at index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  /// Why a text is not what it should be.
  struct Failure: Error, Hashable {
    /// What was expected.
    let expected: String
    /// Where.
    let offset: Int
  }

  /// Takes one byte of punctuation, if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Takes `null`, if it comes next.
  mutating func takeNull() -> Bool { takeWord("null") }

  /// The members of an object; the closure has to take the value of each.
  mutating func object(
    _ member: (_ name: String, inout JSONCursor) throws(Failure) -> Void
  ) throws(Failure) {
    guard take(UInt8(ascii: "{")) else { throw failure("an object") }
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("a colon") }
      try member(name, &self)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("a comma, or the end of the object") }
  }

  /// The elements of an array.
  mutating func array<Element>(
    _ element: (inout JSONCursor) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    guard take(UInt8(ascii: "[")) else { throw failure("an array") }
    var elements: [Element] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try element(&self)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("a comma, or the end of the array") }
    return elements
  }

  /// A string.
  mutating func string() throws(Failure) -> String {
    guard let range = takeString() else { throw failure("a string") }
    return bytes[range].contains(UInt8(ascii: "\\"))
      ? try unescaped(range) : String(decoding: bytes[range], as: UTF8.self)
  }

  /// A whole number.
  mutating func integer<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(Failure) -> Number {
    let start = index
    guard let value = takeValue(), let number = Number(String(decoding: bytes[value], as: UTF8.self)) else {
      index = start
      throw failure("a whole number")
    }
    return number
  }

  /// A number.
  mutating func number() throws(Failure) -> Double {
    let start = index
    guard let value = takeValue(), let number = Double(String(decoding: bytes[value], as: UTF8.self)) else {
      index = start
      throw failure("a number")
    }
    return number
  }

  /// `true` or `false`.
  mutating func bool() throws(Failure) -> Bool {
    if takeWord("true") { return true }
    if takeWord("false") { return false }
    throw failure("true or false")
  }

  /// Takes any value, whatever it is; inside it, only brackets and quotes are matched.
  mutating func takeValue() -> Range<Int>? {
    skipBlanks()
    let start = index
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard takeString() != nil else { return nil }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index > start ? start..<index : nil }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return index > start ? start..<index : nil
      case let byte where byte <= UInt8(ascii: " ") && depth == 0: return start..<index
      default: break
      }
      index += 1
    }
    return index > start && depth == 0 ? start..<index : nil
  }

  /// Takes a string, and tells where it stands without its quotes.
  mutating func takeString() -> Range<Int>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return start..<(index - 1)
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  /// Takes an object up to the value of a member, which comes next then; false if there is none.
  mutating func enter(_ member: some StringProtocol) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    repeat {
      guard let name = takeString(), take(UInt8(ascii: ":")) else { return false }
      if bytes[name].elementsEqual(member.utf8) { return true }
      guard takeValue() != nil else { return false }
    } while take(UInt8(ascii: ","))
    return false
  }

  /// What is wrong here.
  func failure(_ expected: String) -> Failure { Failure(expected: expected, offset: min(index, bytes.count)) }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] <= UInt8(ascii: " ") { index += 1 }
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    skipBlanks()
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let isSame = word.withUTF8Buffer { bytes[index..<end].elementsEqual($0) }
    if isSame { index = end }
    return isSame
  }

  private func unescaped(_ range: Range<Int>) throws(Failure) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var rest = bytes[range]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "u"): text.append(contentsOf: String(try Self.scalar(&rest)).utf8)
      case .some(let byte): text.append(byte)
      case nil: throw Failure(expected: "an escaped character", offset: range.upperBound)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The scalar of `\uXXXX`, behind the `u`; two of them for one beyond the basic plane.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) throws(Failure) -> Unicode.Scalar {
    guard let first = unit(&rest) else {
      throw Failure(expected: "four hexadecimal digits", offset: rest.startIndex)
    }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard rest.prefix(2).elementsEqual("\\u".utf8) else { return "\u{FFFD}" }
    var behind = rest.dropFirst(2)
    guard UTF16.isLeadSurrogate(first), let second = unit(&behind), UTF16.isTrailSurrogate(second) else {
      return "\u{FFFD}"
    }
    rest = behind
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
    guard rest.count >= 4, let unit = UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) else {
      return nil
    }
    rest = rest.dropFirst(4)
    return unit
  }
}
