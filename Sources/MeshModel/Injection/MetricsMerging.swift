import KubernetesModel

/// The injector's rewriting of annotations for merged metrics.
///
/// Source: istio/istio `pkg/kube/inject/webhook.go`, `applyPrometheusMerge`, `enablePrometheusMerge`, 1.6.0,
/// 1.9.0, 1.13.0 and 1.31.0-rc.0.
struct MetricsMerging {
  let mesh: MeshConfig
  let version: IstioVersion

  /// A message for the person whose pod is refused.
  struct Refusal: Error {
    var message: String
  }

  /// What merging does to a pod's annotations and its sidecar's environment.
  struct Result {
    var annotations: [String: String]
    /// The value of ``ScrapeConfiguration/variable``, nil if it is not set.
    var variable: String?
    /// Whether the annotations point at the agent now.
    var merges: Bool
  }

  func apply(to annotations: [String: String]) throws(Refusal) -> Result {
    let unchanged = Result(annotations: annotations, variable: nil, merges: false)
    guard version.exhibits(.mergesMetrics) else { return unchanged }
    let read = PrometheusAnnotations(annotations, version: version)
    guard read.wantsScraping, isEnabled(annotations) else { return unchanged }
    let statusPort = "\(mesh.statusPort)"
    if version.exhibits(.statusPortKept), read.port == statusPort {
      return Result(annotations: annotations, variable: nil, merges: true)
    }
    var scrape = read.configuration
    if version.exhibits(.reservedPortsRejected) { try check(scrape) }
    if let first = scrape.targets.first {
      scrape.port = first.port
      scrape.path = first.path
    }
    var result = annotations
    if version.exhibits(.annotationVariants) { for name in read.names { result[name] = nil } }
    result["prometheus.io/port"] = statusPort
    result["prometheus.io/path"] = "/stats/prometheus"
    if version.exhibits(.setsScrape) { result["prometheus.io/scrape"] = "true" }
    return Result(annotations: result, variable: scrape.isEmpty ? nil : scrape.json, merges: true)
  }

  private func isEnabled(_ annotations: [String: String]) -> Bool {
    let own =
      version.exhibits(.mergeAnnotation)
      ? annotations["prometheus.istio.io/merge-metrics"].flatMap(GoSyntax.bool) : nil
    let ofMesh = version.exhibits(.meshDecidesOnMerging) ? mesh.enablePrometheusMerge : nil
    return own ?? ofMesh ?? version.exhibits(.mergesByDefault)
  }

  private func check(_ scrape: ScrapeConfiguration) throws(Refusal) {
    let kind = scrape.targets.isEmpty ? "configuration" : "targets"
    let noun = scrape.targets.isEmpty ? "port" : "target port"
    let ports = scrape.targets.isEmpty ? [scrape.port].filter { !$0.isEmpty } : scrape.targets.map(\.port)
    for port in ports {
      let problem: String
      if let number = GoSyntax.integer(port), (1...65535).contains(number) {
        if number == Int(mesh.statusPort) {
          problem = "\(noun) \(port) conflicts with agent port"
        } else if let purpose = ReservedPorts.purpose(of: number) {
          problem = "\(noun) \(port) is reserved for Istio (\(purpose)) and cannot be scraped"
        } else {
          continue
        }
      } else {
        problem = "invalid \(noun) \(GoSyntax.json(port))"
      }
      throw Refusal(message: "failed to process pod: invalid prometheus scrape \(kind): \(problem)")
    }
  }
}
