/// What most expressions of relabelling come to, matched without a program.
///
/// The idea, not the form, is that of prometheus/prometheus model/labels/regexp.go `FastRegexMatcher`, 3.5.
enum Shape: Sendable {
  /// One of these strings, sorted: `Pending|Failed`, `https?`. Every group is the whole match.
  case oneOf([[UInt8]])
  /// A literal beginning and end with at most one wildcard between: `prefix_(.+)`, `(.*)`.
  case bracket(Bracket)

  /// A beginning, anything, an end.
  struct Bracket: Sendable {
    var prefix: [UInt8] = []
    var suffix: [UInt8] = []
    /// What stands between; nil if nothing does.
    var wildcard: Wildcard?
    /// Where each slot lies, in bytes from the beginning, or, if negative, minus one minus from the end.
    var slots: [Int]
  }

  /// `.*` or `.+`.
  struct Wildcard: Sendable {
    /// At least so many scalars: 0 or 1.
    var minimum: Int
    /// Whether the end of a line is matched too.
    var matchesNewline: Bool
  }

  /// Whether the text, all of it, has the shape; notes the groups.
  func matches(_ text: UnsafeBufferPointer<UInt8>, slots: UnsafeMutableBufferPointer<Int>) -> Bool {
    switch self {
    case .oneOf(let choices):
      guard Self.contains(choices, text) else { return false }
      for slot in slots.indices { slots[slot] = slot % 2 == 0 ? 0 : text.count }
      return true
    case .bracket(let bracket):
      guard bracket.matches(text) else { return false }
      for slot in slots.indices {
        let place = bracket.slots[slot]
        slots[slot] = place >= 0 ? place : text.count + 1 + place
      }
      return true
    }
  }

  private static func contains(_ sorted: [[UInt8]], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      switch order(sorted[middle], text) {
      case 0: return true
      case ..<0: low = middle + 1
      default: high = middle
      }
    }
    return false
  }

  /// Shorter ones first, so that most comparisons are of lengths.
  static func order(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Int {
    if left.count != right.count { return left.count - right.count }
    for (one, other) in zip(left, right) where one != other { return Int(one) - Int(other) }
    return 0
  }
}

extension Shape.Bracket {
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= prefix.count + suffix.count else { return false }
    for (index, byte) in prefix.enumerated() where text[index] != byte { return false }
    let end = text.count - suffix.count
    for (index, byte) in suffix.enumerated() where text[end + index] != byte { return false }
    guard let wildcard else { return text.count == prefix.count + suffix.count }
    guard end - prefix.count >= wildcard.minimum else { return false }
    return wildcard.matchesNewline || !text[prefix.count..<end].contains(0x0A)
  }
}
