/// Puts expositions one after the other, byte for byte, so that the whole can still be parsed.
///
/// Every part ends with a line break, and `# EOF` stands at most once, at the very end. Nothing else is looked
/// at: two parts may hold the same series, as in what a mesh agent merges.
public struct Concatenation: Sendable {
  /// The bytes so far, without `# EOF`.
  public private(set) var bytes: [UInt8] = []
  private static let endMark = Array("# EOF".utf8)

  /// Begins with nothing.
  public init() {}

  /// Appends a part, without the `# EOF` at its end.
  public mutating func append(_ part: some Collection<UInt8>) {
    var end = Array(part)[...]
    while end.last == UInt8(ascii: "\n") { end = end.dropLast() }
    if end.suffix(Self.endMark.count).elementsEqual(Self.endMark),
      end.count == Self.endMark.count || end.dropLast(Self.endMark.count).last == UInt8(ascii: "\n")
    {
      end = end.dropLast(Self.endMark.count)
      while end.last == UInt8(ascii: "\n") { end = end.dropLast() }
    }
    if end.isEmpty { return }
    bytes.append(contentsOf: end)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The whole, ended as the format wants it.
  public func finished(as format: ExpositionFormat) -> [UInt8] {
    format.isOpenMetrics ? bytes + Self.endMark + [UInt8(ascii: "\n")] : bytes
  }
}
