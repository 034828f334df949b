import KubernetesModel

/// The mutual TLS that holds for one workload.
public struct WorkloadMTLS: Sendable, Hashable {
  /// The mode of every port that ``ports`` does not name.
  public var mode: MTLS
  /// The modes of single workload ports.
  public var ports: [UInt16: MTLS]

  /// Makes a result.
  public init(mode: MTLS = .permissive, ports: [UInt16: MTLS] = [:]) {
    self.mode = mode
    self.ports = ports
  }

  /// The mode of a workload port.
  public func mode(port: UInt16) -> MTLS { ports[port] ?? mode }

  /// The mode of a captured workload port in a release, whether or not a Service names it.
  ///
  /// See ``IstioBehaviour/passthroughHasPolicy`` and ``IstioBehaviour/passthroughHasPortPolicy``.
  public func mode(port: UInt16, isNamedByService: Bool, version: IstioVersion) -> MTLS {
    if isNamedByService { return mode(port: port) }
    guard version.exhibits(.passthroughHasPolicy) else { return .disable }
    return version.exhibits(.passthroughHasPortPolicy) ? mode(port: port) : mode
  }
}

/// How the policies of mesh, namespace and workload come to one mode.
///
/// The narrowest scope wins; within a scope, the oldest policy; `UNSET` inherits from the wider scope; a
/// policy with a selector in the root namespace is ignored; `portLevelMtls` counts only in the one workload
/// policy that wins. Without any policy the mode is `PERMISSIVE`.
///
/// Source: istio/istio `pilot/pkg/security/authn/policy_applier.go`, `ComposePeerAuthentication`, and
/// `pilot/pkg/model/authentication.go`, `GetPeerAuthenticationsForWorkload`, 1.30.3.
public enum PeerAuthenticationComposition {
  /// Composes the policies for a workload. `policies` may hold those of other namespaces and workloads.
  public static func compose(
    _ policies: [PeerAuthentication], workloadNamespace: String, workloadLabels: [String: String],
    rootNamespace: String, version: IstioVersion = .latest
  ) -> WorkloadMTLS {
    var mesh: PeerAuthentication?
    var namespace: PeerAuthentication?
    var workload: PeerAuthentication?
    let sorted = policies.sorted(by: isOlder)
    for policy in version.exhibits(.oldestPolicyWins) ? sorted : sorted.reversed() {
      let home = policy.metadata.namespace ?? "default"
      guard home == rootNamespace || home == workloadNamespace || !version.exhibits(.policyStaysAtHome) else {
        continue
      }
      if policy.spec.selector?.isEmpty ?? true {
        if home == rootNamespace { mesh = mesh ?? policy } else { namespace = namespace ?? policy }
      } else if home != rootNamespace || !version.exhibits(.rootSelectorIgnored),
        policy.spec.selector?.matches(workloadLabels) ?? false
      {
        workload = workload ?? policy
      }
    }
    var result = WorkloadMTLS(mode: version.exhibits(.permissiveByDefault) ? .permissive : .strict)
    var scopes = [mesh, namespace, workload]
    // The last one wins.
    if !version.exhibits(.workloadPolicyWins) { scopes.swapAt(1, 2) }
    if !version.exhibits(.namespacePolicyWins) { scopes.swapAt(0, 1) }
    for case let policy? in scopes {
      if let mode = policy.spec.mtls?.explicit {
        result.mode = mode
      } else if !version.exhibits(.unsetInherits) {
        result.mode = .permissive
      }
    }
    var byPort = workload
    if !version.exhibits(.portLevelNeedsSelector) { byPort = workload ?? namespace ?? mesh }
    for (port, setting) in byPort?.spec.portLevelMtls ?? [:] {
      guard let number = UInt16(port) else { continue }
      result.ports[number] = setting.explicit ?? result.mode
    }
    return result
  }

  /// Oldest first; RFC 3339 in UTC sorts as text. Of equal age, the first by name and namespace wins.
  ///
  /// Source: istio/istio `pilot/pkg/model/config.go`, `sortConfigByCreationTime`, 1.30.3.
  private static func isOlder(_ left: PeerAuthentication, _ right: PeerAuthentication) -> Bool {
    let (mine, theirs) = (left.metadata.creationTimestamp ?? "", right.metadata.creationTimestamp ?? "")
    if mine != theirs { return mine < theirs }
    return (left.metadata.name, left.metadata.namespace ?? "")
      < (right.metadata.name, right.metadata.namespace ?? "")
  }
}
