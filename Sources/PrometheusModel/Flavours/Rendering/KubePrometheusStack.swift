internal import SourceText

/// The chart prometheus-community/kube-prometheus-stack: which Prometheus resource its values come to.
///
/// Source: prometheus-community/helm-charts
/// `charts/kube-prometheus-stack/templates/prometheus/prometheus.yaml`, 88.5.3.
struct KubePrometheusStack {
  var document: FlavourDocument
  var request: Installation.Request

  /// Values that become fields of the resource as they are, if a template takes them for true.
  private static let copied = [
    "apiserverConfig", "arbitraryFSAccessThroughSMs", "bodySizeLimit", "convertClassicHistogramsToNHCB",
    "enforcedBodySizeLimit", "enforcedKeepDroppedTargets", "enforcedLabelLimit",
    "enforcedLabelNameLengthLimit", "enforcedLabelValueLengthLimit", "enforcedNamespaceLabel",
    "enforcedSampleLimit", "enforcedTargetLimit", "evaluationInterval", "excludedFromEnforcement",
    "externalLabels", "ignoreNamespaceSelectors", "keepDroppedTargets", "labelLimit", "labelNameLengthLimit",
    "labelValueLengthLimit", "nameEscapingScheme", "nameValidationScheme", "overrideHonorLabels",
    "overrideHonorTimestamps", "podTargetLabels", "queryLogFile", "ruleQueryOffset", "runtime", "sampleLimit",
    "scrapeClasses", "scrapeClassicHistograms", "scrapeFailureLogFile", "scrapeInterval",
    "scrapeNativeHistograms", "scrapeProtocols", "scrapeTimeout", "serviceDiscoveryRole", "shardingStrategy",
    "targetLimit",
  ]

  /// The resource, with what the chart installs beside it.
  func rendered() throws(Diagnostics) -> Rendered {
    let values = try document.values(request)
    let context = HelmContext(release: request.release, namespace: request.namespace, values: values)
    let wish = values.at("prometheus.prometheusSpec") ?? .empty
    guard values.at("prometheus.enabled")?.isTrueInHelm ?? false else {
      throw Diagnostics(
        Diagnostic("without `prometheus.enabled` the chart installs no Prometheus", at: request.values?.span))
    }
    do {
      var spec = try self.spec(wish, context)
      let additional = try additionalConfiguration(wish, context)
      for entry in additional.mapping ?? [] { spec[entry.name] = entry.value }
      if let secret = wish["additionalScrapeConfigsSecret"], secret["enabled"]?.isTrueInHelm ?? false {
        let place = request.values?.at("prometheus.prometheusSpec.additionalScrapeConfigsSecret")?.span
        try refuseTwoSources(wish, at: place)
        let reference = YAMLNode.object([
          "name": try context.expanded(secret["name"] ?? ""), "key": secret["key"] ?? "",
        ])
        spec["additionalScrapeConfigs"] = reference.placed(at: place ?? secret.span)
      }
      let namespace = values.word("namespaceOverride") ?? request.namespace
      let version = ImageTag.version(wish.filled("version") ?? wish.at("image.tag"))
      var resource = try PrometheusResource(
        checking: spec, name: resourceName(values), namespace: namespace,
        version: document.version(request, version))
      resource.isAgent = values.at("prometheus.agentMode")?.isTrueInHelm ?? false
      var rendered = Rendered(resource: resource)
      if let jobs = wish["additionalScrapeConfigs"], jobs.isTrueInHelm {
        rendered.additionalScrapeConfigs = try RawJobs.read(
          jobs, name: "additionalScrapeConfigs", context: context)
      }
      rendered.monitors = try monitors(values, context, namespace: namespace)
      rendered.warnings = quotedBooleans(wish)
      return rendered
    } catch let problem as Diagnostic {
      throw Diagnostics(problem)
    } catch let problems as Diagnostics {
      throw problems
    } catch {
      throw Diagnostics(Diagnostic("the chart cannot be rendered: \(error)", at: request.values?.span))
    }
  }

