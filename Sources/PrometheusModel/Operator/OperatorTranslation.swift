internal import KubernetesModel
internal import SourceText

/// The configuration that the operator writes for a Prometheus resource.
///
/// Source: prometheus-operator `pkg/prometheus/promcfg.go` `GenerateServerConfiguration`, 0.93, without rules,
/// alerting, storage, tracing and remote reading or writing, which decide nothing about what is scraped.
struct OperatorTranslation {
  /// The whole prometheus.yml, `$(SHARD)` and `$(POD_NAME)` as the operator writes them.
  var configuration: YAMLNode
  /// What became of each monitor, in the order given.
  var outcomes: [MonitorOutcome]
  /// The files that the operator mounts, by path.
  var files: [String: String]

  init(
    prometheus: PrometheusResource, monitors: [Monitor], namespaces: [Namespace], assets: Assets,
    additionalScrapeConfigs: [YAMLNode] = [], abilities: OperatorAbilities = OperatorAbilities()
  ) {
    let selection = MonitorSelection(prometheus: prometheus, namespaces: namespaces, abilities: abilities)
    let check = MonitorCheck(prometheus: prometheus, assets: assets, abilities: abilities)
    var taken: [Monitor] = []
    var fates: [MonitorOutcome.Fate?] = []
    for monitor in monitors {
      if let reason = selection.reasonAgainst(monitor) {
        fates.append(.notSelected(reason: reason))
        continue
      }
      do {
        try check.check(monitor)
        taken.append(monitor)
        fates.append(nil)
      } catch {
        fates.append(.rejected(reason: error.reason))
      }
    }
    let writer = JobWriter(
      prometheus: prometheus, assets: assets, abilities: abilities, namespace: prometheus.namespace)
    let additional = additionalScrapeConfigs.map { writer.additional($0) }
    var jobs: [YAMLNode] = []
    var names: [String: (jobs: [String], ignored: [String])] = [:]
    for kind in prometheus.kindsInOrder {
      let ofKind = taken.filter { $0.kind == kind }.sorted { Bytes.precede($0.reference, $1.reference) }
      for monitor in ofKind {
        let writer = JobWriter(
          prometheus: prometheus, assets: assets, abilities: abilities, namespace: monitor.namespace)
        let written = writer.jobs(of: monitor)
        jobs += written.map { YAMLNode($0.node.value, span: monitor.span) }
        names["\(kind.rawValue)/\(monitor.reference)"] = (
          written.compactMap { $0.node["job_name"]?.string }, written.flatMap(\.ignored)
        )
      }
      // An agent's jobs of a user's come between those of PodMonitors and the others.
      if prometheus.isAgent, kind == .podMonitor { jobs += additional }
    }
    if !prometheus.isAgent { jobs += additional }
    var configuration = writer.fields()
    configuration.add("global", writer.global())
    configuration.add("runtime", writer.runtime(), since: PrometheusVersion(2, 53))
    configuration.add("scrape_configs", .sequence(jobs))
    self.configuration = configuration.node
    outcomes = zip(monitors, fates).map { monitor, fate in
      let own = names["\(monitor.kind.rawValue)/\(monitor.reference)"]
      return MonitorOutcome(
        kind: monitor.kind, reference: monitor.reference, span: monitor.span,
        fate: fate ?? .jobs(own?.jobs ?? []),
        ignored: fate == nil ? own?.ignored ?? [] : [])
    }
    files = assets.files(mentionedIn: self.configuration)
  }
}

extension PrometheusResource {
  /// The kinds of monitors in the order in which their jobs are written.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `GenerateServerConfiguration`,
  /// `GenerateAgentConfiguration`, 0.93.
  fileprivate var kindsInOrder: [Monitor.Kind] {
    isAgent ? [.podMonitor, .serviceMonitor, .probe, .scrapeConfig] : Monitor.Kind.allCases
  }
}

extension JobWriter {
  /// The jobs of a monitor, one an endpoint.
  func jobs(of monitor: Monitor) -> [Fields] {
    switch monitor.kind {
    case .podMonitor:
      monitor.spec.list("podMetricsEndpoints").enumerated().map {
        job(podMonitor: monitor, endpoint: $1, index: $0)
      }
    case .serviceMonitor:
      monitor.spec.list("endpoints").enumerated().map { job(serviceMonitor: monitor, endpoint: $1, index: $0) }
    case .probe: [job(probe: monitor)]
    case .scrapeConfig: [job(scrapeConfig: monitor)]
    }
  }

  /// A job of `additionalScrapeConfigs`: as it is with one shard, with the rules of sharding with several.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateAdditionalScrapeConfigs`, 0.93.
  func additional(_ job: YAMLNode) -> YAMLNode {
    guard !abilities.runsOnEveryNode, prometheus.shards != 1 else { return job }
    var rules = RelabelingRules()
    rules.append(job.list("relabel_configs"))
    appendShardingIfMissing(to: &rules)
    var sharded = job
    sharded["relabel_configs"] = nil
    sharded["relabel_configs"] = rules.node
    return sharded
  }
}

extension Assets {
  /// The contents of the mounted files that a configuration names.
  func files(mentionedIn configuration: YAMLNode) -> [String: String] {
    var files: [String: String] = [:]
    for (path, content) in allFiles where configuration.mentions(path) { files[path] = content }
    return files
  }
}

extension YAMLNode {
  /// Whether a text inside is exactly this one.
  fileprivate func mentions(_ text: String) -> Bool {
    switch value {
    case .scalar: string == text
    case .sequence(let elements): elements.contains { $0.mentions(text) }
    case .mapping(let entries): entries.contains { $0.value.mentions(text) }
    }
  }
}
