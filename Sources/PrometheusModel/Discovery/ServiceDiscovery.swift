public import KubernetesModel

extension DiscoveryLabels {
  /// The group of a Service.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/service.go` `buildService`, 3.14.0.
  public static func group(service: Service, in context: Context) -> TargetGroup {
    let namespace = service.metadata.namespace ?? ""
    let name = service.metadata.name
    var shared = serviceLabels(service)
    shared.attachNamespace(namespace, in: context)
    var group = TargetGroup(source: "svc/\(namespace)/\(name)", shared: shared)
    let type = service.spec.type ?? "ClusterIP"
    for port in service.spec.ports ?? [] {
      var labels = MetaLabels()
      labels.address = joined(host: "\(name).\(namespace).svc", port: port.port)
      labels["service_port_name"] = port.name ?? ""
      labels["service_port_number"] = "\(port.port)"
      labels["service_port_protocol"] = port.protocol ?? ""
      labels["service_type"] = type
      if type == "ExternalName" {
        labels["service_external_name"] = service.spec.externalName ?? ""
      } else {
        labels["service_cluster_ip"] = service.spec.clusterIP ?? ""
      }
      if type == "LoadBalancer" {
        labels["service_loadbalancer_ip"] = loadBalancerIP(of: service, in: context)
      }
      group.own.append(labels)
    }
    return group.known(to: context.version)
  }

  /// The labels that every target behind a Service has.
  static func serviceLabels(_ service: Service) -> MetaLabels {
    var labels = MetaLabels()
    labels["namespace"] = service.metadata.namespace ?? ""
    labels.addObject(service.metadata, role: "service")
    return labels
  }

  private static func loadBalancerIP(of service: Service, in context: Context) -> String {
    let addresses = (service.status?.loadBalancer?.ingress ?? []).compactMap(\.ip).filter { !$0.isEmpty }
    if context.version.readsLoadBalancerStatus, !addresses.isEmpty {
      return addresses.joined(separator: ",")
    }
    return service.spec.loadBalancerIP ?? ""
  }
}
