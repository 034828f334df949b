import PrometheusModel

/// What a `kubernetes_sd_config` watches.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go`, `Discovery.Run`, 3.5.0.
extension KubernetesDiscoveryConfiguration {
  /// The kinds that are watched; that whose objects become groups of targets first.
  var kinds: [KubernetesKind] {
    var kinds = [role.primary]
    let hasPods = role == .pod || role == .endpoints || role == .endpointslice
    if role == .endpoints || role == .endpointslice { kinds += [.services, .pods] }
    if hasPods, attaching.node { kinds.append(.nodes) }
    if role != .node, attaching.namespace { kinds.append(.namespaces) }
    return kinds
  }
}

extension KubernetesDiscoveryConfiguration.Role {
  /// The kind whose objects become groups of targets.
  var primary: KubernetesKind {
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
