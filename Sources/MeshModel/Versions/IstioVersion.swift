/// A release of Istio: `1.30.3`, or a minor line (`1.30`), which stands for the newest patch of it.
///
/// Its text can carry the ids of behaviours that are deliberately wrong (`1.30.3~merge.app-last`), so that
/// the suite can prove that each of them is noticed; see ``IstioBehaviour``.
public struct IstioVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Always 1 so far.
  public let major: Int
  /// The minor line.
  public let minor: Int
  /// The patch; nil for the newest of the line.
  public let patch: Int?
  /// Behaviours that are deliberately the opposite of what the release does.
  public let mutations: Set<IstioBehaviour>

  /// Names a release.
  public init(_ major: Int, _ minor: Int, _ patch: Int? = nil, mutations: Set<IstioBehaviour> = []) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.mutations = mutations
  }

  /// Reads `1.30`, `1.30.3`, `v1.30.3`, `1.31.0-rc.0` (which counts as 1.31.0); nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    var number = parts[0]
    if number.first == "v" { number = number.dropFirst() }
    if let dash = number.firstIndex(of: "-") { number = number[..<dash] }
    let fields = number.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count) else { return nil }
    var values: [Int] = []
    for field in fields {
      guard !field.isEmpty, field.utf8.count <= 4, field.utf8.allSatisfy({ (48...57).contains($0) }),
        let value = Int(field)
      else { return nil }
      values.append(value)
    }
    guard values[0] >= 1 || values[1] > 0 else { return nil }
    major = values[0]
    minor = values[1]
    patch = values.count == 3 ? values[2] : nil
    var wrong: Set<IstioBehaviour> = []
    if parts.count == 2 {
      for id in parts[1].split(separator: ",") {
        guard let behaviour = IstioBehaviour(rawValue: String(id)) else { return nil }
        wrong.insert(behaviour)
      }
    }
    mutations = wrong
  }

  /// The newest release that this project knows in full.
  public static let latest = IstioVersion(1, 30, 3)

  /// The text form, from which the version can be read again.
  public var description: String {
    let ids = mutations.map(\.rawValue).sorted()
    return number + (ids.isEmpty ? "" : "~" + ids.joined(separator: ","))
  }

  /// The number alone: `1.30.3`, `1.30`.
  public var number: String { "\(major).\(minor)" + (patch.map { ".\($0)" } ?? "") }

  /// Whether the release is this one or a later one.
  public func isAtLeast(_ major: Int, _ minor: Int, _ patch: Int = 0) -> Bool {
    (self.major, self.minor, self.patch ?? .max) >= (major, minor, patch)
  }

  /// Whether the release is the other or a later one; of a line, the other is its first patch.
  func isAtLeast(_ other: IstioVersion) -> Bool { isAtLeast(other.major, other.minor, other.patch ?? 0) }

  /// Orders by number; a line without patch comes after all of its patches.
  public static func < (left: Self, right: Self) -> Bool {
    let ours = (left.major, left.minor, left.patch ?? .max, left.description)
    return ours < (right.major, right.minor, right.patch ?? .max, right.description)
  }

  /// Whether the release behaves in this way, or, if the behaviour is mutated, whether it does not.
  public func exhibits(_ behaviour: IstioBehaviour) -> Bool {
    behaviour.holds(in: self) != (!mutations.isEmpty && mutations.contains(behaviour))
  }
}
