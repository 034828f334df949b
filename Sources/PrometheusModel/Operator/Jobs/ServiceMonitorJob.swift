internal import SourceText

extension JobWriter {
  /// The job of an endpoint of a ServiceMonitor.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateServiceMonitorConfig`, 0.93.
  func job(serviceMonitor monitor: Monitor, endpoint: YAMLNode, index: Int) -> Fields {
    let spec = monitor.spec
    let scrapeClass = prometheus.scrapeClass(named: spec.word("scrapeClass"))
    let role = endpointRole(spec["serviceDiscoveryRole"] ?? prometheus.spec["serviceDiscoveryRole"])
    var job = fields()
    job.add("job_name", .string("serviceMonitor/\(monitor.reference)/\(index)"))
    addHonorLabels(endpoint["honorLabels"], to: &job)
    addHonorTimestamps(endpoint["honorTimestamps"], to: &job)
    addStaleness(endpoint["trackTimestampsStaleness"], to: &job)
    addKubernetesDiscovery(
      role: role, namespaceSelector: spec["namespaceSelector"],
      attaching: attached(spec, scrapeClass: scrapeClass, since: PrometheusVersion(2, 37)),
      selectors: roleSelectors(spec, roles: [role, "service"]), to: &job)
    addRequest(endpoint, to: &job)
    job.add("follow_redirects", endpoint["followRedirects"], since: PrometheusVersion(2, 26))
    job.add("enable_http2", endpoint["enableHttp2"], since: PrometheusVersion(2, 35))
    addProxy(endpoint, to: &job)
    addOAuth2(endpoint["oauth2"], to: &job)
    addTLS(merged(tls: endpoint["tlsConfig"], with: scrapeClass, emptyIsNone: false), to: &job)
    job.add("bearer_token_file", endpoint.filled("bearerTokenFile"))
    addBearerToken(endpoint["bearerTokenSecret"], to: &job)
    addBasicAuth(endpoint["basicAuth"], to: &job)
    addAuthorization(merged(authorization: endpoint["authorization"], with: scrapeClass), to: &job)

    var rules = RelabelingRules.initial
    if spec["selectorMechanism"]?.string ?? "RelabelConfig" == "RelabelConfig",
      abilities.exhibits(.selectsByLabels)
    {
      rules.select(spec["selector"], role: "service")
    }
    let kind = role == "endpointslice" ? "endpointslice" : "endpoint"
    if let port = endpoint.filled("port"), abilities.exhibits(.keepsNamedPort) {
      rules.filter("keep", ["__meta_kubernetes_\(kind)_port_name"], regex: port)
    } else {
      selectTargetPort(endpoint["targetPort"], in: &rules)
    }
    appendObjectLabels(kind: kind, to: &rules)
    if endpoint["filterRunning"]?.bool ?? abilities.filtersCompletedServicePods { rules.dropCompletedPods() }
    for label in spec.words("targetLabels") {
      let name = MetaLabels.sanitised(label)
      rules.copyIfPresent("__meta_kubernetes_service_label_" + name, to: name)
    }
    appendPodTargetLabels(spec, to: &rules)
    rules.append([
      ["source_labels": ["__meta_kubernetes_service_name"], "target_label": "job", "replacement": "${1}"]
    ])
    if let label = spec.word("jobLabel") {
      rules.copyIfPresent("__meta_kubernetes_service_label_" + MetaLabels.sanitised(label), to: "job")
    }
    nameEndpoint(endpoint, in: &rules)
    rules.append(RelabelingRules.translated(scrapeClass.list("relabelings")))
    rules.append(RelabelingRules.translated(enforced(endpoint.list("relabelings"), of: monitor)))
    appendSharding(by: "__address__", to: &rules)
    job.add("relabel_configs", rules.node)

    addIngestion(spec, scrapeClass: scrapeClass, to: &job)
    addBodySizeLimit(spec["bodySizeLimit"], to: &job)
    addMetricRelabelings(
      endpoint.list("metricRelabelings"), of: monitor, scrapeClass: scrapeClass, to: &job)
    return job
  }

  /// The role of discovery: EndpointSlices only where they are asked for, and cluster and version have them.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `endpointRoleFlavor`, 0.93.
  private func endpointRole(_ wish: YAMLNode?) -> String {
    let isAble = abilities.supportsEndpointSlices && prometheus.version >= PrometheusVersion(2, 21)
    return isAble && wish?.string == "EndpointSlice" ? "endpointslice" : "endpoints"
  }

  /// Names the node or pod behind an address, the namespace, Service, pod and container.
  private func appendObjectLabels(kind: String, to rules: inout RelabelingRules) {
    for (object, target) in [("Node", "node"), ("Pod", "pod")] {
      rules.append([
        [
          "source_labels": [
            "__meta_kubernetes_\(kind)_address_target_kind", "__meta_kubernetes_\(kind)_address_target_name",
          ], "separator": ";", "regex": "\(object);(.*)", "replacement": "${1}",
          "target_label": .string(target),
        ]
      ])
    }
    rules.copy("__meta_kubernetes_namespace", to: "namespace")
    rules.copy("__meta_kubernetes_service_name", to: "service")
    rules.copy("__meta_kubernetes_pod_name", to: "pod")
    rules.copy("__meta_kubernetes_pod_container_name", to: "container")
  }
}
