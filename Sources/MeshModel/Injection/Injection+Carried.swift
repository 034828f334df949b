import KubernetesModel

extension Injection {
  /// A pod that brings its sidecar along, from `istioctl kube-inject`, and that the webhook does not touch; nil for
  /// any other.
  ///
  /// Source: istio/istio `istioctl/pkg/kubeinject/kubeinject.go` and `pkg/kube/inject/inject.go`, `IntoResourceFile`, 1.30.3:
  /// it is the same injection, written into the template of the workload.
  static func carried(
    _ pod: Pod, mesh: MeshConfig, version: IstioVersion, install: IstioInstall
  ) -> InjectionOutcome? {
    let annotations = pod.metadata.annotations ?? [:]
    let containers = pod.spec.containers + (pod.spec.initContainers ?? [])
    guard version.exhibits(.carriesSidecar), annotations[InjectionStatus.annotation] != nil,
      let proxy = containers.first(where: { $0.name == SidecarTemplate.proxyName })
    else { return nil }
    let environment = Dictionary((proxy.env ?? []).map { ($0.name, $0.value ?? "") }) { _, last in last }
    let captured = CapturedPorts(of: pod, statusPort: install.statusPort, version: version)
    return InjectionOutcome(
      pod: pod, decision: .injected, agentEnvironment: environment, excludedInboundPorts: captured.excluded,
      includedInboundPorts: captured.included,
      mergesMetrics: PrometheusAnnotations(annotations, version: version).port == "\(mesh.statusPort)",
      statusPort: mesh.statusPort, template: .sidecar,
      secureMetricsPorts: SecureMetricsPorts(environment, version: version))
  }
}
