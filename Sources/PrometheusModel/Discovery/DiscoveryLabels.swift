public import KubernetesModel

/// Turns Kubernetes objects into targets, as Prometheus' Kubernetes discovery does.
///
/// Pure functions over values, a function a role. Which objects there are (namespaces, selectors, rights) is
/// the business of whoever asks the API server.
///
/// Source: prometheus/prometheus `discovery/kubernetes/*.go`, 3.14.0, with ``DiscoveryHistory`` for what older
/// versions do not know.
public enum DiscoveryLabels {
  /// What a discovery has at hand beside the object itself.
  public struct Context: Sendable {
    /// The objects that it looks up.
    public var store: ObjectStore
    /// What it attaches.
    public var attaching: AttachedMetadata
    /// The version of Prometheus.
    public var version: PrometheusVersion

    /// Makes a context; without arguments, that of the newest Prometheus which attaches nothing.
    public init(
      store: ObjectStore = ObjectStore(), attaching: AttachedMetadata = AttachedMetadata(),
      version: PrometheusVersion = PrometheusVersion(3, 14)
    ) {
      self.store = store
      self.attaching = attaching
      self.version = version
    }
  }

  /// The targets of a pod: one for every port that a container or init container declares, one without a port
  /// for each that declares none; none while the pod has no IP.
  public static func pod(_ pod: Pod, in context: Context = Context()) -> [DiscoveredTarget] {
    group(pod: pod, in: context).targets
  }

  /// The targets of a Service: one a port, at the Service's DNS name.
  public static func service(_ service: Service, in context: Context = Context()) -> [DiscoveredTarget] {
    group(service: service, in: context).targets
  }

  /// The targets of Endpoints: one for each address and port, and one for each other port that the pods behind
  /// them declare.
  public static func endpoints(_ endpoints: Endpoints, in context: Context = Context()) -> [DiscoveredTarget] {
    group(endpoints: endpoints, in: context).targets
  }

  /// The targets of an EndpointSlice: as of Endpoints.
  public static func endpointSlice(
    _ slice: EndpointSlice, in context: Context = Context()
  ) -> [DiscoveredTarget] {
    group(endpointSlice: slice, in: context).targets
  }

  /// The target of a node, its kubelet; none if the node has no address.
  public static func node(_ node: Node, in context: Context = Context()) -> [DiscoveredTarget] {
    group(node: node, in: context).targets
  }

  /// The targets of an Ingress: one for each host and path.
  public static func ingress(_ ingress: Ingress, in context: Context = Context()) -> [DiscoveredTarget] {
    group(ingress: ingress, in: context).targets
  }
}
