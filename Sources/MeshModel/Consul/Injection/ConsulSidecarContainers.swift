import KubernetesModel

/// The containers that the webhook adds.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/webhook/consul_dataplane_sidecar.go`, 1.0.0 to 2.0.3;
/// `control-plane/connect-inject/container_init.go` and `consul_sidecar.go`, 0.49.8. Of their arguments only those
/// about metrics are here.
struct ConsulSidecarContainers {
  let pod: Pod
  let metrics: ConsulMetrics
  let version: ConsulVersion

  private var annotations: [String: String] { pod.metadata.annotations ?? [:] }

  // MARK: Metrics

  /// What there is of metrics; nil where they are off.
  func outcome() throws(ConsulMetrics.Refusal) -> ConsulInjectionOutcome.Metrics? {
    try ConsulInjection.wrapped("configuring injection sidecar container") { () throws(ConsulMetrics.Refusal) in
      // What is wrong is refused even where metrics are off.
      let mergesService = try metrics.mergesService()
      let tls = try tls(mergesService: mergesService)
      guard try metrics.isEnabled() else { return nil }
      let hasServer = mergesService || version.exhibits(.alwaysMerges)
      let pathHolds = mergesService || version.exhibits(.scrapePathAlways)
      return ConsulInjectionOutcome.Metrics(
        scrapePort: try metrics.scrapePort(), scrapePath: pathHolds ? listenerPath : "/metrics",
        // consul-dataplane is told its port only where it merges.
        mergedPort: mergesService ? try metrics.mergedPort() : hasServer ? 20_100 : nil,
        isMergedOnEveryAddress: version.exhibits(.mergesOnEveryAddress),
        hasOwn: version.exhibits(.mergesOwnMetrics), arguments: try arguments(mergesService: mergesService),
        speaksTLS: tls && version.exhibits(.servesTLS),
        exits: tls && mergesService && version.exhibits(.refusesTLSFlag)
          ? "flag provided but not defined: -telemetry-prom-ca-certs-file" : nil)
    }
  }

  /// Envoy matches a path without query, which begins with a slash; consul-dataplane sees to it since 1.4.
  ///
  /// Source: hashicorp/consul-dataplane `internal/bootstrap/bootstrap_config.go`, `generateListenerConfig`, 1.4.0.
  private var listenerPath: String {
    guard version.exhibits(.forwardsQuery) else { return metrics.scrapePath }
    let path = metrics.scrapePath.prefix { $0 != "?" }
    return path.hasPrefix("/") ? String(path) : "/\(path)"
  }

  /// Whether the annotations ask for TLS. Before 1.0 they count without merging, too.
  private func tls(mergesService: Bool) throws(ConsulMetrics.Refusal) -> Bool {
    guard version.exhibits(.servesTLS) || mergesService && version.exhibits(.refusesTLSFlag) else {
      return false
    }
    func given(_ name: String) -> Bool { !(annotations[name] ?? "").isEmpty }
    let names = [
      ConsulAnnotation.caFile, ConsulAnnotation.caPath, ConsulAnnotation.certFile, ConsulAnnotation.keyFile,
    ]
    guard names.contains(where: given) else { return false }
    let purpose = "when providing prometheus TLS config"
    guard given(ConsulAnnotation.caFile) || given(ConsulAnnotation.caPath) else {
      throw ConsulMetrics.Refusal(
        message: "must set one of \"\(ConsulAnnotation.caFile)\" or \"\(ConsulAnnotation.caPath)\" \(purpose)")
    }
    for name in [ConsulAnnotation.certFile, ConsulAnnotation.keyFile] where !given(name) {
      throw ConsulMetrics.Refusal(message: "must set \"\(name)\" \(purpose)")
    }
    return true
  }

  private func arguments(mergesService: Bool) throws(ConsulMetrics.Refusal) -> [String] {
    guard version.exhibits(.dataplane) else {
      guard mergesService else { return [] }
      return [
        "consul-sidecar", "-enable-service-registration=false", "-enable-metrics-merging=true",
        "-merged-metrics-port=\(try metrics.mergedPort())",
        "-service-metrics-port=\(try metrics.servicePort())",
        "-service-metrics-path=\(metrics.servicePath)",
      ]
    }
    var arguments = ["-telemetry-prom-scrape-path=\(metrics.scrapePath)"]
    guard mergesService else { return arguments }
    arguments.append("-telemetry-prom-merge-port=\(try metrics.mergedPort())")
    arguments.append(
      "-telemetry-prom-service-metrics-url=http://127.0.0.1:\(try metrics.servicePort())\(metrics.servicePath)")
    if try tls(mergesService: true) {
      arguments += [
        "-telemetry-prom-ca-certs-file=\(annotations[ConsulAnnotation.caFile] ?? "")",
        "-telemetry-prom-ca-certs-path=\(annotations[ConsulAnnotation.caPath] ?? "")",
        "-telemetry-prom-cert-file=\(annotations[ConsulAnnotation.certFile] ?? "")",
        "-telemetry-prom-key-file=\(annotations[ConsulAnnotation.keyFile] ?? "")",
      ]
    }
    return arguments
  }

  // MARK: Containers

  /// Adds init container and sidecars.
  func place(in pod: inout Pod) throws(ConsulMetrics.Refusal) {
    let outcome = try outcome()
    var inits = pod.spec.initContainers ?? []
    inits.append(Container(name: "consul-connect-inject-init"))
    if version.exhibits(.dataplane) {
      var sidecar = Container(name: "consul-dataplane", args: outcome?.arguments ?? [])
      if let outcome, version.exhibits(.declaresScrapePort) {
        sidecar.ports = [ContainerPort(name: "prometheus", containerPort: outcome.scrapePort, protocol: "TCP")]
      }
      if try isNative() {
        sidecar.restartPolicy = "Always"
        inits.append(sidecar)
      } else {
        pod.spec.containers.append(sidecar)
      }
    } else {
      pod.spec.containers.append(Container(name: "envoy-sidecar"))
      if let arguments = outcome?.arguments, !arguments.isEmpty {
        pod.spec.containers.append(Container(name: "consul-sidecar", args: arguments))
      }
    }
    pod.spec.initContainers = inits
  }

  private func isNative() throws(ConsulMetrics.Refusal) -> Bool {
    guard version.exhibits(.nativeSidecar), let text = annotations[ConsulAnnotation.asSidecar], !text.isEmpty
    else {
      return false
    }
    guard let choice = GoSyntax.bool(text) else {
      throw ConsulMetrics.Refusal(
        message:
          "error configuring injection sidecar container: \(ConsulAnnotation.asSidecar) annotation value of "
          + "\(text) was invalid: strconv.ParseBool: parsing \(GoSyntax.json(text)): invalid syntax")
    }
    return choice
  }
}
