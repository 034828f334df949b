/// Simple case folding: which scalars are one letter in different case.
///
/// Source: Unicode 15.0.0 CaseFolding.txt, statuses C and S, with the orbits of golang/go
/// src/unicode/letter.go `SimpleFold`, 1.24.
enum CaseFolding {
  /// The scalars that differ from this one in case only, without itself: `k` → `K`, `K` (Kelvin).
  static func others(of scalar: UInt32) -> [UInt32] {
    var result: [UInt32] = []
    var next = following(scalar)
    while next != scalar, result.count < 8 {
      result.append(next)
      next = following(next)
    }
    return result
  }

  /// Calls the body with the part of every foldable run that lies between the bounds.
  static func forEachFoldable(from low: UInt32, through high: UInt32, _ body: (UInt32) -> Void) {
    var index = firstRun(endingAtOrAfter: low)
    while index < runCount, lowest(index) <= high {
      let step: UInt32 = kind(index) == .everySecond ? 2 : 1
      var scalar = lowest(index)
      while scalar <= highest(index), scalar <= high {
        if scalar >= low { body(scalar) }
        scalar += step
      }
      index += 1
    }
  }

  /// The next scalar of the orbit: the next larger one, and after the largest the smallest.
  private static func following(_ scalar: UInt32) -> UInt32 {
    let index = firstRun(endingAtOrAfter: scalar)
    guard index < runCount, lowest(index) <= scalar else { return scalar }
    let offset = scalar - lowest(index)
    switch kind(index) {
    case .every: return moved(scalar, by: table[index * 4 + 3])
    case .pairs: return offset % 2 == 0 ? scalar + 1 : scalar - 1
    case .everySecond: return offset % 2 == 0 ? moved(scalar, by: table[index * 4 + 3]) : scalar
    }
  }

  /// How a run of the table folds.
  private enum Kind {
    /// Each scalar moves by the same distance.
    case every
    /// Neighbours are pairs.
    case pairs
    /// Each second scalar moves by the same distance.
    case everySecond
  }

  private static let runCount = table.count / 4

  private static func lowest(_ run: Int) -> UInt32 { UInt32(table[run * 4]) }
  private static func highest(_ run: Int) -> UInt32 { UInt32(table[run * 4 + 1]) }

  private static func kind(_ run: Int) -> Kind {
    switch table[run * 4 + 2] {
    case 1: .pairs
    case 2: .everySecond
    default: .every
    }
  }

  private static func moved(_ scalar: UInt32, by distance: Int32) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64(scalar) + Int64(distance))
  }

  private static func firstRun(endingAtOrAfter scalar: UInt32) -> Int {
    var low = 0
    var high = runCount
    while low < high {
      let middle = (low + high) / 2
      if highest(middle) < scalar { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
