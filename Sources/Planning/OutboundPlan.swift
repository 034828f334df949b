import Contract
import KubernetesModel
import MeshModel
import Scenarios

/// What the sidecar of Prometheus' own pod does with everything that the scraper can dial.
///
/// A real scraper's connections are redirected by iptables in its own network namespace. Here a captured address is a
/// plane of its own: the API server publishes for each pod an IP at which this sidecar listens, and the pod's own sockets
/// are behind it, at an address that nobody else is told. So every scraper is captured, the built-in one and real ones, by
/// nothing more than the addresses that it discovers; what they show is what they would show in a cluster. Ports that are
/// excluded from the capture are the pod's own at the published IP.
///
/// Source: istio/istio `pilot/pkg/networking/core/listener.go`, `buildSidecarOutboundListeners`, and `httproute.go`,
/// `BuildSidecarOutboundVirtualHosts`, 1.30.3.
struct OutboundPlan {
  let state: State
  let pods: [PlannedPod]
  let capture: OutboundCapture
  let services: ServiceAddresses
  let mentioned: Set<UInt16>
  let version: IstioVersion

  /// Prometheus' own sidecar; its sockets are those at captured addresses.
  func proxy(source: IPAddress) -> ProxyConfiguration {
    let config = state.mesh.config
    let namespace = state.prometheus.namespace
    let identity = config.spiffeID(namespace: namespace, serviceAccount: "prometheus")
    return ProxyConfiguration(
      pod: PodReference(namespace: namespace, name: "prometheus"), version: state.mesh.version,
      identity: WorkloadIdentity(
        spiffeID: identity, certificateChain: "", privateKey: "", trustedRoots: "",
        trustDomains: config.acceptedTrustDomains),
      inbound: [], statistics: [],
      workload: [
        "destination_workload": "prometheus", "destination_workload_namespace": namespace,
        "destination_app": "prometheus", "destination_principal": identity,
      ],
      outbound: podListeners + serviceListeners, outboundSource: source, fault: state.fault(.proxy))
  }

  /// The pods behind each cluster IP.
  var podsBehindAddresses: [IPAddress: [PodReference]] {
    var pods: [IPAddress: [PodReference]] = [:]
    for service in state.services {
      if let address = services.address(of: service) { pods[address] = members(of: service).map(\.reference) }
    }
    return pods
  }

  // MARK: Pods

  private var podListeners: [OutboundListener] {
    pods.filter { !$0.isRefused && $0.pod.status?.phase == "Running" }.flatMap { pod in
      ports(of: pod).map { port in
        listener(
          at: Endpoint(pod.addresses.pod, port), destination: Endpoint(pod.addresses.behind, port), of: pod)
      }
    }
  }

  /// The ports that anything could make somebody dial, as behind an inbound capture.
  private func ports(of pod: PlannedPod) -> [UInt16] {
    var ports = mentioned.union(pod.exposures.map(\.port))
    for container in pod.pod.spec.containers + (pod.pod.spec.initContainers ?? []) {
      for port in container.ports ?? [] where port.protocol ?? "TCP" == "TCP" {
        ports.insert(port.containerPort)
      }
    }
    if pod.hasSidecar {
      ports.formUnion([pod.statusPort, Own.health, Own.statistics])
      if let secure = pod.injection?.secureMetricsPorts {
        ports.formUnion([secure.statistics, secure.merged].compactMap { $0 })
      }
    }
    return ports.filter(capture.captures).sorted()
  }

  /// Ports of listeners that every sidecar has for itself, on every address: Envoy finds them before it asks where a
  /// connection was going to.
  ///
  /// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json`, 1.30.3; envoyproxy/envoy
  /// `source/common/listener_manager/connection_handler_impl.cc`, `getBalancedHandlerByAddress`.
  private enum Own {
    static let health: UInt16 = 15_021
    static let statistics: UInt16 = 15_090
  }

  private func listener(at place: Endpoint, destination: Endpoint?, of pod: PlannedPod?) -> OutboundListener {
    let listener = Listener(place)
    if place.port == Own.statistics {
      return OutboundListener(
        listener: listener, destination: destination, bytes: OutboundRoute(.ownStatistics))
    }
    if place.port == Own.health, version.exhibits(.excludesHealthPort) {
      return OutboundListener(listener: listener, destination: destination, bytes: OutboundRoute(.ownHealth))
    }
    if let pod, let own = headless(on: place.port, of: pod) {
      return OutboundListener(listener: listener, destination: destination, bytes: own.bytes, http: own.http)
    }
    let hosts = hosts(on: place.port)
    return OutboundListener(
      listener: listener, destination: destination, bytes: catchAll,
      http: hosts.isEmpty ? nil : OutboundHTTP(hosts: hosts, others: catchAll))
  }

  /// Where everything goes that no Service is found for.
  private var catchAll: OutboundRoute {
    state.mesh.config.allowsAnyOutbound
      ? OutboundRoute(.passthrough, cluster: "PassthroughCluster")
      : OutboundRoute(.blackHole, cluster: "BlackHoleCluster")
  }

  // MARK: Services

  private func outboundProtocol(_ port: ServicePort) -> SelectedProtocol {
    ProtocolSelection.outboundProtocol(of: port, version: version)
  }

