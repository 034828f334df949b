public import KubernetesModel

extension DiscoveryLabels {
  /// The group of Endpoints.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/endpoints.go` `buildEndpoints`, 3.14.0.
  public static func group(endpoints: Endpoints, in context: Context) -> TargetGroup {
    let namespace = endpoints.metadata.namespace ?? ""
    let name = endpoints.metadata.name
    var shared = MetaLabels()
    shared["namespace"] = namespace
    if let service = context.store.service(namespace: namespace, name: name) {
      shared.merge(serviceLabels(service))
    }
    shared.addObject(endpoints.metadata, role: "endpoints")
    shared.attachNamespace(namespace, in: context)
    var group = TargetGroup(source: "endpoints/\(namespace)/\(name)", shared: shared)
    var covered = CoveredPods(context: context)

    func add(_ address: EndpointAddress, _ port: EndpointPort, isReady: Bool) {
      var labels = MetaLabels()
      labels.address = joined(host: address.ip, port: port.port)
      labels["endpoint_port_name"] = port.name ?? ""
      labels["endpoint_port_protocol"] = port.protocol ?? "TCP"
      labels["endpoint_ready"] = isReady ? "true" : "false"
      if let reference = address.targetRef {
        labels["endpoint_address_target_kind"] = reference.kind ?? ""
        labels["endpoint_address_target_name"] = reference.name ?? ""
      }
      if let node = address.nodeName { labels["endpoint_node_name"] = node }
      if let hostname = address.hostname, !hostname.isEmpty { labels["endpoint_hostname"] = hostname }
      if let node = address.nodeName {
        labels.attachNode(node, in: context)
      } else if address.targetRef?.kind == "Node" {
        labels.attachNode(address.targetRef?.name, in: context)
      }
      covered.cover(address.targetRef, port: port.port, protocol: port.protocol ?? "TCP", labels: &labels)
      group.own.append(labels)
    }

    for subset in endpoints.subsets ?? [] {
      for port in subset.ports ?? [] {
        for address in subset.addresses ?? [] { add(address, port, isReady: true) }
        for address in subset.notReadyAddresses ?? [] { add(address, port, isReady: false) }
      }
    }
    group.own += covered.remainingTargets()
    return group.known(to: context.version)
  }
}

/// The pods behind endpoints, and which of their ports the endpoints cover already.
///
/// The other ports that the pods declare become targets of their own, without any endpoint label.
struct CoveredPods {
  private struct Entry {
    var pod: Pod
    var ports: Set<UInt16> = []
  }

  private let context: DiscoveryLabels.Context
  private var entries: [Entry] = []
  private var index: [String: Int] = [:]

  init(context: DiscoveryLabels.Context) { self.context = context }

  /// Adds the labels of the pod behind an endpoint, and of the container port that the endpoint reaches.
  ///
  /// - Parameter protocol: the protocol to report; nil for the container port's own.
  mutating func cover(
    _ reference: ObjectReference?, port: UInt16?, protocol: String?, labels: inout MetaLabels
  ) {
    guard let reference, reference.kind == "Pod",
      let pod = context.store.pod(namespace: reference.namespace ?? "", name: reference.name ?? "")
    else { return }
    let position = index[pod.metadata.key] ?? entries.count
    if position == entries.count {
      index[pod.metadata.key] = position
      entries.append(Entry(pod: pod))
    }
    labels.merge(DiscoveryLabels.podLabels(pod, in: context))
    guard let port else { return }
    entries[position].ports.insert(port)
    // The first port of a container that fits; of several containers, the last one.
    for declared in containers(of: pod) {
      guard let match = declared.container.ports?.first(where: { $0.containerPort == port }) else { continue }
      labels.setContainer(declared, port: match, in: context)
      if let `protocol` { labels["pod_container_port_protocol"] = `protocol` }
    }
  }

  /// Targets for the declared ports that no endpoint covers.
  func remainingTargets() -> [MetaLabels] {
    entries.flatMap { entry -> [MetaLabels] in
      guard let podIP = entry.pod.status?.podIP, !podIP.isEmpty else { return [] }
      let shared = DiscoveryLabels.podLabels(entry.pod, in: context)
      return containers(of: entry.pod).flatMap { declared -> [MetaLabels] in
        (declared.container.ports ?? []).filter { !entry.ports.contains($0.containerPort) }.map { port in
          var labels = MetaLabels()
          labels.address = joined(host: podIP, port: port.containerPort)
          labels.setContainer(declared, port: port, in: context)
          labels.merge(shared)
          return labels
        }
      }
    }
  }

  private func containers(of pod: Pod) -> [DeclaredContainer] {
    pod.declaredContainers.filter { !$0.isInit || context.version.endpointsCoverInitContainers }
  }
}

extension MetaLabels {
  /// Says which container and which of its ports a target behind endpoints is; whether it is an init container only
  /// since such are covered.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/endpoints.go` `buildEndpoints`, 2.53.3 and 3.0.0.
  mutating func setContainer(
    _ declared: DeclaredContainer, port: ContainerPort, in context: DiscoveryLabels.Context
  ) {
    self["pod_container_name"] = declared.container.name
    self["pod_container_image"] = declared.container.image ?? ""
    if context.version.endpointsCoverInitContainers {
      self["pod_container_init"] = declared.isInit ? "true" : "false"
    }
    setContainerPort(port)
  }
}
