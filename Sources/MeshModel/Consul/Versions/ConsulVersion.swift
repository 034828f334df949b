/// A release of Consul on Kubernetes, chart and control plane: `1.9.11`, or a minor line (`1.9`), which stands for the
/// newest patch of it. The chart brings consul-dataplane of the same number from 1.0 on.
///
/// Its text can carry the ids of behaviours that are deliberately wrong (`2.0.3~consul.merge.own-metrics`); see
/// ``ConsulBehaviour``.
public struct ConsulVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 0, 1 or 2.
  public let major: Int
  /// The minor line.
  public let minor: Int
  /// The patch; nil for the newest of the line.
  public let patch: Int?
  /// Behaviours that are deliberately the opposite of what the release does.
  public let mutations: Set<ConsulBehaviour>

  /// Names a release.
  public init(_ major: Int, _ minor: Int, _ patch: Int? = nil, mutations: Set<ConsulBehaviour> = []) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.mutations = mutations
  }

  /// Reads `1.9`, `1.9.11`, `v0.49.8`; nil for anything else.
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
    var wrong: Set<ConsulBehaviour> = []
    if parts.count == 2 {
      for id in parts[1].split(separator: ",") {
        guard let behaviour = ConsulBehaviour(rawValue: String(id)) else { return nil }
        wrong.insert(behaviour)
      }
    }
    self.init(values[0], values[1], values.count == 3 ? values[2] : nil, mutations: wrong)
  }

  /// The newest release that this project knows in full.
  public static let latest = ConsulVersion(2, 0, 3)

  /// The first release with metrics of services and sidecars.
  public static let oldest = ConsulVersion(0, 25, 0)

  /// The text form, from which the version can be read again.
  public var description: String {
    let ids = mutations.map(\.rawValue).sorted()
    return number + (ids.isEmpty ? "" : "~" + ids.joined(separator: ","))
  }

  /// The number alone.
  public var number: String { "\(major).\(minor)" + (patch.map { ".\($0)" } ?? "") }

  /// Whether the release is that one or a later one.
  public func isAtLeast(_ other: ConsulVersion) -> Bool { order >= other.order }

  private var order: (Int, Int, Int) { (major, minor, patch ?? .max) }

  /// Orders by number; a line without patch comes after all of its patches.
  public static func < (left: Self, right: Self) -> Bool {
    left.order == right.order ? left.description < right.description : left.order < right.order
  }

  /// Whether the release behaves in this way, or, if the behaviour is mutated, whether it does not.
  public func exhibits(_ behaviour: ConsulBehaviour) -> Bool {
    behaviour.fact.holds(in: self) != mutations.contains(behaviour)
  }
}