  private func spec(_ wish: YAMLNode, _ context: HelmContext) throws(Diagnostic) -> YAMLNode {
    var spec = YAMLNode.empty
    for key in Self.copied {
      if let value = wish[key], value.isTrueInHelm { spec[key] = try context.expanded(value) }
    }
    if let shards = wish["shards"], !shards.isNull { spec["shards"] = shards }
    for name in ["prometheusExternalLabelName", "replicaExternalLabelName"] {
      if wish[name + "Clear"]?.isTrueInHelm ?? false {
        spec[name] = ""
      } else if let value = wish.filled(name) {
        spec[name] = value
      }
    }
    for kind in ["serviceMonitor", "podMonitor", "probe", "scrapeConfig"] {
      let isLater = kind == "scrapeConfig"
      let key = kind + "Selector"
      let usesRelease = wish[key + "NilUsesHelmValues"]?.isTrueInHelm ?? false
      if let selector = wish[key], selector.isTrueInHelm {
        spec[key] = try context.expanded(selector)
      } else if usesRelease {
        spec[key] = .object(["matchLabels": .object(["release": .string(request.release)])])
      } else if !isLater || wish[key] != nil {
        // Of ScrapeConfigs, null selects none; of the others, all.
        spec[key] = .empty
      }
      let namespaceKey = kind + "NamespaceSelector"
      if let selector = wish[namespaceKey], selector.isTrueInHelm {
        spec[namespaceKey] = try context.expanded(selector)
      } else if !isLater || wish[namespaceKey] != nil {
        spec[namespaceKey] = .empty
      }
    }
    return spec
  }

  /// Both at once give the resource one key twice, which is no manifest.
  private func refuseTwoSources(_ wish: YAMLNode, at place: Span?) throws(Diagnostic) {
    guard wish["additionalScrapeConfigs"]?.isTrueInHelm ?? false else { return }
    throw Diagnostic(
      "`additionalScrapeConfigs` and `additionalScrapeConfigsSecret` cannot both be set", at: place)
  }

  /// `additionalConfig` and `additionalConfigString`: further fields of the resource.
  private func additionalConfiguration(_ wish: YAMLNode, _ context: HelmContext) throws(Diagnostic) -> YAMLNode
  {
    var result = YAMLNode.empty
    if let own = wish["additionalConfig"], own.isTrueInHelm { result = try context.expanded(own) }
    if let own = wish["additionalConfigString"], own.isTrueInHelm {
      let text = try context.expanded(own.string ?? "", at: own.span)
      result = result.merged(with: try YAMLReader.document(text, file: "additionalConfigString"))
    }
    return result
  }

  /// The name of the resource.
  ///
  /// Source: prometheus-community/helm-charts `charts/kube-prometheus-stack/templates/_helpers.tpl`, 88.5.3.
  private func resourceName(_ values: YAMLNode) -> String {
    func cut(_ text: String) -> String {
      let short = String(text.prefix(26))
      return short.hasSuffix("-") ? String(short.dropLast()) : short
    }
    let chart = values.word("nameOverride") ?? "kube-prometheus-stack"
    let whole =
      values.word("fullnameOverride").map(cut)
      ?? cut(request.release.range(ofText: chart) != nil ? request.release : "\(request.release)-\(chart)")
    return values["cleanPrometheusOperatorObjectNames"]?.isTrueInHelm ?? false ? whole : whole + "-prometheus"
  }

  /// Monitors of the values: they carry the release's label, so that the resource takes them.
  private func monitors(
    _ values: YAMLNode, _ context: HelmContext, namespace: String
  ) throws(Diagnostic) -> [YAMLNode] {
    var manifests: [YAMLNode] = []
    for (key, kind) in [
      ("additionalPodMonitors", "PodMonitor"), ("additionalServiceMonitors", "ServiceMonitor"),
    ] {
      for monitor in values["prometheus"]?.list(key) ?? [] {
        var labels = YAMLNode.object(["release": .string(request.release)])
        for label in monitor["additionalLabels"]?.mapping ?? [] { labels[label.name] = label.value }
        var spec = monitor
        spec["name"] = nil
        spec["additionalLabels"] = nil
        let metadata = YAMLNode.object([
          "name": monitor["name"] ?? "", "namespace": .string(namespace), "labels": labels,
        ])
        let manifest = YAMLNode.object([
          "apiVersion": "monitoring.coreos.com/v1", "kind": .string(kind), "metadata": metadata, "spec": spec,
        ])
        manifests.append(manifest.placed(at: monitor.span))
      }
    }
    return manifests
  }

  /// The trap of the quoted boolean: `"false"` is a text, and a text is true.
  private func quotedBooleans(_ wish: YAMLNode) -> [Diagnostic] {
    (wish.mapping ?? []).compactMap { entry in
      guard entry.name.hasSuffix("NilUsesHelmValues"), entry.value.text != nil else { return nil }
      return Diagnostic(
        "`\(entry.name)` is the text \"\(entry.value.string ?? "")\", which a template takes for true; "
          + "take the quotes away", at: entry.value.span, severity: .warning)
    }
  }
}
