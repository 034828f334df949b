/// Which labels Kubernetes discovery has had since which version of Prometheus.
///
/// Versions before 2.20 are not told apart.
enum DiscoveryHistory {
  /// A label, or a family of labels, and the first version that has it.
  struct Entry: Sendable {
    /// The name after `__meta_kubernetes_`; a family ends in an underscore.
    var name: String
    /// The first version.
    var since: PrometheusVersion
    /// The change in prometheus/prometheus that brought it.
    var change: String

    init(_ name: String, since major: Int, _ minor: Int, _ change: String) {
      self.name = name
      self.since = PrometheusVersion(major, minor)
      self.change = change
    }

    /// Whether a label, given without its common start, is the one or of the family.
    func matches(_ label: Substring.UTF8View) -> Bool {
      label.starts(with: name.utf8) && (label.count == name.utf8.count || name.utf8.last == UInt8(ascii: "_"))
    }
  }

  /// The table. Source: prometheus/prometheus, the history of `discovery/kubernetes`.
  static let entries: [Entry] = [
    Entry("ingress_class_name", since: 2, 28, "7e1111ff14"),
    Entry("node_provider_id", since: 2, 33, "a3e9628e0c"),
    Entry("pod_container_image", since: 2, 38, "823d24d1e9"),
    Entry("service_port_number", since: 2, 38, "1abbf5a5c5"),
    Entry("service_loadbalancer_ip", since: 2, 39, "3782cb40d5"),
    Entry("pod_container_id", since: 2, 42, "32e9f6a39c"),
    Entry("endpointslice_endpoint_conditions_serving", since: 2, 42, "138a1362d8"),
    Entry("endpointslice_endpoint_conditions_terminating", since: 2, 42, "138a1362d8"),
    Entry("endpoints_annotation_", since: 2, 46, "866fa25b20"),
    Entry("endpoints_annotationpresent_", since: 2, 46, "866fa25b20"),
    Entry("endpointslice_label_", since: 2, 46, "866fa25b20"),
    Entry("endpointslice_labelpresent_", since: 2, 46, "866fa25b20"),
    Entry("endpointslice_annotation_", since: 2, 46, "866fa25b20"),
    Entry("endpointslice_annotationpresent_", since: 2, 46, "866fa25b20"),
    Entry("endpointslice_endpoint_zone", since: 2, 52, "7704cde4ea"),
    Entry("endpointslice_endpoint_node_name", since: 2, 52, "7704cde4ea"),
    Entry("node_condition_", since: 3, 12, "7260801724"),
  ]

  /// The labels that this version does not know.
  static func unknownLabels(to version: PrometheusVersion) -> [Entry] {
    version.exhibits(.lacksLaterLabels) ? entries.filter { version < $0.since } : []
  }
}

extension PrometheusVersion {
  /// Whether the roles endpoints and endpointslice look at init containers (native sidecars), too, and say of each
  /// container whether it is one.
  ///
  /// Source: prometheus/prometheus a10dc9298e, first in 3.0.0.
  var endpointsCoverInitContainers: Bool { exhibits(.endpointsCoverInitContainers) }

  /// Whether the second slice of a dual-stack Service is left out.
  ///
  /// Source: prometheus/prometheus a87b603464, first in 3.11.0.
  var skipsSecondarySlices: Bool { exhibits(.skipsSecondarySlices) }

  /// Whether a pod on a node that discovery does not see is left out where node metadata is attached: a
  /// selector has filtered out the node.
  ///
  /// Source: prometheus/prometheus 99e464c239, first in 3.11.0.
  var skipsPodsOnUnknownNodes: Bool { exhibits(.skipsPodsOnUnknownNodes) }

  /// Whether `*.` in an Ingress' TLS hosts stands for one label.
  ///
  /// Source: prometheus/prometheus 0af7250c52, first in 2.30.0.
  var matchesIngressWildcards: Bool { exhibits(.matchesIngressWildcards) }

  /// Whether `__meta_kubernetes_service_loadbalancer_ip` is read from the Service's status.
  ///
  /// Source: prometheus/prometheus 6cb11890aa (2026-08-12), in no release up to 3.14.
  var readsLoadBalancerStatus: Bool { self >= PrometheusVersion(3, 15) }
}
