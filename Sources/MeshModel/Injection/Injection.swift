public import KubernetesModel

/// Istio's sidecar injector as a function over a pod.
///
/// Source: istio/istio `pkg/kube/inject/inject.go` and `webhook.go`, 1.5.0 to 1.31.0-rc.0.
public enum Injection {
  /// What the API server stores for a pod that is created in a namespace.
  ///
  /// - Parameter install: The one control plane.
  public static func inject(
    _ pod: Pod, namespace: Namespace, mesh: MeshConfig, version: IstioVersion,
    install: IstioInstall = IstioInstall()
  ) -> InjectionOutcome {
    if let reason = InjectionDecision.reasonToSkip(
      pod, namespace: namespace, version: version, install: install)
    {
      return carried(pod, mesh: mesh, version: version, install: install)
        ?? .untouched(pod, .skipped(reason: reason), mesh: mesh)
    }
    let annotations = pod.metadata.annotations ?? [:]
    if version.exhibits(.validatesAnnotations), let problem = AnnotationValidation.problem(in: annotations) {
      return .untouched(pod, .rejected(message: refusal(problem)), mesh: mesh)
    }
    guard let template = template(in: annotations, version: version) else {
      let named = annotations["inject.istio.io/templates"] ?? ""
      let known = InjectionTemplate.allCases.map(\.rawValue).sorted().joined(separator: ", ")
      let problem = "failed to run injection template: requested template \"\(named)\" not found; have \(known)"
      return .untouched(pod, .rejected(message: refusal(problem)), mesh: mesh)
    }
    let isNative =
      template == .sidecar
      && ((version.exhibits(.nativeSidecarAnnotation)
        ? annotations["sidecar.istio.io/nativeSidecar"].flatMap(nativeChoice) : nil)
        ?? install.isNative(version))
    let own = version.exhibits(.readsProxyConfig) ? annotations : [:]
    guard let proxy = ProxyConfigAnnotation.effective(own, defaults: mesh.defaultConfig) else {
      let problem = "failed to run injection template: 1 error occurred: invalid value for annotation "
      return .untouched(
        pod, .rejected(message: refusal("\(problem)'\(ProxyConfigAnnotation.name)': no ProxyConfig")),
        mesh: mesh)
    }
    let sidecar = SidecarTemplate(
      mesh: mesh, proxy: proxy, version: version, revision: install.revision, template: template,
      isIntercepting: annotations["sidecar.istio.io/interceptionMode"] != "NONE"
        || !version.exhibits(.interceptionNone))
    let captured = CapturedPorts(of: pod, statusPort: install.statusPort, version: version)
    do {
      return try injected(pod, by: sidecar, isNative: isNative, captured: captured, install: install)
    } catch {
      return .untouched(pod, .rejected(message: refusal(error.message)), mesh: mesh)
    }
  }

  private static func injected(
    _ pod: Pod, by sidecar: SidecarTemplate, isNative: Bool, captured: CapturedPorts,
    install: IstioInstall
  ) throws(MetricsMerging.Refusal) -> InjectionOutcome {
    let (mesh, version) = (sidecar.mesh, sidecar.version)
    var result = pod

    var labels = sidecar.labels(for: pod)
    labels.merge(pod.metadata.labels ?? [:]) { added, given in version.exhibits(.keepsLabels) ? given : added }
    result.metadata.labels = labels
    var annotations = sidecar.annotations(for: pod)
    annotations.merge(pod.metadata.annotations ?? [:]) { added, given in given.isEmpty ? added : given }
    if version.exhibits(.revisionAnnotation) { annotations["istio.io/rev"] = sidecar.revisionName }

    if !sidecar.template.hasProxy, version.exhibits(.grpcKeepsProbes) {
      annotations[ProbeRewriting.annotation] = "false"
    }

    let merging = try MetricsMerging(mesh: mesh, version: version).apply(to: annotations)
    annotations = merging.annotations

    var proxy = placeProxy(in: &result, by: sidecar, isNative: isNative)
    if let variable = merging.variable {
      let entry = EnvironmentVariable(name: ScrapeConfiguration.variable, value: variable)
      proxy = ContainerOverlay.merge(proxy, with: Container(name: proxy.name, env: [entry]))
    }
    let probes = ProbeRewriting(annotations, install: install, mesh: mesh, version: version)
    if sidecar.template.hasAgent, let entry = probes.rewrite(&result) {
      proxy = ContainerOverlay.merge(proxy, with: Container(name: proxy.name, env: [entry]))
    }
    if version.exhibits(.securePortAnnotation) { addSecurePort(to: &annotations, of: proxy) }
    let inits = (sidecar.initContainer.map { [$0.name] } ?? []) + (isNative ? [proxy.name] : [])
    annotations[InjectionStatus.annotation] = InjectionStatus(
      initContainers: inits, containers: isNative ? [] : [proxy.name]
    ).json(version: version, revision: sidecar.revisionName)
    result.metadata.annotations = annotations
    order(&result, proxy: proxy, sidecar: sidecar, isNative: isNative)

    let captures = sidecar.captures
    var environment = Dictionary((proxy.env ?? []).map { ($0.name, $0.value ?? "") }) { _, last in last }
    // A gateway's agent does not look at it.
    if sidecar.template == .gateway, version.exhibits(.gatewayMergesNoApplication) {
      environment[ScrapeConfiguration.variable] = nil
    }
    return InjectionOutcome(
      pod: result, decision: .injected, agentEnvironment: environment, excludedInboundPorts: captured.excluded,
      includedInboundPorts: captures ? captured.included : .only([]), mergesMetrics: merging.merges,
      statusPort: sidecar.proxy.statusPort ?? 15020, template: sidecar.template,
      secureMetricsPorts: SecureMetricsPorts(environment, version: version))
  }

