/// Comparison of strings by their UTF-8 bytes, as Go compares them.
enum Bytes {
  /// Whether the strings are the same bytes.
  static func equal(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let isEqual = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in areEqual(left, right) }
    }
    return isEqual.flatMap { $0 } ?? left.utf8.elementsEqual(right.utf8)
  }

  private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool
  {
    // From the end: names of labels begin alike.
    for index in stride(from: left.count - 1, through: 0, by: -1) where left[index] != right[index] {
      return false
    }
    return true
  }

  /// Whether the first string comes before the second.
  static func precede(_ left: String, _ right: String) -> Bool {
    let isBefore = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in precedes(left, right) }
    }
    return isBefore.flatMap { $0 } ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool
  {
    let (leftBytes, rightBytes) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    let common = min(left.count, right.count)
    var index = 0
    // Names of labels begin alike for long: eight bytes a step, in an order in which they compare as numbers.
    while index + 8 <= common {
      let one = UInt64(bigEndian: leftBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let other = UInt64(bigEndian: rightBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      if one != other { return one < other }
      index += 8
    }
    while index < common {
      if left[index] != right[index] { return left[index] < right[index] }
      index += 1
    }
    return left.count < right.count
  }

  /// Whether the string begins with the bytes of the prefix.
  static func startsWith(_ text: String, _ prefix: String) -> Bool {
    let starts = text.utf8.withContiguousStorageIfAvailable { text in
      prefix.utf8.withContiguousStorageIfAvailable { prefix in
        text.count >= prefix.count && areEqual(UnsafeBufferPointer(rebasing: text[..<prefix.count]), prefix)
      }
    }
    return starts.flatMap { $0 } ?? text.utf8.starts(with: prefix.utf8)
  }

  /// Feeds the bytes, and an end mark, to the hasher.
  static func hash(_ text: String, into hasher: inout Hasher) {
    let hashed: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if hashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    hasher.combine(0xFF as UInt8)
  }
}
