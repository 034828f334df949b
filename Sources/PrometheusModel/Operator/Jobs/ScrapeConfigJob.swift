internal import SourceText

extension JobWriter {
  /// The job of a ScrapeConfig.
  ///
  /// Unlike the other kinds it has no rules of its own but the first: no label `namespace`, no filter on
  /// completed pods.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateScrapeConfig`, 0.93.
  func job(scrapeConfig monitor: Monitor) -> Fields {
    let spec = monitor.spec
    let scrapeClass = prometheus.scrapeClass(named: spec.word("scrapeClass"))
    var job = fields()
    job.add("job_name", .string("scrapeConfig/\(monitor.reference)"))
    if spec["honorTimestamps"] != nil { addHonorTimestamps(spec["honorTimestamps"], to: &job) }
    addStaleness(spec["trackTimestampsStaleness"], to: &job)
    if spec["honorLabels"] != nil { addHonorLabels(spec["honorLabels"], to: &job) }
    job.add("metrics_path", spec["metricsPath"])
    job.add("params", spec["params"].flatMap { $0.sortedByKey.unless($0.isEmptyMapping) })
    job.add("enable_compression", spec["enableCompression"], since: PrometheusVersion(2, 49))
    job.add("enable_http2", spec["enableHTTP2"], since: PrometheusVersion(2, 35))
    job.add("scrape_interval", spec["scrapeInterval"])
    job.add("scrape_timeout", spec["scrapeTimeout"])
    addScrapeProtocols(spec.list("scrapeProtocols"), to: &job)
    addFallbackProtocol(spec, scrapeClass: scrapeClass, to: &job)
    job.add("scheme", spec["scheme"]?.lowercased)
    addProxy(spec, to: &job)
    addBasicAuth(spec["basicAuth"], to: &job)
    addAuthorization(merged(authorization: spec["authorization"], with: scrapeClass), to: &job)
    addOAuth2(spec["oauth2"], to: &job)
    addTLS(merged(tls: spec["tlsConfig"], with: scrapeClass), to: &job)
    addLimits(spec, to: &job)
    addNativeHistograms(spec, to: &job)
    addBodySizeLimit(spec["bodySizeLimit"], to: &job)
    for discovery in DiscoveryKind.all {
      let configurations = spec.list(discovery.key)
      guard !configurations.isEmpty else { continue }
      let written = configurations.map { discovery.written($0, by: self).node }
      job.add(discovery.field, .sequence(written))
    }

    var rules = RelabelingRules.initial
    rules.append(RelabelingRules.translated(scrapeClass.list("relabelings")))
    if let name = spec["jobName"] {
      rules.append([["target_label": "job", "action": "replace", "replacement": name]])
    }
    let own = spec.list("relabelings")
    // Without rules of its own, the enforced namespace label is not set either.
    if !own.isEmpty { rules.append(RelabelingRules.translated(enforced(own, of: monitor))) }
    if prometheus.shards != 1 { appendShardingIfMissing(to: &rules) }
    job.add("relabel_configs", rules.node)
    addMetricRelabelings(spec.list("metricRelabelings"), of: monitor, scrapeClass: scrapeClass, to: &job)
    addNameSchemes(spec, to: &job)
    return job
  }
}
