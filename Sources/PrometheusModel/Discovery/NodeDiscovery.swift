public import KubernetesModel

extension DiscoveryLabels {
  /// The types of address in the order in which a node's is chosen.
  private static let addressOrder = [
    "InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname",
  ]

  /// The group of a node.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/node.go` `buildNode`, 3.14.0.
  public static func group(node: Node, in context: Context) -> TargetGroup {
    let name = node.metadata.name
    var group = TargetGroup(source: "node/\(name)")
    var addresses: [String: String] = [:]
    for address in node.status?.addresses ?? [] where addresses[address.type] == nil {
      addresses[address.type] = address.address
    }
    // Prometheus logs "No node address found" and makes no group.
    guard let host = addressOrder.lazy.compactMap({ addresses[$0] }).first else { return group }
    group.shared["node_provider_id"] = node.spec?.providerID ?? ""
    for condition in node.status?.conditions ?? [] {
      let label = MetaLabels.sanitised(condition.type.lowercased())
      group.shared["node_condition_\(label)"] = condition.status.lowercased()
    }
    group.shared.addObject(node.metadata, role: "node")
    var labels = MetaLabels()
    labels.address = joined(host: host, port: node.status?.daemonEndpoints?.kubeletEndpoint?.port ?? 0)
    labels.instance = name
    for (type, address) in addresses { labels["node_address_\(MetaLabels.sanitised(type))"] = address }
    group.own = [labels]
    return group.known(to: context.version)
  }
}
