/// Where a pattern has matched.
public struct Match: Hashable, Sendable {
  /// The text that was searched.
  public let text: String
  /// For each group, the whole match first, the range of UTF-8 bytes; nil for a group that took no part.
  public let offsets: [Range<Int>?]

  /// What the group has matched, or nil.
  public subscript(group: Int) -> Substring? {
    guard offsets.indices.contains(group), let range = offsets[group] else { return nil }
    let bytes = text.utf8
    guard range.upperBound <= bytes.count else { return nil }
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    let end = bytes.index(start, offsetBy: range.count)
    return text[start..<end]
  }
}
