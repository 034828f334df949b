internal import SourceText

extension JobWriter {
  /// The job of a Probe.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateProbeConfig`, 0.93.
  func job(probe monitor: Monitor) -> Fields {
    let spec = monitor.spec
    let prober = spec["prober"] ?? .empty
    let scrapeClass = prometheus.scrapeClass(named: spec.word("scrapeClass"))
    var job = fields()
    job.add("job_name", .string("probe/\(monitor.reference)"))
    addHonorTimestamps(.bool(true), to: &job)
    job.add("metrics_path", prober["path"] ?? "")
    job.add("scrape_interval", spec.filled("interval"))
    job.add("scrape_timeout", spec.filled("scrapeTimeout"))
    job.add("scheme", prober["scheme"]?.lowercased)
    let parameters = parameters(of: spec)
    if !parameters.isEmpty { job.add("params", YAMLNode(.mapping(parameters))) }
    addIngestion(spec, scrapeClass: scrapeClass, to: &job)
    job.add(
      "body_size_limit", prometheus.spec.filled("enforcedBodySizeLimit"), since: PrometheusVersion(2, 28))
    addProxy(prober, to: &job)
    addHTTP(spec, scrapeClass: scrapeClass, to: &job)

    var rules = RelabelingRules.initial
    if let name = spec.filled("jobName") { rules.set("job", to: name) }
    let proberAddress = prober["url"] ?? ""
    // If both are there, the static targets count.
    if let targets = spec["targets"]?["staticConfig"] {
      addStaticTargets(targets, to: &job)
      rules.copy("__address__", to: "__param_target")
      rules.copy("__param_target", to: "instance")
      rules.set("__address__", to: proberAddress)
      rules.append(RelabelingRules.translated(scrapeClass.list("relabelings")))
      rules.append(RelabelingRules.translated(enforced(targets.list("relabelingConfigs"), of: monitor)))
    } else if let ingress = spec["targets"]?["ingress"] {
      rules.select(ingress["selector"], role: "ingress")
      addKubernetesDiscovery(role: "ingress", namespaceSelector: ingress["namespaceSelector"], to: &job)
      appendIngressRules(to: &rules)
      rules.copy("__param_target", to: "instance")
      rules.set("__address__", to: proberAddress)
      rules.append(RelabelingRules.translated(scrapeClass.list("relabelings")))
      rules.append(RelabelingRules.translated(enforced(ingress.list("relabelingConfigs"), of: monitor)))
    }
    appendSharding(by: "__param_target", to: &rules)
    job.add("relabel_configs", rules.node)

    if let reference = spec["bearerTokenSecret"] {
      job.add("bearer_token", secret(reference).map { .string($0) })
    }
    addBasicAuth(spec["basicAuth"], to: &job)
    addOAuth2(spec["oauth2"], to: &job)
    addAuthorization(merged(authorization: spec["authorization"], with: scrapeClass), to: &job)
    addMetricRelabelings(spec.list("metricRelabelings"), of: monitor, scrapeClass: scrapeClass, to: &job)
    return job
  }

  /// The URL parameters: the module first, which the list cannot set a second time.
  private func parameters(of spec: YAMLNode) -> [YAMLEntry] {
    let module = spec.filled("module")
    var entries = module.map { [YAMLEntry(key: "module", value: .sequence([$0]))] } ?? []
    for parameter in spec.list("params") where module == nil || parameter["name"]?.string != "module" {
      entries.append(YAMLEntry(key: parameter["name"] ?? "", value: parameter["values"] ?? []))
    }
    return entries
  }

  /// Adds hosts; their label `namespace` is the Probe's unless they have one.
  private func addStaticTargets(_ targets: YAMLNode, to job: inout Fields) {
    var labels = targets["labels"] ?? .empty
    if labels["namespace"] == nil { labels["namespace"] = .string(namespace) }
    let group = YAMLNode.object(["targets": targets["static"] ?? [], "labels": labels.sortedByKey])
    job.add("static_configs", .sequence([group]))
  }

  private func appendIngressRules(to rules: inout RelabelingRules) {
    rules.append([
      [
        "source_labels": ["__meta_kubernetes_ingress_scheme", "__address__", "__meta_kubernetes_ingress_path"],
        "separator": ";", "regex": "(.+);(.+);(.+)", "target_label": "__param_target",
        "replacement": "${1}://${2}${3}", "action": "replace",
      ]
    ])
    rules.copy("__meta_kubernetes_namespace", to: "namespace")
    rules.copy("__meta_kubernetes_ingress_name", to: "ingress")
    rules.append([
      [
        "source_labels": ["__address__"], "separator": ";", "regex": "(.*)",
        "target_label": "__tmp_ingress_address", "replacement": "$1", "action": "replace",
      ]
    ])
  }
}
