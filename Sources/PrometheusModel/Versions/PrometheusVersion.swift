/// A version of Prometheus, by which behaviour is keyed.
public struct PrometheusVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// The major number: 2 or 3.
  public let major: Int
  /// The minor number.
  public let minor: Int
  /// The patch number.
  public let patch: Int
  /// The behaviour that is deliberately the opposite of what the release does; nil for none.
  public private(set) var mutation: PrometheusBehaviour?

  /// Makes a version of its numbers.
  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `3.5.0`, `3.5`, `3` or `v2.53.3`; what follows `-` or `+` (a pre-release, a build) is left out. After `~`
  /// stands the id of a behaviour that is deliberately wrong.
  public init?(_ text: String) {
    let halves = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    let unprefixed = halves[0].hasPrefix("v") ? halves[0].dropFirst() : halves[0]
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
    if halves.count == 2 {
      guard let behaviour = PrometheusBehaviour(rawValue: String(halves[1])) else { return nil }
      mutation = behaviour
    }
  }

  /// The text form, from which the version can be read again.
  public var description: String { number + (mutation.map { "~\($0.rawValue)" } ?? "") }

  /// All three numbers.
  public var number: String { "\(major).\(minor).\(patch)" }

  /// The same release with one behaviour that is deliberately wrong.
  public func mutated(by behaviour: PrometheusBehaviour) -> PrometheusVersion {
    var version = self
    version.mutation = behaviour
    return version
  }

  /// Whether the first version is older.
  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
