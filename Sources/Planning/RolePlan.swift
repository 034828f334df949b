import Contract
import FoundationEssentials
import KubernetesModel
import MeshModel
import Scenarios

/// The roles of one pod's containers, and which socket each of them listens on.
struct RolePlan {
  private let pod: PlannedPod
  private let state: State
  private let mentioned: Set<UInt16>
  private let capture: OutboundCapture?

  init(_ pod: PlannedPod, state: State, mentioned: Set<UInt16>, capture: OutboundCapture? = nil) {
    self.capture = capture
    self.pod = pod
    self.state = state
    self.mentioned = mentioned
  }

  /// The application containers that serve something, then proxy and agent where there is a sidecar.
  ///
  /// A pod that does not run has none.
  var roles: [RoleConfiguration] {
    guard pod.pod.status?.phase == "Running", !pod.isRefused else { return [] }
    var roles = applications
    if let injection = pod.injection, pod.hasSidecar {
      if injection.template.hasProxy { roles.append(.proxy(proxy(injection))) }
      if injection.template.hasAgent { roles.append(.agent(agent(injection))) }
    }
    if let consul = pod.consul, pod.hasSidecar {
      roles += ConsulRolePlan(pod, consul, state: state, ports: ports(besides: [])).roles
    }
    if let linkerd = pod.linkerd, pod.hasSidecar,
      let plan = LinkerdRolePlan(pod, linkerd, state: state, ports: ports(besides: []))
    {
      roles.append(plan.role)
    }
    return roles
  }

  // MARK: Application

  private var applications: [RoleConfiguration] {
    var order: [String] = []
    var ports: [String: [UInt16: AppPort]] = [:]
    for exposure in pod.exposures {
      if ports[exposure.container] == nil { order.append(exposure.container) }
      ports[exposure.container, default: [:]][
        exposure.port,
        default: AppPort(
          port: exposure.port, listeners: listeners(of: exposure),
          tls: exposure.https ? ServerCertificate(certificateChain: "", privateKey: "") : nil, endpoints: [])
      ].endpoints.append(AppEndpoint(exposure))
    }
    return order.map { container in
      .app(
        AppConfiguration(
          pod: pod.reference, container: container,
          ports: (ports[container] ?? [:]).values.sorted { $0.port < $1.port }, fault: fault(of: container)))
    }
  }

  private func fault(of container: String) -> Fault? {
    pod.exposures.first { $0.container == container && $0.fault != nil }.flatMap { $0.fault }
      .flatMap(Fault.init(rawValue:)) ?? state.fault(.app, in: pod.template)
  }

  private func listeners(of exposure: Exposure) -> [Listener] {
    let outside = Listener(
      Endpoint(isCaptured(exposure.port) ? pod.addresses.eth0 : outside(exposure.port), exposure.port))
    let inside = Listener(Endpoint(pod.addresses.loopback, exposure.port))
    return switch exposure.bind {
    case .any: [outside, inside]
    case .loopback: [inside]
    case .podIP: [outside]
    }
  }

  // MARK: Proxy

  /// Whether iptables redirect an inbound port to the proxy.
  private func isCaptured(_ port: UInt16) -> Bool {
    pod.captures(port)
  }

  private func proxy(_ injection: InjectionOutcome) -> ProxyConfiguration {
    ProxyConfiguration(
      pod: pod.reference, version: pod.meshVersion, identity: identity, inbound: inbound,
      statistics: both(Ports.statistics), health: both(Ports.health),
      admin: [Listener(Endpoint(pod.addresses.loopback, Ports.admin))], workload: workload,
      authorizationPolicies: authorizationPolicies, secureMetrics: secureMetrics(injection),
      fault: state.fault(.proxy, in: pod.template))
  }

  /// The listeners for metrics over mutual TLS, which bind every address.
  private func secureMetrics(_ injection: InjectionOutcome) -> [SecureMetricsListener] {
    let ports = injection.secureMetricsPorts
    let agent = Endpoint(pod.addresses.loopback, injection.statusPort)
    return (ports.statistics.map(both) ?? []).map { SecureMetricsListener(listener: $0) }
      + (ports.merged.map(both) ?? []).map { SecureMetricsListener(listener: $0, agent: agent) }
  }

