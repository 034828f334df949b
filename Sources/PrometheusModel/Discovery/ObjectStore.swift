public import KubernetesModel

/// The objects that discovery looks up beside the one that it turns into targets: as a Prometheus knows them
/// from its own lists and watches.
public struct ObjectStore: Sendable {
  private var pods: [String: Pod] = [:]
  private var services: [String: Service] = [:]
  private var nodes: [String: Node] = [:]
  private var namespaces: [String: Namespace] = [:]
  private var replicaSets: [String: PartialObject] = [:]
  private var jobs: [String: PartialObject] = [:]

  /// Knows these objects; each kind keyed by namespace and name.
  public init(
    pods: [Pod] = [], services: [Service] = [], nodes: [Node] = [], namespaces: [Namespace] = [],
    replicaSets: [PartialObject] = [], jobs: [PartialObject] = []
  ) {
    for pod in pods { insert(pod) }
    for service in services { insert(service) }
    for node in nodes { insert(node) }
    for namespace in namespaces { insert(namespace) }
    for set in replicaSets { insert(replicaSet: set) }
    for job in jobs { insert(job: job) }
  }

  /// Adds or replaces a pod.
  public mutating func insert(_ pod: Pod) { pods[pod.metadata.key] = pod }
  /// Adds or replaces a Service.
  public mutating func insert(_ service: Service) { services[service.metadata.key] = service }
  /// Adds or replaces a node.
  public mutating func insert(_ node: Node) { nodes[node.metadata.name] = node }
  /// Adds or replaces a namespace.
  public mutating func insert(_ namespace: Namespace) { namespaces[namespace.metadata.name] = namespace }
  /// Adds or replaces a ReplicaSet.
  public mutating func insert(replicaSet: PartialObject) { replicaSets[replicaSet.metadata.key] = replicaSet }
  /// Adds or replaces a Job.
  public mutating func insert(job: PartialObject) { jobs[job.metadata.key] = job }

  /// Forgets a pod.
  public mutating func removePod(namespace: String, name: String) { pods["\(namespace)/\(name)"] = nil }
  /// Forgets a Service.
  public mutating func removeService(namespace: String, name: String) { services["\(namespace)/\(name)"] = nil }
  /// Forgets a node.
  public mutating func removeNode(name: String) { nodes[name] = nil }
  /// Forgets a namespace.
  public mutating func removeNamespace(name: String) { namespaces[name] = nil }

  /// The pod of this name.
  public func pod(namespace: String, name: String) -> Pod? { pods["\(namespace)/\(name)"] }
  /// The Service of this name.
  public func service(namespace: String, name: String) -> Service? { services["\(namespace)/\(name)"] }
  /// The node of this name.
  public func node(_ name: String) -> Node? { nodes[name] }
  /// The namespace of this name.
  public func namespace(_ name: String) -> Namespace? { namespaces[name] }
  /// The ReplicaSet of this name.
  func replicaSet(namespace: String, name: String) -> PartialObject? { replicaSets["\(namespace)/\(name)"] }
  /// The Job of this name.
  func job(namespace: String, name: String) -> PartialObject? { jobs["\(namespace)/\(name)"] }
}

/// What `attach_metadata` of a `kubernetes_sd_config` asks for.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go` `AttachMetadataConfig`, 3.14.0.
public struct AttachedMetadata: Sendable, Hashable {
  /// The node's name, labels and annotations (since 2.35).
  public var node: Bool
  /// The namespace's labels and annotations (since 3.6).
  public var namespace: Bool
  /// The name of the pod's Deployment (since 3.11).
  public var deployment: Bool
  /// The name of the pod's Job (since 3.11).
  public var job: Bool
  /// The name of the pod's CronJob (since 3.11).
  public var cronJob: Bool

  /// Asks for metadata; for none by default.
  public init(
    node: Bool = false, namespace: Bool = false, deployment: Bool = false, job: Bool = false,
    cronJob: Bool = false
  ) {
    self.node = node
    self.namespace = namespace
    self.deployment = deployment
    self.job = job
    self.cronJob = cronJob
  }
}
