import SourceText

/// What the API server says about itself: its version, its groups, its resources.
struct APIDiscovery: Sendable {
  private let version: String
  private let types: [ResourceType]

  /// Describes a server of a version (`v1.34.0`) with these kinds of object.
  init(version: String, types: [ResourceType]) {
    self.version = version
    self.types = types
  }

  /// The answer for a path; nil if it is none of discovery.
  func answer(_ path: String) -> YAMLNode? {
    switch path {
    case "/version", "/version/": return versionInfo
    case "/api", "/api/":
      return .mapping([("kind", .string("APIVersions")), ("versions", .sequence([.string("v1")]))])
    case "/apis", "/apis/":
      return .mapping([
        ("kind", .string("APIGroupList")), ("apiVersion", .string("v1")),
        ("groups", .sequence(groups.map { group($0) })),
      ])
    default:
      let parts = path.split(separator: "/").map(String.init)
      if parts.first == "apis", parts.count == 2, groups.contains(parts[1]) {
        return group(parts[1]).merged(
          with: .mapping([("kind", .string("APIGroup")), ("apiVersion", .string("v1"))]))
      }
      return resources(parts)
    }
  }

  private var groups: [String] { Set(types.map(\.group)).subtracting([""]).sorted() }

  /// Source: kubernetes/apimachinery `pkg/version/types.go`, `Info`, 1.34.
  private var versionInfo: YAMLNode {
    let parts = version.drop { $0 == "v" }.split(separator: ".")
    return .mapping([
      ("major", .string(String(parts.first ?? ""))), ("minor", .string(String(parts.dropFirst().first ?? ""))),
      ("gitVersion", .string(version)), ("gitCommit", .string("")), ("gitTreeState", .string("")),
      ("buildDate", .string("")), ("goVersion", .string("")), ("compiler", .string("")),
      ("platform", .string("linux/amd64")),
    ])
  }

  private func group(_ name: String) -> YAMLNode {
    let versions = Set(types.filter { $0.group == name }.map(\.version)).sorted().map { version in
      YAMLNode.mapping([("groupVersion", .string("\(name)/\(version)")), ("version", .string(version))])
    }
    return .mapping([
      ("name", .string(name)), ("versions", .sequence(versions)),
      ("preferredVersion", versions.last ?? .mapping([])),
    ])
  }

  private func resources(_ parts: [String]) -> YAMLNode? {
    let apiVersion: String
    switch (parts.first, parts.count) {
    case ("api", 2): apiVersion = parts[1]
    case ("apis", 3): apiVersion = "\(parts[1])/\(parts[2])"
    default: return nil
    }
    let types = types.filter { $0.apiVersion == apiVersion }
    guard !types.isEmpty else { return nil }
    return .mapping([
      ("kind", .string("APIResourceList")), ("apiVersion", .string("v1")),
      ("groupVersion", .string(apiVersion)), ("resources", .sequence(types.map(resource))),
    ])
  }

  private func resource(_ type: ResourceType) -> YAMLNode {
    .mapping([
      ("name", .string(type.resource)), ("singularName", .string(type.kind.lowercased())),
      ("namespaced", .bool(type.isNamespaced)), ("kind", .string(type.kind)),
      ("verbs", .sequence(["get", "list", "watch"].map { .string($0) })),
      ("shortNames", .sequence(type.shortNames.map { .string($0) })),
    ])
  }
}
