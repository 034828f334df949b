internal import SourceText

/// What a flavour and a user's values come to.
struct Rendered {
  /// A prometheus.yml, if the flavour writes one itself.
  var configuration: YAMLNode?
  /// The version of Prometheus that the values ask for.
  var version: PrometheusVersion?
  /// The Prometheus resource, if an operator writes the configuration.
  var resource: PrometheusResource?
  /// Jobs that the operator appends as they are.
  var additionalScrapeConfigs: [YAMLNode] = []
  /// Monitors that the flavour itself installs, as manifests.
  var monitors: [YAMLNode] = []
  /// What is worth saying.
  var warnings: [Diagnostic] = []
}

extension FlavourDocument {
  /// Renders the flavour.
  func rendered(_ request: Installation.Request) throws(Diagnostics) -> Rendered {
    switch rendering {
    case .configuration:
      try refuseValues(request)
      let context = HelmContext(release: request.release, namespace: request.namespace, values: .empty)
      do { return Rendered(configuration: try context.expanded(body)) } catch { throw Diagnostics(error) }
    case .prometheusChart: return try PrometheusChart(document: self, request: request).rendered()
    case .kubePrometheusStack: return try KubePrometheusStack(document: self, request: request).rendered()
    case .bitnamiKubePrometheus: return try BitnamiKubePrometheus(document: self, request: request).rendered()
    case .jobList: return try JobListChart(document: self, request: request).rendered()
    case .resource, .targetAllocator:
      try refuseValues(request)
      return Rendered(resource: resource(body, request))
    case .userResource:
      try refuseValues(request)
      return try UserResource(document: self, request: request).rendered()
    }
  }

  /// A Prometheus resource of a manifest of ours, whose namespace may be the user's.
  func resource(_ manifest: YAMLNode, _ request: Installation.Request) -> PrometheusResource {
    PrometheusResource(
      namespace: flavour.fixedNamespace ?? request.namespace,
      name: manifest["metadata"]?.word("name") ?? request.release, spec: manifest["spec"] ?? .empty,
      version: version(request, nil))
  }

  /// A chart's values with the user's laid over them; unknown keys are thrown.
  func values(_ request: Installation.Request) throws(Diagnostics) -> YAMLNode {
    guard let own = request.values, !own.isNull else { return body }
    let problems = ChartValues.unknownKeys(in: own, of: self)
    if !problems.isEmpty { throw Diagnostics(problems) }
    return body.merged(with: own)
  }

  /// The version that runs: the one asked for, else that of the values, else the flavour's.
  func version(_ request: Installation.Request, _ ofValues: PrometheusVersion?) -> PrometheusVersion {
    request.version.flatMap { PrometheusVersion($0) } ?? ofValues ?? flavour.prometheusVersion
  }

  private func refuseValues(_ request: Installation.Request) throws(Diagnostics) {
    guard let values = request.values, !values.isNull, values.mapping?.isEmpty != true else { return }
    throw Diagnostics(
      Diagnostic("\(flavour.identifier) is no chart and has no values; use `scrapeConfigs`", at: values.span))
  }
}

/// The tag of an image, which says the version.
enum ImageTag {
  /// The version of a tag, `v3.14.0-distroless`; nil if nobody set one.
  static func version(_ tag: YAMLNode?) -> PrometheusVersion? {
    tag?.string.flatMap { PrometheusVersion($0) }
  }
}
