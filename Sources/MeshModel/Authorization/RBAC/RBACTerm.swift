import SourceText

/// A condition of Envoy's RBAC filter, as permission (what is asked) or as principal (who asks).
///
/// Source: envoyproxy/envoy `api/envoy/config/rbac/v3/rbac.proto`, 1.38.
indirect enum RBACTerm: Sendable, Hashable {
  case any
  case leaf(String, YAMLNode)
  case all([RBACTerm])
  case either([RBACTerm])
  case not(RBACTerm)

  /// What nothing matches.
  static let nothing = RBACTerm.not(.any)

  enum Side { case permission, principal }

  /// The term in the words of one side.
  func node(_ side: Side) -> YAMLNode {
    let isPermission = side == .permission
    switch self {
    case .any: return .mapping([("any", true)])
    case .leaf(let name, let value): return .mapping([(name, value)])
    case .not(let term): return .mapping([(isPermission ? "not_rule" : "not_id", term.node(side))])
    case .all(let terms): return Self.list(isPermission ? "and_rules" : "and_ids", terms, side)
    case .either(let terms): return Self.list(isPermission ? "or_rules" : "or_ids", terms, side)
    }
  }

  private static func list(_ name: String, _ terms: [RBACTerm], _ side: Side) -> YAMLNode {
    let members = YAMLNode.sequence(terms.map { $0.node(side) })
    return .mapping([(name, .mapping([(side == .permission ? "rules" : "ids", members)]))])
  }
}

/// Envoy's string matchers for the wildcards of policies.
///
/// Source: istio/istio `pilot/pkg/security/authz/matcher/string.go`, `header.go`, 1.30.3.
enum RBACMatcher {
  static func text(_ value: String, after prefix: String = "", ignoresCase: Bool = false) -> YAMLNode {
    if value == "*" { return regex(".+") }
    let rest = value.hasPrefix("*") ? String(value.dropFirst()) : value
    if value.hasPrefix("*") {
      return prefix.isEmpty
        ? matcher("suffix", rest, ignoresCase) : regex(prefix + ".*" + quoted(rest))
    }
    if value.hasSuffix("*") { return matcher("prefix", prefix + value.dropLast(), ignoresCase) }
    return matcher("exact", prefix + value, ignoresCase)
  }

  static func regex(_ pattern: String) -> YAMLNode {
    .mapping([("safe_regex", .mapping([("regex", .string(pattern))]))])
  }

  static func header(_ name: String, _ value: String, ignoresCase: Bool = false) -> RBACTerm {
    let match: (String, YAMLNode) =
      value == "*"
      ? ("present_match", true) : ("string_match", text(value, ignoresCase: ignoresCase))
    return .leaf("header", .mapping([("name", .string(name)), match]))
  }

  /// A text as the pattern that matches it alone.
  static func quoted(_ text: some StringProtocol) -> String {
    text.reduce(into: "") { pattern, character in
      if #"\.+*?()|[]{}^$"#.contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
  }

  private static func matcher(_ kind: String, _ text: String, _ ignoresCase: Bool) -> YAMLNode {
    .mapping([(kind, .string(text))] + (ignoresCase ? [("ignore_case", true)] : []))
  }
}
