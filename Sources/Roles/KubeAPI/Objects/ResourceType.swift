import Contract

/// A kind of object as the API names it.
struct ResourceType: Hashable, Sendable {
  /// The API group, empty for the core.
  let group: String
  /// The version within the group.
  let version: String
  /// The plural name in URLs: `pods`.
  let resource: String
  /// `Pod`.
  let kind: String
  /// Whether objects live in namespaces.
  let isNamespaced: Bool
  /// What `kubectl get` takes instead of the plural name.
  let shortNames: [String]

  /// Names a kind of object.
  init(
    _ group: String, _ version: String, _ resource: String, _ kind: String, isNamespaced: Bool = true,
    shortNames: [String] = []
  ) {
    self.group = group
    self.version = version
    self.resource = resource
    self.kind = kind
    self.isNamespaced = isNamespaced
    self.shortNames = shortNames
  }

  /// The kind that an object says it has.
  init(of object: KubernetesResource) {
    let parts = object.apiVersion.split(separator: "/", maxSplits: 1)
    self.init(
      parts.count == 2 ? String(parts[0]) : "", String(parts.last ?? ""), object.resource, object.kind,
      isNamespaced: object.namespace != nil)
  }

  /// `v1`, `apps/v1`.
  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// `pods`, `deployments.apps`: how messages name the resource.
  var qualifiedName: String { group.isEmpty ? resource : "\(resource).\(group)" }

  /// Where the API has the resource.
  var name: ResourceName { ResourceName(apiVersion: apiVersion, resource: resource) }

  /// The kinds that exist even if there is no object of them.
  static let known: [ResourceType] = [
    ResourceType("", "v1", "configmaps", "ConfigMap", shortNames: ["cm"]),
    ResourceType("", "v1", "endpoints", "Endpoints", shortNames: ["ep"]),
    ResourceType("", "v1", "events", "Event", shortNames: ["ev"]),
    ResourceType("", "v1", "namespaces", "Namespace", isNamespaced: false, shortNames: ["ns"]),
    ResourceType("", "v1", "nodes", "Node", isNamespaced: false, shortNames: ["no"]),
    ResourceType("", "v1", "pods", "Pod", shortNames: ["po"]),
    ResourceType("", "v1", "secrets", "Secret"),
    ResourceType("", "v1", "serviceaccounts", "ServiceAccount", shortNames: ["sa"]),
    ResourceType("", "v1", "services", "Service", shortNames: ["svc"]),
    ResourceType("apps", "v1", "daemonsets", "DaemonSet", shortNames: ["ds"]),
    ResourceType("apps", "v1", "deployments", "Deployment", shortNames: ["deploy"]),
    ResourceType("apps", "v1", "replicasets", "ReplicaSet", shortNames: ["rs"]),
    ResourceType("apps", "v1", "statefulsets", "StatefulSet", shortNames: ["sts"]),
    ResourceType("batch", "v1", "cronjobs", "CronJob", shortNames: ["cj"]),
    ResourceType("batch", "v1", "jobs", "Job"),
    ResourceType("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
    ResourceType("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor", shortNames: ["pmon"]),
    ResourceType("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor", shortNames: ["smon"]),
    ResourceType("networking.k8s.io", "v1", "ingresses", "Ingress", shortNames: ["ing"]),
    ResourceType("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", shortNames: ["netpol"]),
    ResourceType("security.istio.io", "v1", "authorizationpolicies", "AuthorizationPolicy", shortNames: ["ap"]),
    ResourceType("security.istio.io", "v1", "peerauthentications", "PeerAuthentication", shortNames: ["pa"]),
  ]
}

/// A resource by API version and plural name.
struct ResourceName: Hashable, Sendable {
  /// `v1`, `apps/v1`.
  let apiVersion: String
  /// `pods`.
  let resource: String
}
