import Contract
import MeshModel
import Scenarios

/// The roles of Consul's containers in a pod: the proxy, and the server that merges.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/webhook/redirect_traffic.go`, 2.0.3; hashicorp/consul
/// `sdk/iptables/iptables.go` (every redirected port leads to 20000), `agent/xds/listeners.go`, 1.16.
struct ConsulRolePlan {
  private let pod: PlannedPod
  private let consul: ConsulInjectionOutcome
  private let state: State
  /// The ports that somebody could dial.
  private let ports: Set<UInt16>

  init(_ pod: PlannedPod, _ consul: ConsulInjectionOutcome, state: State, ports: Set<UInt16>) {
    self.pod = pod
    self.consul = consul
    self.state = state
    self.ports = ports
  }

  private enum Ports {
    static let admin: UInt16 = 19_000
    static let own: UInt16 = 20_101
    static let inbound: UInt16 = 20_000
    /// The proxy's readiness, which here is on its localhost only.
    static let ready: UInt16 = 21_000
  }

  var roles: [RoleConfiguration] {
    // A container that exits leaves the redirection, and nobody to take what is redirected.
    guard consul.metrics?.exits == nil else { return [] }
    return [.proxy(proxy)] + (agent.map { [.agent($0)] } ?? [])
  }

  private var version: ConsulVersion { ConsulVersion(state.mesh.version) ?? .latest }
  private var service: String { consul.service ?? "" }
  private var policies: ConsulPolicies { state.mesh.consul.policies }
  private var datacenter: String { state.mesh.consul.values.global.datacenter }

  // MARK: Proxy

  private var proxy: ProxyConfiguration {
    let identity = ConsulIdentity.spiffeID(service: service, datacenter: datacenter)
    return ProxyConfiguration(
      pod: pod.reference, version: state.mesh.version,
      identity: WorkloadIdentity(
        spiffeID: identity, certificateChain: "", privateKey: "", trustedRoots: "", trustDomains: []),
      inbound: inbound, statistics: [], health: [Listener(Endpoint(pod.addresses.loopback, Ports.ready))],
      admin: [Listener(Endpoint(pod.addresses.loopback, Ports.admin))], consul: sidecar,
      fault: state.fault(.proxy, in: pod.template))
  }

  private var sidecar: ConsulSidecar {
    ConsulSidecar(
      service: service, datacenter: datacenter, rules: rules,
      permissivePort: isPermissive ? consul.servicePort : nil, metrics: metrics)
  }

  private var rules: ConsulRules {
    let allowsByDefault = state.mesh.consul.values.allowsByDefault || !version.exhibits(.deniesByDefault)
    let rules = policies.rules(for: service, allowsByDefault: allowsByDefault, version: version)
    return ConsulRules(
      allows: rules.allows,
      principals: rules.principals.map { ConsulPrincipal(source: $0.source, except: $0.except) })
  }

  private var isPermissive: Bool {
    version.exhibits(.permissiveMutualTLS)
      && policies.isPermissive(service)
  }

  /// The public listener: the proxy's own port, and every port that is redirected to it.
  private var inbound: [InboundListener] {
    ports.filter(consul.captures).union([Ports.inbound]).sorted().map { port in
      InboundListener(
        listener: Listener(Endpoint(pod.addresses.pod, port)),
        mode: version.exhibits(.takesTLSOnly) ? .strict : .permissive, portProtocol: .tcp,
        // Whatever port was dialled, the service is reached at its own.
        upstream: Endpoint(
          pod.addresses.loopback, version.exhibits(.leadsToOnePort) ? consul.servicePort ?? 0 : port),
        isPassthrough: false)
    }
  }

  private var metrics: ConsulMetricsListener? {
    guard let metrics = consul.metrics else { return nil }
    return ConsulMetricsListener(
      listeners: both(metrics.scrapePort), path: metrics.scrapePath,
      backend: Endpoint(pod.addresses.loopback, metrics.mergedPort ?? Ports.admin),
      tls: metrics.speaksTLS ? ServerCertificate(certificateChain: "", privateKey: "") : nil)
  }

  /// On every address of the pod; where the port is redirected, the pod IP is the proxy's.
  private func both(_ port: UInt16) -> [Listener] {
    let outside = consul.captures(port) ? pod.addresses.eth0 : pod.addresses.pod
    return [Listener(Endpoint(outside, port)), Listener(Endpoint(pod.addresses.loopback, port))]
  }

  // MARK: Merging

  private var agent: AgentConfiguration? {
    guard let metrics = consul.metrics, let port = metrics.mergedPort else { return nil }
    func listeners(_ port: UInt16) -> [Listener] {
      metrics.isMergedOnEveryAddress ? both(port) : [Listener(Endpoint(pod.addresses.loopback, port))]
    }
    return AgentConfiguration(
      pod: pod.reference, version: state.mesh.version, environment: [:], status: listeners(port),
      localhost: pod.addresses.loopback,
      consul: ConsulMerging(
        arguments: metrics.arguments, own: metrics.hasOwn ? listeners(Ports.own) : []),
      fault: state.fault(.agent, in: pod.template))
  }
}
