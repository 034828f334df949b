import Contract
import KubernetesModel
import MeshModel
import Scenarios

/// The role of Linkerd's proxy in a pod.
///
/// Source: linkerd/linkerd2 `charts/partials/templates/_proxy.tpl`, `_proxy-init.tpl`, edge of August 2026.
struct LinkerdRolePlan {
  private let pod: PlannedPod
  private let linkerd: LinkerdInjectionOutcome
  private let state: State
  private let version: LinkerdVersion
  /// The ports that somebody could dial.
  private let ports: Set<UInt16>

  init?(_ pod: PlannedPod, _ linkerd: LinkerdInjectionOutcome, state: State, ports: Set<UInt16>) {
    guard let version = LinkerdVersion(state.mesh.version) else { return nil }
    self.pod = pod
    self.linkerd = linkerd
    self.state = state
    self.version = version
    self.ports = ports
  }

  private static let admin: UInt16 = 4191

  var role: RoleConfiguration {
    let captured = ports.subtracting([4140, 4143, 4190, Self.admin]).filter(linkerd.captures).sorted()
    let outside = linkerd.captures(Self.admin) ? pod.addresses.eth0 : pod.addresses.pod
    let guarded = captured + (version.exhibits(.guardsAdminPort) ? [Self.admin] : [])
    let behind = version.exhibits(.dialsPodIP) ? pod.addresses.eth0 : pod.addresses.loopback
    return .proxy(
      ProxyConfiguration(
        pod: pod.reference, version: state.mesh.version,
        identity: WorkloadIdentity(
          spiffeID: identity, certificateChain: "", privateKey: "", trustedRoots: "", trustDomains: []),
        inbound: captured.map { port in
          InboundListener(
            listener: Listener(Endpoint(pod.addresses.pod, port)), mode: .permissive, portProtocol: .auto,
            upstream: Endpoint(behind, port), isPassthrough: false)
        }, statistics: [],
        linkerd: LinkerdSidecar(
          admin: [
            Listener(Endpoint(outside, Self.admin)), Listener(Endpoint(pod.addresses.loopback, Self.admin)),
          ], refusals: guarded.compactMap(refusal)), fault: state.fault(.proxy, in: pod.template)))
  }

  private func refusal(of port: UInt16) -> LinkerdRefusal? {
    state.mesh.linkerd.servers.refusal(
      of: port, in: pod.pod, defaultPolicy: linkerd.defaultPolicy, version: version
    ).map { LinkerdRefusal(port: port, by: $0, isOpaque: linkerd.opaquePorts.contains(port)) }
  }

  /// Linkerd's identities are DNS names.
  private var identity: String {
    let account = pod.pod.spec.serviceAccountName ?? "default"
    return "\(account).\(pod.reference.namespace).serviceaccount.identity.linkerd.cluster.local"
  }
}
