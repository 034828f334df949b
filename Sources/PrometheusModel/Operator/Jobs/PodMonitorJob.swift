internal import SourceText

extension JobWriter {
  /// The job of an endpoint of a PodMonitor.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generatePodMonitorConfig`, 0.93.
  func job(podMonitor monitor: Monitor, endpoint: YAMLNode, index: Int) -> Fields {
    let spec = monitor.spec
    let scrapeClass = prometheus.scrapeClass(named: spec.word("scrapeClass"))
    var job = fields()
    job.add("job_name", .string("podMonitor/\(monitor.reference)/\(index)"))
    addHonorLabels(endpoint["honorLabels"], to: &job)
    addHonorTimestamps(endpoint["honorTimestamps"], to: &job)
    addStaleness(endpoint["trackTimestampsStaleness"], to: &job)
    addKubernetesDiscovery(
      role: "pod", namespaceSelector: spec["namespaceSelector"],
      attaching: attached(spec, scrapeClass: scrapeClass, since: PrometheusVersion(2, 35)),
      selectors: roleSelectors(spec, roles: ["pod"]), to: &job)
    addRequest(endpoint, to: &job)
    addHTTP(endpoint, scrapeClass: scrapeClass, to: &job)
    addBearerToken(endpoint["bearerTokenSecret"], to: &job)
    addBasicAuth(endpoint["basicAuth"], to: &job)
    addOAuth2(endpoint["oauth2"], to: &job)
    addProxy(endpoint, to: &job)
    addAuthorization(merged(authorization: endpoint["authorization"], with: scrapeClass), to: &job)

    var rules = RelabelingRules.initial
    if endpoint["filterRunning"]?.bool ?? abilities.filtersCompletedPods { rules.dropCompletedPods() }
    if spec["selectorMechanism"]?.string ?? "RelabelConfig" == "RelabelConfig",
      abilities.exhibits(.selectsByLabels)
    {
      rules.select(spec["selector"], role: "pod")
    }
    if let port = endpoint.filled("port"), abilities.exhibits(.keepsNamedPort) {
      rules.filter("keep", ["__meta_kubernetes_pod_container_port_name"], regex: port)
    } else if let number = endpoint["portNumber"], number.int != 0 {
      rules.filter("keep", ["__meta_kubernetes_pod_container_port_number"], regex: number)
    } else {
      selectTargetPort(endpoint["targetPort"], in: &rules)
    }
    rules.copy("__meta_kubernetes_namespace", to: "namespace")
    rules.copy("__meta_kubernetes_pod_container_name", to: "container")
    rules.copy("__meta_kubernetes_pod_name", to: "pod")
    appendPodTargetLabels(spec, to: &rules)
    rules.set("job", to: .string(monitor.reference))
    if let label = spec.word("jobLabel") {
      rules.copyIfPresent("__meta_kubernetes_pod_label_" + MetaLabels.sanitised(label), to: "job")
    }
    nameEndpoint(endpoint, in: &rules)
    rules.append(RelabelingRules.translated(scrapeClass.list("relabelings")))
    rules.append(RelabelingRules.translated(enforced(endpoint.list("relabelings"), of: monitor)))
    if !abilities.runsOnEveryNode { appendSharding(by: "__address__", to: &rules) }
    job.add("relabel_configs", rules.node)

    addIngestion(spec, scrapeClass: scrapeClass, to: &job)
    addBodySizeLimit(spec["bodySizeLimit"], to: &job)
    addMetricRelabelings(
      endpoint.list("metricRelabelings"), of: monitor, scrapeClass: scrapeClass, to: &job)
    return job
  }

  /// Adds when, where and with which parameters is scraped.
  func addRequest(_ endpoint: YAMLNode, to job: inout Fields) {
    job.add("scrape_interval", endpoint.filled("interval"))
    job.add("scrape_timeout", endpoint.filled("scrapeTimeout"))
    job.add("metrics_path", endpoint.filled("path"))
    job.add("params", endpoint["params"]?.sortedByKey)
    job.add("scheme", endpoint["scheme"]?.lowercased)
  }

  /// Adds limits, formats and histograms.
  func addIngestion(_ spec: YAMLNode, scrapeClass: YAMLNode, to job: inout Fields) {
    addLimits(spec, to: &job)
    addNativeHistograms(spec, to: &job)
    addScrapeProtocols(spec.list("scrapeProtocols"), to: &job)
    addFallbackProtocol(spec, scrapeClass: scrapeClass, to: &job)
  }

  /// Keeps the targets of a container port by name or by number.
  func selectTargetPort(_ port: YAMLNode?, in rules: inout RelabelingRules) {
    if let number = port?.int {
      guard number != 0 else { return }
      rules.filter("keep", ["__meta_kubernetes_pod_container_port_number"], regex: .int(number))
    } else if let name = port?.string, !name.isEmpty {
      rules.filter("keep", ["__meta_kubernetes_pod_container_port_name"], regex: .string(name))
    }
  }

  /// Sets the label `endpoint` to the name or number of the port, where there is one.
  ///
  /// `portNumber` alone gives none.
  func nameEndpoint(_ endpoint: YAMLNode, in rules: inout RelabelingRules) {
    guard let port = endpoint.word("port") ?? endpoint.word("targetPort") else { return }
    rules.set("endpoint", to: .string(port))
  }

  /// Copies labels of the pod: the monitor's, then the Prometheus resource's.
  func appendPodTargetLabels(_ spec: YAMLNode, to rules: inout RelabelingRules) {
    for label in spec.words("podTargetLabels") + prometheus.spec.words("podTargetLabels") {
      let name = MetaLabels.sanitised(label)
      rules.copyIfPresent("__meta_kubernetes_pod_label_" + name, to: name)
    }
  }
}
