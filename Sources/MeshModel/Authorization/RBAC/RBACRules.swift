import KubernetesModel
public import SourceText

/// The AuthorizationPolicies of a workload as the rules of Envoy's RBAC filters.
///
/// ``Authorization`` decides on them by itself; this is what Istio has Envoy decide.
///
/// Source: istio/istio `pilot/pkg/security/authz/builder/builder.go`, `model/model.go`, `model/generator.go`, 1.30.3.
public struct RBACRules: Sendable {
  private let policies: [AuthorizationPolicy]
  private let trustDomains: [String]

  /// Prepares the policies that apply to a workload. `trustDomains` begins with the mesh's own.
  public init(_ policies: [AuthorizationPolicy], trustDomains: [String]) {
    self.policies = policies.filter { !$0.isDryRun }
    self.trustDomains = trustDomains
  }

  /// The `rules` of each filter in order, denying ones first.
  public func rules(forTCP: Bool) -> [YAMLNode] {
    [AuthorizationPolicy.Action.deny, .allow].compactMap { action in
      let matching = policies.filter { ($0.spec.action ?? .allow) == action }
      guard !matching.isEmpty else { return nil }
      let named = matching.flatMap { policy in
        (policy.spec.rules ?? []).enumerated().compactMap { number, rule in
          compiled(rule, of: policy, action, forTCP).map { (Self.name(of: policy, number), $0) }
        }
      }
      return .mapping([("action", .string(action.rawValue)), ("policies", .mapping(named))])
    }
  }

  /// The name that Envoy's logs give a rule: `ns[shop]-policy[no-scrape]-rule[0]`.
  private static func name(of policy: AuthorizationPolicy, _ rule: Int) -> String {
    "ns[\(policy.metadata.namespace ?? "default")]-policy[\(policy.metadata.name)]-rule[\(rule)]"
  }

  /// The policy that a rule's name belongs to, as `namespace/name`; nil if the text names none.
  public static func policy(inDetails details: String) -> String? {
    guard let start = details.firstRange(of: "ns["), let middle = details.firstRange(of: "]-policy["),
      let end = details.firstRange(of: "]-rule["), start.upperBound <= middle.lowerBound,
      middle.upperBound <= end.lowerBound
    else { return nil }
    return "\(details[start.upperBound..<middle.lowerBound])/\(details[middle.upperBound..<end.lowerBound])"
  }

  private func compiled(
    _ rule: AuthorizationPolicy.Rule, of policy: AuthorizationPolicy, _ action: AuthorizationPolicy.Action,
    _ forTCP: Bool
  ) -> YAMLNode? {
    let compiler = RBACCompiler(
      action: action, namespace: policy.metadata.namespace ?? "default", trustDomains: trustDomains,
      forTCP: forTCP)
    guard let (permissions, principals) = compiler.compile(rule) else { return nil }
    return .mapping([
      ("permissions", .sequence(permissions.map { $0.node(.permission) })),
      ("principals", .sequence(principals.map { $0.node(.principal) })),
    ])
  }
}
