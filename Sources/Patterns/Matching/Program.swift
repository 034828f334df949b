/// A compiled expression. All parts are flat, so that matching follows no references.
struct Program: Sendable {
  /// A set of scalars: a bit for each ASCII one, and the ranges of the others.
  struct Set: Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var firstRange = 0
    var rangeCount = 0
  }

  /// Steps that each consume at most one scalar.
  var instructions: [Instruction] = []
  /// The same steps with runs of scalars joined to literals.
  var fused: [Instruction] = []
  /// Where both begin.
  var entry = 0
  /// How many splits there are.
  var splitCount = 0
  /// How many positions are noted: two for each group.
  var slotCount = 2
  /// Whether a match can only begin where the text begins.
  var beginsText = false

  var sets: [Set] = []
  /// The bounds of ranges beyond ASCII, two and two.
  var ranges: [UInt32] = []
  /// Where each literal begins and ends in `literalBytes`.
  var literals: [Range<Int>] = []
  var literalBytes: [UInt8] = []

  /// Adds a set and returns its number.
  mutating func add(_ set: ScalarSet) -> Int32 {
    var flat = Set(firstRange: ranges.count)
    for range in set.ranges {
      for scalar in range.lowerBound..<min(range.upperBound + 1, max(0x80, range.lowerBound)) {
        if scalar < 64 { flat.low |= 1 << UInt64(scalar) } else { flat.high |= 1 << UInt64(scalar - 64) }
      }
      guard range.upperBound >= 0x80 else { continue }
      ranges.append(max(0x80, range.lowerBound))
      ranges.append(range.upperBound)
      flat.rangeCount += 1
    }
    sets.append(flat)
    return Int32(truncatingIfNeeded: sets.count - 1)
  }
}

/// A program and a text, without references to count.
struct Run {
  let instructions: UnsafeBufferPointer<Instruction>
  let sets: UnsafeBufferPointer<Program.Set>
  let ranges: UnsafeBufferPointer<UInt32>
  let literals: UnsafeBufferPointer<Range<Int>>
  let literalBytes: UnsafeBufferPointer<UInt8>
  let text: UnsafeBufferPointer<UInt8>

  /// Decodes the scalar at a position; the text is valid UTF-8.
  @inline(__always)
  func scalar(at position: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(text[position])
    if first < 0x80 { return (first, 1) }
    func continuation(_ distance: Int) -> UInt32 {
      position + distance < text.count ? UInt32(text[position + distance]) & 0x3F : 0
    }
    if first < 0xE0 { return ((first & 0x1F) << 6 | continuation(1), min(2, text.count - position)) }
    if first < 0xF0 {
      let value = (first & 0x0F) << 12 | continuation(1) << 6 | continuation(2)
      return (value, min(3, text.count - position))
    }
    let value = (first & 0x07) << 18 | continuation(1) << 12 | continuation(2) << 6 | continuation(3)
    return (value, min(4, text.count - position))
  }

  /// Whether the set holds the scalar.
  @inline(__always)
  func set(_ index: Int32, holds scalar: UInt32) -> Bool {
    let set = sets[Int(index)]
    if scalar < 64 { return set.low >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return set.high >> UInt64(scalar - 64) & 1 != 0 }
    var low = set.firstRange
    var high = low + set.rangeCount * 2
    while low < high {
      let middle = (low + (high - low) / 2) & ~1
      if ranges[middle + 1] < scalar { low = middle + 2 } else { high = middle }
    }
    return low < set.firstRange + set.rangeCount * 2 && ranges[low] <= scalar
  }

  /// Whether the literal stands at the position.
  @inline(__always)
  func literal(_ index: Int32, standsAt position: Int) -> Int? {
    let range = literals[Int(index)]
    guard text.count - position >= range.count else { return nil }
    var offset = 0
    while offset < range.count {
      if text[position + offset] != literalBytes[range.lowerBound + offset] { return nil }
      offset += 1
    }
    return range.count
  }

  /// Whether an assertion holds at the position.
  func holds(_ assertion: Int32, at position: Int) -> Bool {
    switch Expression.Assertion(rawValue: UInt8(truncatingIfNeeded: assertion)) {
    case .beginsText: position == 0
    case .endsText: position == text.count
    case .beginsLine: position == 0 || text[position - 1] == 0x0A
    case .endsLine: position == text.count || text[position] == 0x0A
    case .wordBoundary: isWord(position - 1) != isWord(position)
    case .noWordBoundary: isWord(position - 1) == isWord(position)
    case nil: false
    }
  }

  private func isWord(_ position: Int) -> Bool {
    guard position >= 0, position < text.count else { return false }
    switch text[position] {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
    default: return false
    }
  }
}
