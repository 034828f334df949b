import KubernetesModel

/// What a pod's annotations and the chart's values come to for metrics.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/metrics/metrics_configuration.go` and
/// `connect-inject/common/common.go`, 0.25.0 to 2.0.3.
struct ConsulMetrics {
  let pod: Pod
  let values: ConsulValues.ConnectInject.Metrics
  let enabledByDefault: Bool
  let version: ConsulVersion

  /// Why the webhook refuses the pod, in its words.
  struct Refusal: Error {
    var message: String
  }

  private var annotations: [String: String] { pod.metadata.annotations ?? [:] }

  private func given(_ name: String) -> String? { annotations[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Whether there are metrics.
  func isEnabled() throws(Refusal) -> Bool {
    try bool(ConsulAnnotation.enableMetrics) ?? enabledByDefault
  }

  /// Whether the service's metrics are merged in, where there are any.
  func wantsMerging() throws(Refusal) -> Bool {
    try bool(ConsulAnnotation.enableMerging) ?? values.defaultEnableMerging
  }

  private func bool(_ name: String) throws(Refusal) -> Bool? {
    guard let text = given(name) else { return nil }
    guard let value = GoSyntax.bool(text) else {
      guard version.exhibits(.refusesUnreadable) else { return nil }
      throw Refusal(
        message: "\(name) annotation value of \(text) was invalid: strconv.ParseBool: parsing "
          + "\(GoSyntax.json(text)): invalid syntax")
    }
    return value
  }

  /// Where the merging server listens.
  func mergedPort() throws(Refusal) -> UInt16 {
    try port(ConsulAnnotation.mergedPort, or: "\(values.defaultMergedMetricsPort)", isPrivileged: false)
  }

  /// Where Prometheus scrapes.
  func scrapePort() throws(Refusal) -> UInt16 {
    try port(ConsulAnnotation.scrapePort, or: "\(values.defaultPrometheusScrapePort)", isPrivileged: false)
  }

  /// The path there.
  var scrapePath: String {
    given(ConsulAnnotation.scrapePath)
      ?? (values.defaultPrometheusScrapePath.isEmpty ? "/metrics" : values.defaultPrometheusScrapePath)
  }

  /// Where the service has its metrics: by default at the port under which it is registered; 0 for nowhere.
  func servicePort() throws(Refusal) -> UInt16 {
    let registered = version.exhibits(.asksServicePort) ? given(ConsulAnnotation.port) : nil
    return try port(ConsulAnnotation.servicePort, or: registered ?? "0", isPrivileged: true)
  }

  /// The path there.
  var servicePath: String { given(ConsulAnnotation.servicePath) ?? "/metrics" }

  /// Whether the merging server asks the service.
  func mergesService() throws(Refusal) -> Bool {
    let isEnabled = try isEnabled()
    let isWanted = try wantsMerging()
    return try servicePort() > 0 && isEnabled && isWanted
  }

  private func port(
    _ name: String, or fallback: String, isPrivileged: Bool
  ) throws(Refusal) -> UInt16 {
    guard let text = given(name) else {
      guard let number = Self.port(fallback, of: pod) else {
        throw Refusal(message: "\(fallback) is not a valid port on the pod \(pod.metadata.name)")
      }
      return UInt16(clamping: number)
    }
    guard let number = Self.port(text, of: pod) else {
      throw Refusal(message: "\(name) annotation value of \(text) is not a valid integer")
    }
    let range = isPrivileged ? 1...65_535 : 1024...65_535
    guard range.contains(number) || !version.exhibits(.refusesUnreadable) else {
      let kind = isPrivileged ? "valid port range 1-65535" : "unprivileged port range 1024-65535"
      throw Refusal(message: "\(name) annotation value of \(number) is not in the \(kind)")
    }
    return UInt16(clamping: number)
  }

  /// A port by the name that a container declares, else by its number; of a list the first.
  ///
  /// Source: as above, `PortValue`. The number may be in Go's other bases.
  static func port(_ text: String, of pod: Pod) -> Int? {
    let first =
      text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    for container in pod.spec.containers {
      for port in container.ports ?? [] where port.name == first { return Int(port.containerPort) }
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where first.lowercased().hasPrefix(prefix) {
      return Int(first.dropFirst(2), radix: radix)
    }
    return GoSyntax.integer(first)
  }
}
