import KubernetesModel

/// The policies of one workload, ready to decide.
///
/// Source: istio/istio `pilot/pkg/security/authz/builder/builder.go` and `model/model.go`, 1.30.3; the order of
/// actions is istio/api's `security/v1beta1/authorization_policy.proto`. `CUSTOM` asks a service outside and
/// counts as allowed here, unless ``AuthorizationPolicy/withoutAuthorizer(version:)`` has made a denial of it;
/// `AUDIT` and dry runs decide nothing.
public struct Authorization: Sendable, Hashable {
  /// What is decided.
  public enum Decision: Sendable, Hashable {
    /// The request passes.
    case allowed
    /// The request is refused by this policy, nil if no allowing one matches.
    case denied(by: String?)
  }

  private let denying: [AuthorizationPolicy]
  private let allowing: [AuthorizationPolicy]
  private let trustDomains: [String]
  private let version: IstioVersion

  /// Prepares the policies that apply to a workload. `trustDomains` begins with the mesh's own.
  public init(_ policies: [AuthorizationPolicy], trustDomains: [String], version: IstioVersion = .latest) {
    let enforced = version.exhibits(.dryRunDecidesNothing) ? policies.filter { !$0.isDryRun } : policies
    let denials: Set<AuthorizationPolicy.Action> =
      version.exhibits(.auditDecidesNothing) ? [.deny] : [.deny, .audit]
    denying = enforced.filter { denials.contains($0.spec.action ?? .allow) }
    allowing = enforced.filter { ($0.spec.action ?? .allow) == .allow }
    self.trustDomains = trustDomains
    self.version = version
  }

  /// Whether there is nothing to decide.
  public var isEmpty: Bool { denying.isEmpty && allowing.isEmpty }

  /// Decides on a connection (without `http`) or a request.
  public func decide(_ request: AuthorizationRequest) -> Decision {
    if !version.exhibits(.denyWins), allowing.contains(where: { matches($0, request) }) { return .allowed }
    for policy in denying where matches(policy, request) { return .denied(by: policy.reference) }
    if allowing.isEmpty || !version.exhibits(.allowRefusesRest) { return .allowed }
    return allowing.contains { matches($0, request) } ? .allowed : .denied(by: nil)
  }

  private func matches(_ policy: AuthorizationPolicy, _ request: AuthorizationRequest) -> Bool {
    (policy.spec.rules ?? []).contains { rule in
      let matching = RuleMatching(
        request: request, action: policy.spec.action ?? .allow,
        namespace: policy.metadata.namespace ?? "default",
        trustDomains: trustDomains, version: version)
      return matching.matches(rule)
    }
  }
}
