public import KubernetesModel

extension DiscoveryLabels {
  /// The group of a pod.
  ///
  /// Neither phase nor readiness is looked at: only relabelling keeps completed pods out. Ephemeral containers
  /// are never targets.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/pod.go` `buildPod`, 3.14.0.
  public static func group(pod: Pod, in context: Context) -> TargetGroup {
    let namespace = pod.metadata.namespace ?? ""
    var group = TargetGroup(source: "pod/\(namespace)/\(pod.metadata.name)")
    guard let podIP = pod.status?.podIP, !podIP.isEmpty else { return group }
    var shared = podLabels(pod, in: context)
    shared["namespace"] = namespace
    if context.attaching.node, context.version.skipsPodsOnUnknownNodes,
      context.store.node(pod.spec.nodeName ?? "") == nil
    {
      return group
    }
    shared.attachNode(pod.spec.nodeName, in: context)
    shared.attachNamespace(namespace, in: context)
    group.shared = shared
    for declared in pod.declaredContainers {
      let container = declared.container
      var labels = MetaLabels()
      labels["pod_container_name"] = container.name
      labels["pod_container_id"] = declared.status(in: pod)?.containerID ?? ""
      labels["pod_container_image"] = container.image ?? ""
      labels["pod_container_init"] = declared.isInit ? "true" : "false"
      let ports = container.ports ?? []
      if ports.isEmpty {
        // No port: relabelling has to add one. The address is bare, an IPv6 one without brackets.
        labels.address = podIP
        group.own.append(labels)
      }
      for port in ports {
        labels.address = joined(host: podIP, port: port.containerPort)
        labels.setContainerPort(port)
        group.own.append(labels)
      }
    }
    return group.known(to: context.version)
  }

  /// The labels that every target of a pod has, in whatever role.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/pod.go` `podLabels`, 3.14.0.
  static func podLabels(_ pod: Pod, in context: Context) -> MetaLabels {
    var labels = MetaLabels()
    labels["pod_ip"] = pod.status?.podIP ?? ""
    labels["pod_ready"] = readiness(of: pod)
    labels["pod_phase"] = pod.status?.phase ?? ""
    labels["pod_node_name"] = pod.spec.nodeName ?? ""
    labels["pod_host_ip"] = pod.status?.hostIP ?? ""
    labels["pod_uid"] = pod.metadata.uid ?? ""
    labels.addObject(pod.metadata, role: "pod")
    guard let controller = pod.metadata.controller else { return labels }
    if !controller.kind.isEmpty { labels["pod_controller_kind"] = controller.kind }
    if !controller.name.isEmpty { labels["pod_controller_name"] = controller.name }
    let namespace = pod.metadata.namespace ?? ""
    switch controller.kind {
    case "ReplicaSet" where context.attaching.deployment:
      let owner = context.store.replicaSet(namespace: namespace, name: controller.name)?.metadata.controller
      if let owner, owner.kind == "Deployment" { labels["pod_deployment_name"] = owner.name }
    case "Job":
      if context.attaching.job { labels["pod_job_name"] = controller.name }
      guard context.attaching.cronJob else { break }
      let owner = context.store.job(namespace: namespace, name: controller.name)?.metadata.controller
      if let owner, owner.kind == "CronJob" { labels["pod_cronjob_name"] = owner.name }
    default: break
    }
    return labels
  }

  /// The status of the condition `Ready` in lower case; `unknown` without the condition.
  private static func readiness(of pod: Pod) -> String {
    (pod.status?.conditions ?? []).first { $0.type == "Ready" }?.status.lowercased() ?? "unknown"
  }
}

extension MetaLabels {
  /// Says which declared port of a container a target is.
  mutating func setContainerPort(_ port: ContainerPort) {
    self["pod_container_port_name"] = port.name ?? ""
    self["pod_container_port_number"] = "\(port.containerPort)"
    self["pod_container_port_protocol"] = port.protocol ?? ""
  }

  /// Adds the labels and annotations of a namespace, if they are asked for and it is known.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/endpoints.go` `addNamespaceLabels`, 3.14.0.
  mutating func attachNamespace(_ name: String, in context: DiscoveryLabels.Context) {
    guard context.attaching.namespace, let namespace = context.store.namespace(name) else { return }
    addLabelsAndAnnotations(of: namespace.metadata, role: "namespace")
  }

  /// Adds the name, labels and annotations of a node, if they are asked for and it is known.
  mutating func attachNode(_ name: String?, in context: DiscoveryLabels.Context) {
    guard context.attaching.node, let name, let node = context.store.node(name) else { return }
    addObject(node.metadata, role: "node")
  }
}

/// A container of a pod in the order in which discovery walks them: init containers come last.
struct DeclaredContainer {
  var container: Container
  var isInit: Bool

  /// The container as it runs.
  func status(in pod: Pod) -> ContainerStatus? {
    let statuses = isInit ? pod.status?.initContainerStatuses : pod.status?.containerStatuses
    return (statuses ?? []).first { $0.name == container.name }
  }
}

extension Pod {
  /// The containers, then the init containers.
  var declaredContainers: [DeclaredContainer] {
    spec.containers.map { DeclaredContainer(container: $0, isInit: false) }
      + (spec.initContainers ?? []).map { DeclaredContainer(container: $0, isInit: true) }
  }
}
