public import KubernetesModel

/// Consul's webhook as a function over a pod, and what its controllers then make of the pod.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/webhook/mesh_webhook.go` (before 1.0
/// `connect-inject/mesh_webhook.go`, before 0.42 `handler.go`), 0.25.0 to 2.0.3. Left out is the annotation
/// `original-pod`, which holds the whole pod as JSON.
public enum ConsulInjection {
  /// What the API server stores for a pod that is created in a namespace, and whether it starts.
  ///
  /// - Parameter services: The Services of the namespace.
  public static func inject(
    _ pod: Pod, namespace: Namespace, services: [Service], values: ConsulValues, version: ConsulVersion
  ) -> ConsulInjectionOutcome {
    var pod = pod
    let before = pod
    setDefaultPort(of: &pod, version: version)
    do throws(ConsulMetrics.Refusal) {
      if let reason = try reasonToSkip(before, namespace: namespace.metadata.name, values: values, version) {
        return .untouched(before, .skipped(reason: reason))
      }
      return try injected(pod, namespace: namespace, services: services, values: values, version: version)
    } catch {
      let name = "\(values.global.name)-connect-injector.consul.hashicorp.com"
      return .untouched(
        before, .rejected(message: "admission webhook \"\(name)\" denied the request: \(error.message)"))
    }
  }

  // MARK: Whether

  private static func reasonToSkip(
    _ pod: Pod, namespace: String, values: ConsulValues, _ version: ConsulVersion
  ) throws(ConsulMetrics.Refusal) -> String? {
    let inject = values.connectInject
    guard inject.enabled else { return "connectInject.enabled is false" }
    if pod.metadata.labels?["app"] == "consul" { return "the pod is one of Consul's own" }
    if version.exhibits(.skipsDeniedNamespaces), let reason = reasonToSkip(namespace: namespace, inject) {
      return reason
    }
    let annotations = pod.metadata.annotations ?? [:]
    if !(annotations[ConsulAnnotation.status] ?? "").isEmpty {
      return "the pod says that it was injected before"
    }
    guard let text = annotations[ConsulAnnotation.inject], version.exhibits(.annotationBeforeDefault) else {
      return inject.default
        ? nil : "the pod is not annotated \(ConsulAnnotation.inject), and it is not the default"
    }
    guard let choice = GoSyntax.bool(text) else {
      throw refusal("checking if should inject", invalidBool(text))
    }
    return choice ? nil : "\(ConsulAnnotation.inject) says no"
  }

  private static func reasonToSkip(namespace: String, _ inject: ConsulValues.ConnectInject) -> String? {
    if ["kube-system", "kube-public"].contains(namespace) { return "namespace \(namespace) is never injected" }
    if inject.k8sDenyNamespaces.contains(namespace) { return "k8sDenyNamespaces names \(namespace)" }
    if !inject.k8sAllowNamespaces.contains("*"), !inject.k8sAllowNamespaces.contains(namespace) {
      return "k8sAllowNamespaces does not name \(namespace)"
    }
    return nil
  }

  /// Source: as above, `defaultAnnotations`.
  private static func setDefaultPort(of pod: inout Pod, version: ConsulVersion) {
    guard pod.metadata.annotations?[ConsulAnnotation.port] == nil else { return }
    let declared = pod.spec.containers.first?.ports ?? []
    let texts = declared.map { port in
      port.name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(port.containerPort)"
    }
    let chosen = version.exhibits(.severalDefaultPorts) ? texts : Array(texts.prefix(1))
    guard !chosen.isEmpty else { return }
    pod.metadata.annotations = pod.metadata.annotations ?? [:]
    pod.metadata.annotations?[ConsulAnnotation.port] = chosen.joined(separator: ",")
  }

  // MARK: How

