/// Comparison of strings by their UTF-8 bytes, as Go compares them.
enum Bytes {
  /// Whether the strings are the same bytes.
  static func equal(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count, left == right else { return false }
    // Canonically equivalent strings can still differ in bytes; only what is not ASCII can.
    return left.utf8.elementsEqual(right.utf8)
  }

  /// Whether the first string comes before the second.
  static func precede(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Whether the string begins with the bytes of the prefix.
  static func startsWith(_ text: String, _ prefix: String) -> Bool {
    text.utf8.starts(with: prefix.utf8)
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
