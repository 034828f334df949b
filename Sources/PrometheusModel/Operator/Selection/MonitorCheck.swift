internal import KubernetesModel
internal import SourceText

/// Checks a selected monitor; what is wrong makes the operator refuse all of it.
///
/// Source: prometheus-operator `pkg/prometheus/resource_selector.go` `checkPodMonitor` and following, 0.93.
struct MonitorCheck {
  var prometheus: PrometheusResource
  var assets: Assets
  var abilities: OperatorAbilities

  /// Throws the reason why a monitor is refused.
  func check(_ monitor: Monitor) throws(Rejection) {
    let writer = JobWriter(
      prometheus: prometheus, assets: assets, abilities: abilities, namespace: monitor.namespace)
    let check = AssetCheck(writer: writer)
    switch monitor.kind {
    case .podMonitor: try self.check(podMonitor: monitor.spec, check)
    case .serviceMonitor: try self.check(serviceMonitor: monitor.spec, check)
    case .probe: try self.check(probe: monitor.spec, check)
    case .scrapeConfig: try self.check(scrapeConfig: monitor.spec, check)
    }
  }

  private func check(podMonitor spec: YAMLNode, _ check: AssetCheck) throws(Rejection) {
    try inside("failed to parse label selector") { () throws(Rejection) in
      _ = try LabelSelector(node: spec["selector"] ?? .empty)
    }
    try checkMechanism(spec)
    for (index, endpoint) in spec.list("podMetricsEndpoints").enumerated() {
      try inside("endpoint[\(index)]") { () throws(Rejection) in
        try checkTimes(interval: endpoint["interval"], timeout: endpoint["scrapeTimeout"])
        try checkRules(endpoint.list("relabelings"), "relabelConfigs")
        try checkRules(endpoint.list("metricRelabelings"), "metricRelabelConfigs")
        try check.checkExclusions(endpoint, hasFiles: false)
        try check.checkProxy(endpoint)
        try check.lookUp(endpoint, hasFiles: false)
        try inside("proxyConfig") { () throws(Rejection) in try check.lookUp(proxy: endpoint) }
      }
    }
    try inside("scrapeClassName") { () throws(Rejection) in try checkClass(spec) }
  }

  private func check(serviceMonitor spec: YAMLNode, _ check: AssetCheck) throws(Rejection) {
    _ = try LabelSelector(node: spec["selector"] ?? .empty)
    try checkMechanism(spec)
    for (index, endpoint) in spec.list("endpoints").enumerated() {
      try inside("endpoints[\(index)]") { () throws(Rejection) in
        if prometheus.spec["arbitraryFSAccessThroughSMs"]?["deny"]?.bool == true {
          try checkFileAccess(endpoint)
        }
        try check.checkExclusions(endpoint, hasFiles: true)
        try check.checkProxy(endpoint)
        try check.lookUp(endpoint, hasFiles: true)
        try checkTimes(interval: endpoint["interval"], timeout: endpoint["scrapeTimeout"])
        try checkRules(endpoint.list("relabelings"), "relabelConfigs")
        try checkRules(endpoint.list("metricRelabelings"), "metricRelabelConfigs")
      }
      try check.lookUp(proxy: endpoint)
    }
    try inside("scrapeClassName") { () throws(Rejection) in try checkClass(spec) }
  }

  private func check(probe spec: YAMLNode, _ check: AssetCheck) throws(Rejection) {
    try inside("scrapeClassName") { () throws(Rejection) in try checkClass(spec) }
    let targets = spec["targets"] ?? .empty
    if targets["staticConfig"] == nil, targets["ingress"] == nil {
      throw Rejection("at least one of .spec.targets.staticConfig and .spec.targets.ingress is required")
    }
    try check.lookUp(spec, hasFiles: false)
    try checkTimes(interval: spec["interval"], timeout: spec["scrapeTimeout"])
    try checkRules(spec.list("metricRelabelings"), "metricRelabelConfigs")
    if let hosts = targets["staticConfig"] {
      try inside("targets.staticConfig.labels") { () throws(Rejection) in try checkLabels(hosts["labels"]) }
      try checkRules(hosts.list("relabelingConfigs"), "targets.staticConfig.relabelConfigs")
    }
    try checkRules(targets["ingress"]?.list("relabelingConfigs") ?? [], "targets.ingress.relabelConfigs")
    let prober = spec["prober"] ?? .empty
    try inside("proxy configuration") { () throws(Rejection) in
      try check.checkProxy(prober)
      try check.lookUp(proxy: prober)
    }
    let address = prober.word("url") ?? ""
    let place =
      "\(Quoting.quoted(address)) url specified in proberSpec is invalid, it should be of the format "
      + "`hostname` or `hostname:port`"
    try inside(place) { () throws(Rejection) in try ProberAddress.check(address) }
  }