  private static func injected(
    _ pod: Pod, namespace: Namespace, services: [Service], values: ConsulValues, version: ConsulVersion
  ) throws(ConsulMetrics.Refusal) -> ConsulInjectionOutcome {
    var outcome = ConsulInjectionOutcome(pod: pod, decision: .injected)
    outcome.isTransparent = try isTransparent(pod, namespace: namespace, values: values, version: version)
    let metrics = ConsulMetrics(
      pod: pod, values: values.connectInject.metrics, enabledByDefault: values.metricsByDefault,
      version: version)
    try check(severalServicesOf: pod, isTransparent: outcome.isTransparent, metrics)
    let sidecar = ConsulSidecarContainers(pod: pod, metrics: metrics, version: version)
    outcome.metrics = try sidecar.outcome()

    var annotations = pod.metadata.annotations ?? [:]
    annotations[ConsulAnnotation.status] = "injected"
    if outcome.isTransparent { annotations[ConsulAnnotation.transparentStatus] = "enabled" }
    if version.exhibits(.dataplane) { annotations[ConsulAnnotation.version] = "v\(version.number)" }
    if outcome.metrics != nil {
      let port = try wrapped("configuring prometheus annotations") { () throws(ConsulMetrics.Refusal) in
        try metrics.scrapePort()
      }
      let written = [
        "prometheus.io/scrape": "true", "prometheus.io/port": "\(port)",
        "prometheus.io/path": metrics.scrapePath,
      ]
      let overwrites = version.exhibits(.overwritesAnnotations)
      annotations.merge(written) { given, written in overwrites ? written : given }
    }
    outcome.pod.metadata.annotations = annotations
    outcome.pod.metadata.labels = pod.metadata.labels ?? [:]
    outcome.pod.metadata.labels?[ConsulAnnotation.status] = "injected"
    if version.exhibits(.needsService) {
      outcome.pod.metadata.labels?[ConsulAnnotation.managedBy] = "consul-k8s-endpoints-controller"
    }
    try sidecar.place(in: &outcome.pod)
    outcome.excludedInboundPorts = excludedPorts(of: pod, scrape: outcome.metrics?.scrapePort, version)
    ConsulRegistering(pod: pod, services: services, values: values, version: version).register(&outcome)
    return outcome
  }

  /// Source: hashicorp/consul-k8s `control-plane/connect-inject/common/common.go`, `TransparentProxyEnabled`, 2.0.3.
  private static func isTransparent(
    _ pod: Pod, namespace: Namespace, values: ConsulValues, version: ConsulVersion
  ) throws(ConsulMetrics.Refusal) -> Bool {
    let name = ConsulAnnotation.transparentProxy
    let (ofPod, ofNamespace) = (pod.metadata.annotations?[name], namespace.metadata.labels?[name])
    let text = version.exhibits(.podBeforeNamespace) ? ofPod ?? ofNamespace : ofNamespace ?? ofPod
    guard let text else {
      return values.connectInject.transparentProxy.defaultEnabled ?? version.exhibits(.transparentByDefault)
    }
    guard let choice = GoSyntax.bool(text) else {
      throw refusal("determining if transparent proxy is enabled", invalidBool(text))
    }
    return choice
  }

  /// The listener for Prometheus is never redirected.
  ///
  /// Source: hashicorp/consul-k8s `control-plane/connect-inject/webhook/redirect_traffic.go`, 2.0.3. Probes are not
  /// looked at.
  private static func excludedPorts(
    of pod: Pod, scrape: UInt16?, _ version: ConsulVersion
  ) -> Set<UInt16> {
    var ports: Set<UInt16> = []
    if version.exhibits(.excludesAnnotatedPorts) {
      ports = CapturedPorts.ports(pod.metadata.annotations?[ConsulAnnotation.excludedInboundPorts] ?? "")
    }
    if let scrape, version.exhibits(.excludesScrapePort) { ports.insert(scrape) }
    return ports
  }

  /// Source: as above, `checkUnsupportedMultiPortCases`, 0.41.0 to 2.0.3.
  private static func check(
    severalServicesOf pod: Pod, isTransparent: Bool, _ metrics: ConsulMetrics
  ) throws(ConsulMetrics.Refusal) {
    guard pod.metadata.annotations?[ConsulAnnotation.service]?.contains(",") ?? false else { return }
    let subject = "multi port services are not compatible with"
    if isTransparent { throw ConsulMetrics.Refusal(message: "\(subject) transparent proxy") }
    if try metrics.isEnabled() { throw ConsulMetrics.Refusal(message: "\(subject) metrics") }
    if try metrics.wantsMerging() { throw ConsulMetrics.Refusal(message: "\(subject) metrics merging") }
  }

  // MARK: Refusing

  private static func invalidBool(_ text: String) -> String {
    "strconv.ParseBool: parsing \(GoSyntax.json(text)): invalid syntax"
  }

  private static func refusal(_ doing: String, _ reason: String) -> ConsulMetrics.Refusal {
    ConsulMetrics.Refusal(message: "error \(doing): \(reason)")
  }

  /// Adds what the webhook was doing to what went wrong.
  static func wrapped<Value>(
    _ doing: String, _ body: () throws(ConsulMetrics.Refusal) -> Value
  ) throws(ConsulMetrics.Refusal) -> Value {
    do throws(ConsulMetrics.Refusal) { return try body() } catch { throw refusal(doing, error.message) }
  }
}
