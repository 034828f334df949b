/// A version of Prometheus, by which behaviour is keyed.
public struct PrometheusVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// The major number: 2 or 3.
  public let major: Int
  /// The minor number.
  public let minor: Int
  /// The patch number.
  public let patch: Int

  /// Makes a version of its numbers.
  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `3.5.0`, `3.5`, `3` or `v2.53.3`; what follows `-` or `+` (a pre-release, a build) is left out.
  public init?(_ text: String) {
    let unprefixed = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let numbers = unprefixed.prefix { $0 != "-" && $0 != "+" }
    let parts = numbers.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var values = [0, 0, 0]
    for (index, part) in parts.enumerated() {
      guard !part.isEmpty, part.utf8.count <= 6, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int(part)
      else { return nil }
      values[index] = value
    }
    self.init(values[0], values[1], values[2])
  }

  /// All three numbers.
  public var description: String { "\(major).\(minor).\(patch)" }

  /// Whether the first version is older.
  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