  private func check(scrapeConfig spec: YAMLNode, _ check: AssetCheck) throws(Rejection) {
    try checkClass(spec)
    try checkRules(spec.list("relabelings"), "relabelConfigs")
    try check.lookUp(spec, hasFiles: false)
    try checkTimes(interval: spec["scrapeInterval"], timeout: spec["scrapeTimeout"])
    try check.checkProxy(spec)
    try check.lookUp(proxy: spec)
    try checkRules(spec.list("metricRelabelings"), "metricRelabelConfigs")
    for (index, hosts) in spec.list("staticConfigs").enumerated() {
      try inside("staticConfigs: [\(index)]") { () throws(Rejection) in try checkLabels(hosts["labels"]) }
    }
    try DiscoveryCheck(version: prometheus.version, assets: check).check(spec)
  }

  private func checkMechanism(_ spec: YAMLNode) throws(Rejection) {
    guard spec["selectorMechanism"]?.string == "RoleSelector", prometheus.version < PrometheusVersion(2, 17)
    else {
      return
    }
    throw Rejection("RoleSelector selectorMechanism is only supported in Prometheus 2.17.0 and newer")
  }

  private func checkClass(_ spec: YAMLNode) throws(Rejection) {
    guard let name = spec.word("scrapeClass") else { return }
    let isKnown = prometheus.spec.list("scrapeClasses").contains { $0["name"]?.string == name }
    guard !isKnown else { return }
    throw Rejection("scrapeClass \(Quoting.quoted(name)) not found in Prometheus scrapeClasses")
  }

  private func checkRules(_ rules: [YAMLNode], _ place: String) throws(Rejection) {
    try inside(place) { () throws(Rejection) in try RelabelingCheck(version: prometheus.version).check(rules) }
  }

  /// A timeout must not be longer than the interval, that of the Prometheus resource if the monitor has none.
  private func checkTimes(interval: YAMLNode?, timeout: YAMLNode?) throws(Rejection) {
    guard let timeoutText = timeout?.string, !timeoutText.isEmpty else { return }
    var intervalText = interval?.string ?? ""
    if intervalText.isEmpty { intervalText = prometheus.spec.word("scrapeInterval") ?? "" }
    let interval = try duration(intervalText, or: "invalid scrapeInterval \(Quoting.quoted(intervalText)): ")
    let timeout = try duration(timeoutText, or: "invalid scrapeTimeout: \(Quoting.quoted(timeoutText)): ")
    guard timeout > interval else { return }
    throw Rejection(
      "scrapeTimeout \(Quoting.quoted(timeoutText)) greater than scrapeInterval \(Quoting.quoted(intervalText))"
    )
  }

  private func duration(_ text: String, or problem: String) throws(Rejection) -> ScrapeDuration {
    do throws(ScrapeDuration.ParseError) { return try ScrapeDuration(parsing: text) } catch {
      throw Rejection(problem + error.message)
    }
  }

  private func checkFileAccess(_ endpoint: YAMLNode) throws(Rejection) {
    if endpoint.word("bearerTokenFile") != nil {
      throw Rejection("it accesses file system via bearer token file which Prometheus specification prohibits")
    }
    let tls = endpoint["tlsConfig"] ?? .empty
    if ["caFile", "certFile", "keyFile"].contains(where: { tls.word($0) != nil }) {
      throw Rejection("it accesses file system via tls config which Prometheus specification prohibits")
    }
  }

  private func checkLabels(_ labels: YAMLNode?) throws(Rejection) {
    let check = RelabelingCheck(version: prometheus.version)
    for name in (labels?.mapping ?? []).map(\.name).sorted() where !check.isLabelName(name) {
      throw Rejection("invalid label \(Quoting.quoted(name))")
    }
  }
}
