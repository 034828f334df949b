public import KubernetesModel

/// Consul's servers as pods, as far as Prometheus has to do with them.
///
/// Source: hashicorp/consul-k8s `charts/consul/templates/server-statefulset.yaml`, 0.33.0 to 2.0.3; hashicorp/consul
/// `agent/agent_endpoint.go`, `AgentMetrics`, 1.16.
public struct ConsulServers: Sendable {
  private let values: ConsulValues
  private let version: ConsulVersion

  /// The servers of an installation.
  public init(values: ConsulValues, version: ConsulVersion) {
    self.values = values
    self.version = version
  }

  /// The namespace of the installation.
  public static let namespace = "consul"

  /// The path of their metrics.
  public static let path = "/v1/agent/metrics"

  /// Whether they have metrics.
  public var haveMetrics: Bool { values.global.metrics.enabled && values.global.metrics.enableAgentMetrics }

  /// Whether they speak plain HTTP (8500).
  public var speakHTTP: Bool { !values.global.tls.enabled || !values.global.tls.httpsOnly }

  /// Whether they speak HTTPS (8501).
  public var speakHTTPS: Bool { values.global.tls.enabled }

  /// Whether they tell their metrics to nobody without a token.
  public var askForToken: Bool { values.global.acls.manageSystemACLs }

  /// Why Helm does not install the chart with these values; nil if it does.
  public var refusal: String? {
    guard haveMetrics, speakHTTPS, !speakHTTP, version.exhibits(.refusesAgentMetricsOverHTTPS) else {
      return nil
    }
    return "global.metrics.enableAgentMetrics cannot be enabled if TLS (HTTPS only) is enabled"
  }

  /// One pod a server.
  public var pods: [Pod] {
    (0..<max(0, values.server.replicas)).map { index in
      var ports: [ContainerPort] = []
      if speakHTTP { ports.append(ContainerPort(name: "http", containerPort: 8500)) }
      if speakHTTPS { ports.append(ContainerPort(name: "https", containerPort: 8501)) }
      ports.append(ContainerPort(name: "grpc", containerPort: 8502))
      return Pod(
        metadata: ObjectMeta(
          name: "\(values.global.name)-server-\(index)", namespace: Self.namespace,
          labels: ["app": "consul", "component": "server", "hasDNS": "true"], annotations: annotations),
        spec: PodSpec(
          containers: [Container(name: "consul", ports: ports)],
          serviceAccountName: "\(values.global.name)-server"))
    }
  }

  /// A server as this release annotates it; any other pod stays as it is.
  public func annotated(_ pod: Pod) -> Pod {
    guard pod.metadata.namespace == Self.namespace, pod.metadata.labels?["component"] == "server",
      let server = pods.first(where: { $0.metadata.name == pod.metadata.name })
    else { return pod }
    return server
  }

  private var annotations: [String: String] {
    var annotations = ["consul.hashicorp.com/connect-inject": "false"]
    guard haveMetrics else { return annotations }
    annotations["prometheus.io/scrape"] = "true"
    annotations["prometheus.io/path"] = Self.path
    annotations["prometheus.io/port"] = "8500"
    guard version.exhibits(.agentsOverHTTPS) else { return annotations }
    annotations["prometheus.io/scheme"] = speakHTTPS ? "https" : "http"
    if speakHTTPS { annotations["prometheus.io/port"] = "8501" }
    return annotations
  }

  /// Some of a server's metrics.
  public static let metrics = """
    # HELP consul_catalog_register Measures the time it takes to complete a catalog register operation.
    # TYPE consul_catalog_register summary
    consul_catalog_register{quantile="0.5"} NaN
    consul_catalog_register_sum 0
    consul_catalog_register_count 0
    # HELP consul_server_isLeader Tracks if the server is a leader.
    # TYPE consul_server_isLeader gauge
    consul_server_isLeader 1

    """
}
