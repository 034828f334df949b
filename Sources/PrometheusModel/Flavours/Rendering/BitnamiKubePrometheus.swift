internal import SourceText

/// The chart bitnami/kube-prometheus: which Prometheus resource its values come to.
///
/// Source: bitnami/charts `bitnami/kube-prometheus/templates/prometheus/prometheus.yaml`, 11.3.11.
struct BitnamiKubePrometheus {
  var document: FlavourDocument
  var request: Installation.Request

  /// Values that become fields of the resource as they are, if a template takes them for true.
  private static let copied = [
    "enforcedSampleLimit", "evaluationInterval", "externalLabels", "sampleLimit", "scrapeInterval",
    "scrapeTimeout", "shards",
  ]

  /// The resource. Empty selectors select everything.
  func rendered() throws(Diagnostics) -> Rendered {
    let values = try document.values(request)
    let context = HelmContext(release: request.release, namespace: request.namespace, values: values)
    let wish = values["prometheus"] ?? .empty
    guard wish["enabled"]?.isTrueInHelm ?? false else {
      throw Diagnostics(
        Diagnostic("without `prometheus.enabled` the chart installs no Prometheus", at: request.values?.span))
    }
    var jobs: [YAMLNode] = []
    var spec: YAMLNode
    do throws(Diagnostic) { spec = try self.spec(wish, context) } catch { throw Diagnostics(error) }
    let additional = wish["additionalScrapeConfigs"] ?? .empty
    let isInternal = additional.word("type") == "internal"
    if additional["enabled"]?.isTrueInHelm ?? false, isInternal {
      jobs = try RawJobs.read(
        additional.at("internal.jobList") ?? [], name: "additionalScrapeConfigs.internal.jobList",
        context: context)
    } else if let reference = external(wish, additional) {
      spec["additionalScrapeConfigs"] = reference
    }
    let version = ImageTag.version(wish.at("image.tag"))
    let resource = try PrometheusResource(
      checking: spec, name: resourceName, namespace: request.namespace,
      version: document.version(request, version))
    return Rendered(resource: resource, additionalScrapeConfigs: jobs)
  }

  private func spec(_ wish: YAMLNode, _ context: HelmContext) throws(Diagnostic) -> YAMLNode {
    var spec = YAMLNode.empty
    for key in Self.copied {
      if let value = wish[key], value.isTrueInHelm { spec[key] = try context.expanded(value) }
    }
    for name in ["prometheusExternalLabelName", "replicaExternalLabelName"] {
      if wish[name + "Clear"]?.isTrueInHelm ?? false {
        spec[name] = ""
      } else if let value = wish.filled(name) {
        spec[name] = value
      }
    }
    for kind in ["serviceMonitor", "podMonitor", "probe", "scrapeConfig"] {
      for key in [kind + "Selector", kind + "NamespaceSelector"] {
        let value = wish[key] ?? .empty
        spec[key] = value.isTrueInHelm ? try context.expanded(value) : .empty
      }
    }
    return spec
  }

  /// The Secret of jobs that the user made, by either of the two ways of naming it.
  private func external(_ wish: YAMLNode, _ additional: YAMLNode) -> YAMLNode? {
    let older = wish["additionalScrapeConfigsExternal"] ?? .empty
    let isNewer = additional["enabled"]?.isTrueInHelm ?? false
    guard isNewer || older["enabled"]?.isTrueInHelm ?? false else { return .none }
    let source = isNewer ? additional["external"] ?? .empty : older
    let reference = YAMLNode.object(["name": source["name"] ?? "", "key": source["key"] ?? ""])
    return .some(reference.placed(at: request.values?.span ?? .synthetic))
  }

  private var resourceName: String {
    let chart = "kube-prometheus"
    let whole = request.release.range(ofText: chart) != nil ? request.release : "\(request.release)-\(chart)"
    return whole + "-prometheus"
  }
}
