import PrometheusModel

/// What is known of a cluster for one `kubernetes_sd_config`, and the groups of targets that come of it.
struct ClusterView {
  private let role: KubernetesDiscoveryConfiguration.Role
  private var context: DiscoveryLabels.Context
  private var objects: [String: KubernetesObject] = [:]
  private var keys: [KubernetesKind: Set<String>] = [:]
  private var groups: [String: (group: TargetGroup, revision: Int)] = [:]
  private var outdated: Set<String> = []
  private var isAllOutdated = false
  private var revision = 0
  /// Groups come of one kind alone, so that an object need not be kept once its group is made.
  private let isSelfContained: Bool

  init(
    role: KubernetesDiscoveryConfiguration.Role, attaching: AttachedMetadata, version: PrometheusVersion,
    isSelfContained: Bool = false
  ) {
    self.role = role
    self.isSelfContained = isSelfContained
    context = DiscoveryLabels.Context(attaching: attaching, version: version)
  }

  /// Forgets the objects of a kind that are not among all there are, in a namespace that is watched by itself or in
  /// all.
  mutating func retain(_ kind: KubernetesKind, namespace: String?, keys present: Set<String>) {
    let prefix = namespace.map { $0 + "/" } ?? ""
    for key in keys[kind] ?? [] where !present.contains(key) && key.hasPrefix(prefix) { remove(kind, key) }
  }

  /// Takes a new or changed object.
  mutating func insert(_ kind: KubernetesKind, _ object: KubernetesObject) {
    let key = object.key
    keys[kind, default: []].insert(key)
    if kind == role.primary {
      if isSelfContained { return update(key, to: group(of: object)) }
      objects[key] = object
      outdated.insert(key)
      return
    }
    isAllOutdated = true
    switch object {
    case .pod(let pod): context.store.insert(pod)
    case .service(let service): context.store.insert(service)
    case .node(let node): context.store.insert(node)
    case .namespace(let namespace): context.store.insert(namespace)
    case .endpoints, .endpointSlice, .ingress: break
    }
  }

  /// Forgets an object by its key.
  mutating func remove(_ kind: KubernetesKind, _ key: String) {
    keys[kind]?.remove(key)
    if kind == role.primary {
      groups[key] = nil
      objects[key] = nil
      return
    }
    isAllOutdated = true
    let parts = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return }
    switch kind {
    case .pods: context.store.removePod(namespace: parts[0], name: parts[1])
    case .services: context.store.removeService(namespace: parts[0], name: parts[1])
    case .nodes: context.store.removeNode(name: parts[1])
    case .namespaces: context.store.removeNamespace(name: parts[1])
    case .endpoints, .endpointSlices, .ingresses: break
    }
  }

  /// The groups of targets, by name. A group keeps its revision while it stays as it is.
  mutating func discoveredGroups() -> [DiscoveredGroup] {
    for key in isAllOutdated ? Set(objects.keys) : outdated { update(key, to: objects[key].flatMap(group)) }
    outdated = []
    isAllOutdated = false
    return groups.values.sorted { $0.group.source < $1.group.source }.map { group, revision in
      DiscoveredGroup(source: group.source, revision: revision) { group.targets.map(\.labels) }
    }
  }

  private mutating func update(_ key: String, to group: TargetGroup?) {
    guard let group else {
      groups[key] = nil
      return
    }
    if groups[key]?.group == group { return }
    revision += 1
    groups[key] = (group, revision)
  }

  private func group(of object: KubernetesObject) -> TargetGroup? {
    switch object {
    case .pod(let pod): DiscoveryLabels.group(pod: pod, in: context)
    case .service(let service): DiscoveryLabels.group(service: service, in: context)
    case .endpoints(let endpoints): DiscoveryLabels.group(endpoints: endpoints, in: context)
    case .endpointSlice(let slice): DiscoveryLabels.group(endpointSlice: slice, in: context)
    case .node(let node): DiscoveryLabels.group(node: node, in: context)
    case .ingress(let ingress): DiscoveryLabels.group(ingress: ingress, in: context)
    case .namespace: nil
    }
  }
}