  /// Takes a sidecar that is there already out of the pod and gives back the one to put in: the template
  /// under what the user (or an earlier injection) wrote.
  private static func placeProxy(
    in pod: inout Pod, by sidecar: SidecarTemplate, isNative: Bool
  ) -> Container {
    let name = SidecarTemplate.proxyName
    let given =
      pod.spec.containers.first { $0.name == name } ?? pod.spec.initContainers?.first { $0.name == name }
    let wasInjected =
      pod.metadata.annotations?[InjectionStatus.annotation] != nil
      && sidecar.version.exhibits(.renewsInjection)
    pod.spec.containers.removeAll { $0.name == name }
    pod.spec.initContainers?.removeAll { $0.name == name || $0.name == sidecar.initContainer?.name }
    let fresh = sidecar.container(for: pod, isNative: isNative)
    guard let given, wasInjected || sidecar.version.exhibits(.laysUserContainerOver) else { return fresh }
    // An earlier injection gives way to this one, but keeps the variables that only it has set.
    return wasInjected ? ContainerOverlay.merge(given, with: fresh) : ContainerOverlay.merge(fresh, with: given)
  }

  /// Source: istio/istio `pkg/kube/inject/webhook.go`, `reorderPod`, 1.30.3.
  private static func order(
    _ pod: inout Pod, proxy: Container, sidecar: SidecarTemplate, isNative: Bool
  ) {
    var inits = pod.spec.initContainers ?? []
    if isNative {
      inits.insert(proxy, at: 0)
      if let setup = sidecar.initContainer { inits.insert(setup, at: 0) }
    } else {
      if let setup = sidecar.initContainer { inits.append(setup) }
      if sidecar.proxy.holdApplicationUntilProxyStarts == true {
        pod.spec.containers.insert(proxy, at: 0)
      } else {
        pod.spec.containers.append(proxy)
      }
    }
    pod.spec.initContainers = inits.isEmpty ? nil : inits
  }

  /// Source: istio/istio `pkg/kube/inject/webhook.go`, `applySecurePrometheusAnnotation`, 1.31.0-rc.0.
  private static func addSecurePort(to annotations: inout [String: String], of proxy: Container) {
    let isThere = annotations.keys.contains {
      PrometheusAnnotations.sanitised($0) == "prometheus_istio_io_secure_port"
    }
    guard !isThere, let variable = proxy.env?.first(where: { $0.name == "ENVOY_SECURE_MERGED_METRICS_PORT" }),
      let port = variable.value, !port.isEmpty, port != "0"
    else { return }
    annotations["prometheus.istio.io/secure-port"] = port
  }

  private static func template(
    in annotations: [String: String], version: IstioVersion
  ) -> InjectionTemplate? {
    guard version.exhibits(.readsTemplates), let named = annotations["inject.istio.io/templates"] else {
      return .sidecar
    }
    return InjectionTemplate(rawValue: GoSyntax.trimmedSpace(named))
  }

  private static func nativeChoice(_ value: String) -> Bool? {
    value == "true" ? true : value == "false" ? false : nil
  }

  /// How the API server passes a webhook's refusal on.
  private static func refusal(_ message: String) -> String {
    "admission webhook \"namespace.sidecar-injector.istio.io\" denied the request: \(message)"
  }
}
