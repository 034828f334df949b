import PrometheusModel

/// What a `kubernetes_sd_config` looks for.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go`, `Role` and `Discovery.Run`, 3.5.0.
enum KubernetesRole: String, Hashable, Sendable {
  case pod
  case service
  case endpoints
  case endpointSlice = "endpointslice"
  case node
  case ingress

  /// The kind whose objects become groups of targets.
  var primary: KubernetesKind {
    switch self {
    case .pod: .pods
    case .service: .services
    case .endpoints: .endpoints
    case .endpointSlice: .endpointSlices
    case .node: .nodes
    case .ingress: .ingresses
    }
  }

  /// The kinds that are watched, the primary one first.
  func kinds(attaching: AttachedMetadata) -> [KubernetesKind] {
    var kinds = [primary]
    let hasPods = self == .pod || self == .endpoints || self == .endpointSlice
    if self == .endpoints || self == .endpointSlice { kinds += [.services, .pods] }
    if hasPods, attaching.node { kinds.append(.nodes) }
    if self != .node, attaching.namespace { kinds.append(.namespaces) }
    return kinds
  }
}
