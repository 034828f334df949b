/// A set of Unicode scalars, as ranges.
struct ScalarSet: Hashable, Sendable {
  /// The largest scalar.
  static let largest: UInt32 = 0x10FFFF

  /// Sorted, disjoint and not adjacent, once normalised.
  private(set) var ranges: [ClosedRange<UInt32>] = []

  /// All scalars.
  static let all = ScalarSet([0...largest])
  /// All scalars but the end of a line.
  static let allButNewline = ScalarSet([0...0x09, 0x0B...largest])

  init(_ ranges: [ClosedRange<UInt32>] = []) { self.ranges = ranges }

  /// Adds a range; the set must be normalised before it is used.
  mutating func insert(_ range: ClosedRange<UInt32>) {
    // Ranges mostly come in order, and case folding adds to the one before the last.
    for index in ranges.indices.suffix(2).reversed() {
      let other = ranges[index]
      if range.lowerBound <= other.upperBound + 1, other.lowerBound <= range.upperBound + 1 {
        ranges[index] =
          min(range.lowerBound, other.lowerBound)...max(range.upperBound, other.upperBound)
        return
      }
    }
    ranges.append(range)
  }

  /// Adds another set.
  mutating func insert(_ other: ScalarSet) {
    for range in other.ranges { insert(range) }
  }

  /// Adds a range and everything that differs from it in case only.
  mutating func insertFolded(_ range: ClosedRange<UInt32>) {
    insert(range)
    var folded: [UInt32] = []
    CaseFolding.forEachFoldable(from: range.lowerBound, through: range.upperBound) {
      for other in CaseFolding.others(of: $0) where !range.contains(other) { folded.append(other) }
    }
    for scalar in folded { insert(scalar...scalar) }
  }

  /// With everything that differs from a member in case only.
  func folded() -> ScalarSet {
    var result = ScalarSet()
    for range in ranges { result.insertFolded(range) }
    result.normalise()
    return result
  }

  /// Sorts and merges the ranges.
  mutating func normalise() {
    guard ranges.count > 1 else { return }
    let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
    ranges.removeAll(keepingCapacity: true)
    for range in sorted {
      if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  /// All scalars that are not in the set, which must be normalised.
  func inverted() -> ScalarSet {
    var result = ScalarSet()
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { result.ranges.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.largest { result.ranges.append(next...Self.largest) }
    return result
  }

  /// The members, if there are at most this many.
  func members(upTo limit: Int) -> [UInt32]? {
    var result: [UInt32] = []
    for range in ranges {
      guard range.count <= limit - result.count else { return nil }
      result.append(contentsOf: range)
    }
    return result
  }
}

/// A set while many are added to it: what is there twice does not pile up.
struct GrowingSet {
  private var grown: ScalarSet
  /// At how many ranges they are merged next.
  private var limit = 4096
  /// What was added last; the same set again is known at a glance, as copies share their memory.
  private var last: [ClosedRange<UInt32>] = []

  init(_ set: ScalarSet = ScalarSet()) { grown = set }

  mutating func insert(_ other: ScalarSet) {
    guard other.ranges != last else { return }
    last = other.ranges
    grown.insert(other)
    guard grown.ranges.count > limit else { return }
    grown.normalise()
    limit = max(4096, grown.ranges.count * 2)
  }

  /// The whole, normalised.
  var set: ScalarSet {
    var result = grown
    result.normalise()
    return result
  }
}
