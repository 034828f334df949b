import KubernetesModel

/// The injected container and metadata, as far as discovery, agent and people look at them.
///
/// Source: istio/istio `manifests/charts/istio-control/istio-discovery/files/injection-template.yaml` and
/// `gateway-injection-template.yaml`, `grpc-agent.yaml`, 1.30.3; `pkg/kube/inject/webhook.go`, 1.5.0.
struct SidecarTemplate {
  let mesh: MeshConfig
  /// The mesh's defaults under what the pod's annotation says.
  let proxy: MeshConfig.ProxyDefaults
  let version: IstioVersion
  let revision: String
  let template: InjectionTemplate
  /// Whether the pod's annotation leaves the capture on.
  let isIntercepting: Bool

  static let proxyName = "istio-proxy"

  /// The sidecar container, without what the user overrides.
  func container(for pod: Pod, isNative: Bool) -> Container {
    var container = Container(
      name: Self.proxyName, image: "docker.io/istio/proxyv2:\(version.number)",
      ports: version.exhibits(.declaresStatisticsPort)
        ? [ContainerPort(name: "http-envoy-prom", containerPort: 15090, protocol: "TCP")] : [],
      env: environment(for: pod),
      args: [
        "proxy", template == .gateway ? "router" : "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local",
      ],
      restartPolicy: isNative ? "Always" : nil)
    if template == .grpcAgent {
      // The agent alone: its status port is declared under the name that monitors of proxies look for.
      container.ports =
        version.exhibits(.agentDeclaresStatusPort)
        ? [ContainerPort(name: "mesh-metrics", containerPort: 15020, protocol: "TCP")] : []
    }
    return container
  }

  /// Whether inbound traffic is captured.
  var captures: Bool {
    isIntercepting && (template == .sidecar || !version.exhibits(.gatewayCapturesNothing))
  }

  /// The init container that sets up the capture, if the template captures.
  var initContainer: Container? {
    template == .sidecar && isIntercepting && version.exhibits(.addsInitContainer)
      ? Container(
        name: "istio-init", image: "docker.io/istio/proxyv2:\(version.number)", args: ["istio-iptables"])
      : nil
  }

  /// Labels that the pod gets; those that it has already stay.
  func labels(for pod: Pod) -> [String: String] {
    let given = pod.metadata.labels ?? [:]
    var result: [String: String] = [:]
    if version.exhibits(.tlsModeLabel), template == .sidecar { result["security.istio.io/tlsMode"] = "istio" }
    if version.exhibits(.canonicalLabels) {
      result["service.istio.io/canonical-name"] =
        given["app.kubernetes.io/name"] ?? given["app"] ?? WorkloadName(of: pod).name
      result["service.istio.io/canonical-revision"] =
        given["app.kubernetes.io/version"] ?? given["version"] ?? "latest"
    }
    if version.exhibits(.revisionLabel) { result["istio.io/rev"] = revisionName }
    return result
  }

  /// Annotations that the pod gets, but for those of merging and the status.
  func annotations(for pod: Pod) -> [String: String] {
    var result: [String: String] = [:]
    if version.exhibits(.revisionAnnotation) { result["istio.io/rev"] = revisionName }
    if let first = pod.spec.containers.first(where: { $0.name != Self.proxyName }) {
      if version.exhibits(.namesLogsContainer) {
        result["kubectl.kubernetes.io/default-logs-container"] = first.name
      }
      if version.exhibits(.namesDefaultContainer) {
        result["kubectl.kubernetes.io/default-container"] = first.name
      }
    }
    return result
  }

  /// The name of the revision as pods carry it.
  var revisionName: String { revision.isEmpty ? "default" : revision }

  private func environment(for pod: Pod) -> [EnvironmentVariable] {
    let workload = WorkloadName(of: pod)
    let apps = pod.spec.containers.map(\.name).filter { $0 != Self.proxyName }
    var result = [
      EnvironmentVariable(name: "PROXY_CONFIG", value: proxyConfiguration),
      EnvironmentVariable(name: "ISTIO_META_APP_CONTAINERS", value: apps.joined(separator: ",")),
      EnvironmentVariable(name: "ISTIO_META_CLUSTER_ID", value: "Kubernetes"),
      EnvironmentVariable(name: "ISTIO_META_INTERCEPTION_MODE", value: "REDIRECT"),
      EnvironmentVariable(name: "ISTIO_META_WORKLOAD_NAME", value: workload.name),
      EnvironmentVariable(name: "ISTIO_META_MESH_ID", value: mesh.trustDomain),
      EnvironmentVariable(name: "TRUST_DOMAIN", value: mesh.trustDomain),
    ]
    if template == .grpcAgent { result.append(EnvironmentVariable(name: "DISABLE_ENVOY", value: "true")) }
    for (name, value) in (proxy.proxyMetadata ?? [:]).sorted(by: { $0.key < $1.key }) {
      result.append(EnvironmentVariable(name: name, value: value))
    }
    return result
  }

  /// `ProxyConfig` as JSON, with what differs from the defaults.
  private var proxyConfiguration: String {
    let port = proxy.statusPort ?? 15020
    return port == 15020 ? "{}" : "{\"statusPort\":\(port)}"
  }
}
