/// The kinds of object that discovery lists and watches.
public enum KubernetesKind: String, Hashable, Sendable {
  /// Pods.
  case pods
  /// Services.
  case services
  /// Endpoints.
  case endpoints
  /// EndpointSlices.
  case endpointSlices = "endpointslices"
  /// Nodes.
  case nodes
  /// Ingresses.
  case ingresses
  /// Namespaces.
  case namespaces

  /// Whether objects of the kind are in namespaces.
  public var isNamespaced: Bool { self != .nodes && self != .namespaces }

  /// The path under which objects of the kind are listed, in one namespace or in all.
  public func path(namespace: String?) -> String {
    let group =
      switch self {
      case .pods, .services, .endpoints, .nodes, .namespaces: "/api/v1"
      case .endpointSlices: "/apis/discovery.k8s.io/v1"
      case .ingresses: "/apis/networking.k8s.io/v1"
      }
    let place = isNamespaced ? namespace.map { "/namespaces/\($0)" } ?? "" : ""
    return "\(group)\(place)/\(rawValue)"
  }
}

/// What a `kubernetes_sd_config` watches.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go`, `Discovery.Run`, 3.5.0.
extension KubernetesDiscoveryConfiguration {
  /// The kinds that are watched; that whose objects become groups of targets first.
  public var kinds: [KubernetesKind] {
    var kinds = [role.primary]
    let hasPods = role == .pod || role == .endpoints || role == .endpointslice
    if role == .endpoints || role == .endpointslice { kinds += [.services, .pods] }
    if hasPods, attaching.node { kinds.append(.nodes) }
    if role != .node, attaching.namespace { kinds.append(.namespaces) }
    return kinds
  }

  /// The namespaces that a kind is watched in, one watch each; nil stands for all of them together.
  public func places(of kind: KubernetesKind) -> [String?] {
    kind.isNamespaced && !namespaces.isEmpty ? namespaces : [nil]
  }
}

extension KubernetesDiscoveryConfiguration.Role {
  /// The kind whose objects become groups of targets.
  public var primary: KubernetesKind {
    switch self {
    case .pod: .pods
    case .service: .services
    case .endpoints: .endpoints
    case .endpointslice: .endpointSlices
    case .node: .nodes
    case .ingress: .ingresses
    }
  }
}