  /// The listener for one pod of a headless Service, whose port is not HTTP: only by it Istio knows the pod's IP.
  private func headless(on port: UInt16, of pod: PlannedPod) -> (bytes: OutboundRoute, http: OutboundHTTP?)? {
    for service in state.services where service.isHeadless && selects(service, pod) {
      for servicePort in service.spec.ports ?? [] where servicePort.port == port {
        let route = OutboundRoute(
          .headless, cluster: cluster(service, servicePort),
          isMutualTLS: wantsMutualTLS(service) && members(of: service).allSatisfy(\.hasSidecar))
        switch outboundProtocol(servicePort) {
        case .tcp: return (route, nil)
        case .auto where version.exhibits(.headlessSniffedPerPod):
          return (route, ownRoutes(of: service, to: route))
        case .auto, .http: continue
        }
      }
    }
    return nil
  }

  /// The routes of a listener that is one Service's alone.
  private func ownRoutes(of service: Service, to route: OutboundRoute) -> OutboundHTTP {
    OutboundHTTP(
      hosts: [
        OutboundHost(
          names: version.exhibits(.sniffedTakesAnyHost) ? ["*"] : names(of: service), route: route)
      ], others: OutboundRoute(.none))
  }

  /// The virtual hosts of the HTTP listener that all Services share on a port; none where there is no such listener.
  private func hosts(on port: UInt16) -> [OutboundHost] {
    var hosts: [OutboundHost] = []
    var isThere = false
    for service in state.services {
      for servicePort in service.spec.ports ?? [] where servicePort.port == port {
        switch outboundProtocol(servicePort) {
        case .tcp: continue
        case .http: isThere = true
        // Before they had listeners for their pods, headless Services shared the one of all addresses.
        case .auto: isThere = isThere || service.isHeadless && !version.exhibits(.headlessSniffedPerPod)
        }
        hosts.append(OutboundHost(names: names(of: service), route: route(to: service, servicePort)))
      }
    }
    return isThere ? hosts : []
  }

  private var serviceListeners: [OutboundListener] {
    state.services.flatMap { service -> [OutboundListener] in
      guard let address = services.address(of: service) else { return [] }
      return (service.spec.ports ?? []).filter { capture.captures($0.port) }.map { port in
        let place = Endpoint(address, port.port)
        let route = route(to: service, port)
        return switch outboundProtocol(port) {
        case .http: listener(at: place, destination: nil, of: nil)
        case .tcp: OutboundListener(listener: Listener(place), destination: nil, bytes: route)
        case .auto:
          OutboundListener(
            listener: Listener(place), destination: nil, bytes: route, http: ownRoutes(of: service, to: route))
        }
      }
    }
  }

  private func route(to service: Service, _ port: ServicePort) -> OutboundRoute {
    let wants = wantsMutualTLS(service)
    guard !service.isHeadless else {
      return OutboundRoute(
        .headless, cluster: cluster(service, port),
        isMutualTLS: wants && members(of: service).allSatisfy(\.hasSidecar))
    }
    return OutboundRoute(
      .service, cluster: cluster(service, port),
      endpoints: members(of: service).compactMap { pod in
        guard let number = port.number(on: pod.pod) else { return nil }
        let address = capture.captures(number) ? pod.addresses.behind : pod.addresses.pod
        return OutboundEndpoint(Endpoint(address, number), isMutualTLS: wants && pod.hasSidecar)
      })
  }

  private func cluster(_ service: Service, _ port: ServicePort) -> String {
    "outbound|\(port.port)||\(fullName(service))"
  }

  private func fullName(_ service: Service) -> String {
    "\(service.metadata.name).\(service.metadata.namespace ?? "default").svc.cluster.local"
  }

  private func members(of service: Service) -> [PlannedPod] {
    pods.filter { selects(service, $0) && !$0.isRefused && $0.pod.status?.phase == "Running" }
  }

  private func selects(_ service: Service, _ pod: PlannedPod) -> Bool {
    service.metadata.namespace ?? "default" == pod.reference.namespace && service.selects(pod.pod)
  }

  /// Whether the sidecar speaks mutual TLS to a Service, by what holds in its namespace.
  ///
  /// Source: istio/istio `pilot/pkg/model/push_context.go`, `BestEffortInferServiceMTLSMode`, 1.30.3.
  private func wantsMutualTLS(_ service: Service) -> Bool {
    PeerAuthenticationComposition.compose(
      state.mesh.peerAuthentications, workloadNamespace: service.metadata.namespace ?? "default",
      workloadLabels: [:], rootNamespace: state.mesh.config.rootNamespace, version: version
    ).mode != .disable
  }

  /// The names under which a Service is asked.
  ///
  /// Source: istio/istio `pilot/pkg/networking/core/httproute.go`, `generateVirtualHostDomains`, 1.30.3.
  private func names(of service: Service) -> [String] {
    let name = service.metadata.name
    let namespace = service.metadata.namespace ?? "default"
    var names = [fullName(service), "\(name).\(namespace).svc", "\(name).\(namespace)"]
    if namespace == state.prometheus.namespace { names.append(name) }
    if service.isHeadless { names += names.map { "*.\($0)" } }
    if let address = services.address(of: service) { names.append(address.description) }
    return names
  }
}
