/// A range of addresses: `10.1.0.0/16`, or a single one.
struct AddressBlock {
  private let bytes: [UInt8]
  private let bits: Int

  /// Nil for what is no address, or has more bits than one.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = Self.parse(String(parts[0])) else { return nil }
    self.bytes = bytes
    if parts.count == 2 {
      guard let bits = GoSyntax.integer(String(parts[1])), (0...(bytes.count * 8)).contains(bits) else {
        return nil
      }
      self.bits = bits
    } else {
      bits = bytes.count * 8
    }
  }

  /// Whether an address lies in the range.
  func contains(_ address: String) -> Bool {
    guard let other = Self.parse(address), other.count == bytes.count else { return false }
    let whole = bits / 8
    guard bytes.prefix(whole).elementsEqual(other.prefix(whole)) else { return false }
    let rest = bits % 8
    guard rest > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - rest))
    return bytes[whole] & mask == other[whole] & mask
  }

  private static func parse(_ text: String) -> [UInt8]? {
    text.contains(":") ? parseIPv6(text) : parseIPv4(text)
  }

  private static func parseIPv4(_ text: String) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? UInt8($0) : nil }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func parseIPv6(_ text: String) -> [UInt8]? {
    let halves: [Substring]
    if let gap = text.firstRange(of: "::") {
      halves = [text[..<gap.lowerBound], text[gap.upperBound...]]
    } else {
      halves = [text[...]]
    }
    let groups = halves.map { half in
      half.isEmpty
        ? [] : half.split(separator: ":", omittingEmptySubsequences: false).map { UInt16($0, radix: 16) }
    }
    guard !groups.joined().contains(where: { $0 == nil }) else { return nil }
    var numbers = groups[0].compactMap { $0 }
    if groups.count == 2 {
      let tail = groups[1].compactMap { $0 }
      guard numbers.count + tail.count < 8 else { return nil }
      numbers += Array(repeating: 0, count: 8 - numbers.count - tail.count) + tail
    }
    guard numbers.count == 8 else { return nil }
    return numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }
}