  /// The policies that Istio gives the sidecar, root namespace and the pod's own, oldest first.
  private var authorizationPolicies: [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return state.mesh.authorizationPolicies.filter {
      $0.applies(
        toWorkloadIn: pod.reference.namespace, labels: pod.pod.metadata.labels ?? [:],
        rootNamespace: state.mesh.config.rootNamespace, version: version ?? .latest)
    }.compactMap { written in
      let policy = written.withoutAuthorizer(version: version ?? .latest)
      // Encoding values of this type cannot fail: they hold nothing that JSON cannot say.
      return (try? encoder.encode(policy)).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  private enum Ports {
    static let admin: UInt16 = 15_000
    static let health: UInt16 = 15_021
    static let statistics: UInt16 = 15_090
  }

  /// Where a socket is that stands at the pod IP in a cluster. See ``OutboundPlan``.
  private func outside(_ port: UInt16) -> IPAddress {
    capture?.captures(port) ?? false ? pod.addresses.behind : pod.addresses.pod
  }

  private func both(_ port: UInt16) -> [Listener] {
    let outside = isCaptured(port) ? pod.addresses.eth0 : outside(port)
    return [Listener(Endpoint(outside, port)), Listener(Endpoint(pod.addresses.loopback, port))]
  }

  /// The ports of the pod that somebody could dial.
  private func ports(besides others: Set<UInt16>) -> Set<UInt16> {
    var ports = mentioned.union(pod.exposures.map(\.port))
    for container in pod.pod.spec.containers + (pod.pod.spec.initContainers ?? []) {
      for port in container.ports ?? [] where port.protocol ?? "TCP" == "TCP" {
        ports.insert(port.containerPort)
      }
    }
    return ports.subtracting(others)
  }

  private var inbound: [InboundListener] {
    var ports = ports(besides: [Ports.admin])
    // Those of Istio's own that a release captures meet the filter chains of any other port.
    ports.insert(Ports.statistics)
    if let status = pod.injection?.statusPort { ports.insert(status) }
    if let secure = pod.injection?.secureMetricsPorts {
      ports.formUnion([secure.statistics, secure.merged].compactMap { $0 })
    }
    return ports.filter(isCaptured).sorted().map { port in
      let service = serviceProtocol(of: port)
      return InboundListener(
        listener: Listener(Endpoint(outside(port), port)),
        mode: mode(of: port, isNamedByService: service != nil), portProtocol: service ?? undeclared,
        upstream: Endpoint(service == nil ? passthroughAddress : upstreamAddress, port),
        isPassthrough: service == nil)
    }
  }

  private var version: IstioVersion? { IstioVersion(pod.meshVersion) }

  /// The clusters of Services' ports dial the pod's loopback before Istio 1.10, and the pod IP since; that of other
  /// ports dials what was dialled.
  ///
  /// Source: istio/istio `pilot/pkg/networking/core/v1alpha3/cluster_builder.go`,
  /// `buildInboundPassthroughClusters`, 1.9.0; `cluster.go`, `generateInboundPassthroughClusters`, 1.4.3.
  private var upstreamAddress: IPAddress {
    guard let version, !version.exhibits(.dialsPodIP) else { return pod.addresses.eth0 }
    return pod.addresses.loopback
  }

  private var passthroughAddress: IPAddress {
    version?.exhibits(.passthroughDialsPodIP) ?? true ? pod.addresses.eth0 : pod.addresses.loopback
  }

  private func mode(of port: UInt16, isNamedByService: Bool) -> MTLSMode {
    guard let mutualTLS = pod.mutualTLS else { return .permissive }
    let mode = mutualTLS.mode(port: port, isNamedByService: isNamedByService, version: version ?? .latest)
    return MTLSMode(rawValue: mode.rawValue) ?? .permissive
  }

  /// The protocol that the first Service selecting the pod gives a port, nil if none names it.
  private func serviceProtocol(of port: UInt16) -> PortProtocol? {
    for service in state.services
    where service.metadata.namespace ?? "default" == pod.reference.namespace && service.selects(pod.pod) {
      for servicePort in service.spec.ports ?? [] where servicePort.number(on: pod.pod) == port {
        return switch ProtocolSelection.portProtocol(of: servicePort, version: version ?? .latest) {
        case .http: .http
        case .tcp: .tcp
        case .auto: .auto
        }
      }
    }
    return nil
  }

  private var undeclared: PortProtocol {
    ProtocolSelection.undeclared(version: version ?? .latest) == .tcp ? .tcp : .auto
  }

  private var serviceAccount: String { pod.pod.spec.serviceAccountName ?? "default" }

  private var identity: WorkloadIdentity {
    let config = state.mesh.config
    let domains = config.acceptedTrustDomains
    return WorkloadIdentity(
      spiffeID: config.spiffeID(namespace: pod.reference.namespace, serviceAccount: serviceAccount),
      certificateChain: "", privateKey: "", trustedRoots: "",
      trustDomains: version?.exhibits(.takesAliases) ?? true ? domains : Array(domains.prefix(1)))
  }

  /// The labels under which Istio's series name the workload.
  private var workload: [String: String] {
    let labels = pod.pod.metadata.labels ?? [:]
    let service = state.services.first {
      $0.metadata.namespace ?? "default" == pod.reference.namespace && $0.selects(pod.pod)
    }
    return [
      "destination_workload": pod.template.pod.metadata.name,
      "destination_workload_namespace": pod.reference.namespace,
      "destination_app": labels["app"] ?? "unknown",
      "destination_version": labels["version"] ?? "unknown",
      "destination_canonical_service": labels["service.istio.io/canonical-name"] ?? labels["app"]
        ?? pod.template.pod.metadata.name,
      "destination_canonical_revision": labels["service.istio.io/canonical-revision"] ?? labels["version"]
        ?? "latest",
      "destination_service_name": service?.metadata.name ?? "unknown",
      "destination_service_namespace": pod.reference.namespace,
      "destination_service": service.map {
        "\($0.metadata.name).\(pod.reference.namespace).svc.cluster.local"
      } ?? "unknown",
      "destination_principal": identity.spiffeID,
      "destination_cluster": "Kubernetes",
    ]
  }

  // MARK: Agent

  /// Where the application's ports are that its probes name, seen from the pod itself.
  private var probedPorts: [Endpoint] {
    let containers = pod.authored.spec.containers + (pod.authored.spec.initContainers ?? [])
    var ports: Set<UInt16> = []
    for container in containers {
      for probe in [container.readinessProbe, container.livenessProbe, container.startupProbe] {
        switch probe?.httpGet?.port ?? probe?.tcpSocket?.port {
        case .number(let number): if let port = UInt16(exactly: number) { ports.insert(port) }
        case .name(let name):
          ports.formUnion((container.ports ?? []).filter { $0.name == name }.map(\.containerPort))
        case nil: break
        }
      }
    }
    return ports.sorted().map { Endpoint(isCaptured($0) ? pod.addresses.eth0 : pod.addresses.pod, $0) }
  }

  private func agent(_ injection: InjectionOutcome) -> AgentConfiguration {
    var environment = injection.agentEnvironment
    environment["POD_NAME"] = pod.reference.name
    environment["POD_NAMESPACE"] = pod.reference.namespace
    environment["SERVICE_ACCOUNT"] = serviceAccount
    return AgentConfiguration(
      pod: pod.reference, version: pod.meshVersion, environment: environment,
      status: both(injection.statusPort), localhost: pod.addresses.loopback, ownPorts: probedPorts,
      fault: state.fault(.agent, in: pod.template))
  }
}

extension Service {
  /// Whether the Service's selector selects a pod; no selector selects none.
  func selects(_ pod: Pod) -> Bool {
    guard let selector = spec.selector, !selector.isEmpty else { return false }
    let labels = pod.metadata.labels ?? [:]
    return selector.allSatisfy { labels[$0.key] == $0.value }
  }
}
