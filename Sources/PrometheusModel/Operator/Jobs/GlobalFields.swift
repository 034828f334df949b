internal import SourceText

extension JobWriter {
  /// The `global` section.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `buildGlobalConfig`, 0.93.
  func global() -> Fields {
    let spec = prometheus.spec
    var global = fields()
    global.add("scrape_interval", spec["scrapeInterval"] ?? "30s")
    global.add("scrape_timeout", spec.filled("scrapeTimeout"))
    addScrapeProtocols(spec.list("scrapeProtocols"), to: &global)
    global.add("external_labels", externalLabels())
    global.add(
      "body_size_limit", spec["bodySizeLimit"] ?? spec.filled("enforcedBodySizeLimit"),
      since: PrometheusVersion(2, 45))
    for (key, field) in [
      ("sampleLimit", "sample_limit"), ("targetLimit", "target_limit"), ("labelLimit", "label_limit"),
      ("labelNameLengthLimit", "label_name_length_limit"),
      ("labelValueLengthLimit", "label_value_length_limit"),
    ] {
      global.add(field, globalLimit(key), since: PrometheusVersion(2, 45))
    }
    global.add("keep_dropped_targets", globalLimit("keepDroppedTargets"), since: PrometheusVersion(2, 47))
    global.add(
      "scrape_failure_log_file", spec["scrapeFailureLogFile"].map { logFile($0) },
      since: PrometheusVersion(2, 55))
    addNameSchemes(spec, to: &global)
    global.add(
      "convert_classic_histograms_to_nhcb", spec["convertClassicHistogramsToNHCB"],
      since: PrometheusVersion(3, 4))
    global.add(
      "always_scrape_classic_histograms", spec["scrapeClassicHistograms"], since: PrometheusVersion(3, 5))
    global.add("scrape_native_histograms", spec["scrapeNativeHistograms"], since: PrometheusVersion(3, 8))
    if prometheus.isAgent { return global }
    global.add("evaluation_interval", spec["evaluationInterval"] ?? "30s")
    global.add("rule_query_offset", spec["ruleQueryOffset"], since: PrometheusVersion(2, 53))
    global.add(
      "query_log_file", spec.filled("queryLogFile").map { logFile($0) }, since: PrometheusVersion(2, 16))
    return global
  }

  /// The `runtime` section, if anything is said of it.
  func runtime() -> Fields? {
    guard let wish = prometheus.spec["runtime"] else { return nil }
    var runtime = fields()
    runtime.add("gogc", wish["goGC"])
    return runtime
  }

  /// The lower of a wish and the enforced limit, where 0 is none.
  private func globalLimit(_ key: String) -> YAMLNode? {
    let spec = prometheus.spec
    let enforced = spec["enforced" + key.prefix(1).uppercased() + key.dropFirst()]
    let ceiling = enforced?.int ?? 0
    guard let wish = spec[key]?.int, wish > 0 else { return enforced.flatMap { $0.unless(ceiling == 0) } }
    return ceiling > 0 && wish > ceiling ? enforced : spec[key]
  }

  /// The labels that tell this Prometheus from others; a name set to nothing leaves its label out.
  private func externalLabels() -> YAMLNode {
    let spec = prometheus.spec
    var labels: [String: YAMLNode] = [:]
    let name = spec["prometheusExternalLabelName"]?.string ?? "prometheus"
    if !name.isEmpty { labels[name] = .string("\(prometheus.namespace)/\(prometheus.name)") }
    let replica = spec["replicaExternalLabelName"]?.string ?? "prometheus_replica"
    if !replica.isEmpty { labels[replica] = "$(POD_NAME)" }
    if topologyZones != nil {
      let zone = spec["shardingStrategy"]?["topology"]?["externalLabelName"]?.string ?? "zone"
      if !zone.isEmpty { labels[zone] = "$(TOPOLOGY_ZONE)" }
    }
    for (name, value) in spec.sortedTexts("externalLabels") where labels[name] == nil {
      labels[name] = .string(value)
    }
    return .mapping(labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  /// A log file without a directory goes to the one that the operator mounts.
  private func logFile(_ node: YAMLNode) -> YAMLNode {
    guard let name = node.string, !name.contains(where: { $0 == "/" }) else { return node }
    return .string("/var/log/prometheus/" + name)
  }
}
