public import KubernetesModel

extension DiscoveryLabels {
  /// The group of an EndpointSlice.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/endpointslice.go` `buildEndpointSlice`, 3.14.0.
  public static func group(endpointSlice slice: EndpointSlice, in context: Context) -> TargetGroup {
    let namespace = slice.metadata.namespace ?? ""
    var shared = MetaLabels()
    shared["namespace"] = namespace
    shared["endpointslice_address_type"] = slice.addressType
    shared.addObject(slice.metadata, role: "endpointslice")
    let service = slice.metadata.labels?[EndpointSlice.serviceNameLabel].flatMap {
      context.store.service(namespace: namespace, name: $0)
    }
    if let service { shared.merge(serviceLabels(service)) }
    shared.attachNamespace(namespace, in: context)
    var group = TargetGroup(source: "endpointslice/\(namespace)/\(slice.metadata.name)", shared: shared)
    if let service, context.version.skipsSecondarySlices, isSecondary(slice, of: service) {
      return group.known(to: context.version)
    }
    var covered = CoveredPods(context: context)
    for endpoint in slice.endpoints ?? [] {
      for port in slice.ports ?? [] {
        for address in endpoint.addresses {
          var labels = sliceLabels(address, endpoint, port, in: context)
          covered.cover(endpoint.targetRef, port: port.port, protocol: nil, labels: &labels)
          group.own.append(labels)
        }
      }
    }
    group.own += covered.remainingTargets()
    return group.known(to: context.version)
  }

  private static func sliceLabels(
    _ address: String, _ endpoint: SliceEndpoint, _ port: SlicePort, in context: Context
  ) -> MetaLabels {
    var labels = MetaLabels()
    labels.address = port.port.map { joined(host: address, port: $0) } ?? address
    labels["endpointslice_port_name"] = port.name
    labels["endpointslice_port_protocol"] = port.protocol
    labels["endpointslice_port"] = port.port.map { "\($0)" }
    labels["endpointslice_port_app_protocol"] = port.appProtocol
    func text(_ claim: Bool?) -> String? { claim.map { $0 ? "true" : "false" } }
    labels["endpointslice_endpoint_conditions_ready"] = text(endpoint.conditions?.ready)
    labels["endpointslice_endpoint_conditions_serving"] = text(endpoint.conditions?.serving)
    labels["endpointslice_endpoint_conditions_terminating"] = text(endpoint.conditions?.terminating)
    labels["endpointslice_endpoint_hostname"] = endpoint.hostname
    if let reference = endpoint.targetRef {
      labels["endpointslice_address_target_kind"] = reference.kind ?? ""
      labels["endpointslice_address_target_name"] = reference.name ?? ""
    }
    labels["endpointslice_endpoint_node_name"] = endpoint.nodeName
    labels["endpointslice_endpoint_zone"] = endpoint.zone
    labels.add(
      endpoint.deprecatedTopology, value: "endpointslice_endpoint_topology_",
      presence: "endpointslice_endpoint_topology_present_")
    let node = endpoint.targetRef?.kind == "Node" ? endpoint.targetRef?.name : endpoint.nodeName
    labels.attachNode(node, in: context)
    return labels
  }

  /// Whether a slice is the second of a dual-stack Service: its targets would be those of the first again.
  private static func isSecondary(_ slice: EndpointSlice, of service: Service) -> Bool {
    guard let policy = service.spec.ipFamilyPolicy, policy == "PreferDualStack" || policy == "RequireDualStack",
      let primary = service.spec.ipFamilies?.first
    else { return false }
    return slice.addressType != primary
  }
}
