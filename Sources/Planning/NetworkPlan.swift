public import Contract
public import KubernetesModel
import Scenarios

/// What NetworkPolicies do to connections of Prometheus'.
///
/// Prometheus is the only one that connects from outside of a pod here, so that its connections are all there is to
/// decide. How policies meet connections that exist already depends on the network plugin; here, as with those that
/// leave established connections to conntrack, they stay.
public struct NetworkPlan: Sendable {
  /// The policies.
  public var policies: [NetworkPolicy]
  /// Prometheus' pod.
  public var prometheus: NetworkedPod
  /// Whether there are policies in any state of the scenario.
  public var isEverUsed: Bool
  private let namespaces: [String: [String: String]]

  init(_ state: State, isEverUsed: Bool) {
    self.isEverUsed = isEverUsed
    policies = state.networkPolicies
    namespaces = Dictionary(
      state.namespaces.map { ($0.metadata.name, $0.metadata.labels ?? [:]) },
      uniquingKeysWith: { first, _ in first })
    let install = state.prometheus
    prometheus = NetworkedPod(
      namespace: install.namespace, namespaceLabels: namespaces[install.namespace] ?? [:],
      labels: install.podLabels ?? [:])
  }

  /// Whether the node drops Prometheus' packets to a port of a pod, and by which policies.
  ///
  /// A pod with the node's network is none to policies. Source: kubernetes/website
  /// `content/en/docs/concepts/services-networking/network-policies.md`, "NetworkPolicy and hostNetwork pods".
  public func denial(of port: UInt16, on pod: PlannedPod) -> NetworkPolicyDenial? {
    guard !policies.isEmpty, pod.pod.spec.hostNetwork != true else { return nil }
    return policies.denial(from: prometheus, to: networked(pod), port: port)
  }

  private func networked(_ pod: PlannedPod) -> NetworkedPod {
    let spec = pod.pod.spec
    return NetworkedPod(
      namespace: pod.reference.namespace, namespaceLabels: namespaces[pod.reference.namespace] ?? [:],
      labels: pod.pod.metadata.labels ?? [:],
      ports: (spec.containers + (spec.initContainers ?? [])).flatMap { $0.ports ?? [] })
  }

  /// The ports of a pod on which nobody listens, and which would refuse a connection if it came through; only those
  /// that a scenario speaks of.
  func silentPorts(of pod: PlannedPod, mentioned: Set<UInt16>) -> [UInt16] {
    guard !policies.isEmpty, pod.pod.status?.phase == "Running", !pod.isRefused else { return [] }
    let declared = networked(pod).ports.filter { $0.protocol ?? "TCP" == "TCP" }.map(\.containerPort)
    let served = Set(pod.clusterEndpoints.map(\.port))
    return mentioned.union(declared).subtracting(served).sorted().filter { denial(of: $0, on: pod) != nil }
  }
}

extension PlannedPod {
  /// Where the pod's roles listen on the pod IP, or behind it.
  public var clusterEndpoints: [Endpoint] {
    roles.flatMap(\.listeners).filter { $0.address == addresses.pod || $0.address == addresses.behind }
  }
}

extension RoleConfiguration {
  /// Where a role of a pod listens.
  fileprivate var listeners: [Endpoint] {
    switch self {
    case .app(let app): app.ports.flatMap(\.listeners).map(\.endpoint)
    case .proxy(let proxy):
      proxy.inbound.map(\.listener.endpoint)
        + (proxy.statistics + proxy.health + proxy.admin + proxy.secureMetrics.map(\.listener)).map(\.endpoint)
    case .agent(let agent): agent.status.map(\.endpoint)
    default: []
    }
  }
}
