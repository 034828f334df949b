import Contract
import KubernetesModel
import MeshModel
import Planning
import PrometheusModel
import Scenarios

extension Evidence {
  /// Why a pod is no target at all.
  func diagnose(undiscovered pod: PlannedPod) -> Diagnosis {
    if case .rejected(let message) = pod.decision {
      return Diagnosis(.discoveryPodRefused, "\(pod.reference) does not exist: \(message)")
    }
    if pod.pod.status?.phase != "Running" {
      let reason = pod.consul?.waitsFor.map { ": \($0)" } ?? ""
      return Diagnosis(
        .discoveryPodNotRunning, "\(pod.reference) is \(pod.pod.status?.phase ?? "without a phase")\(reason)")
    }
    if let unequipped = diagnose(unequippedJobFor: pod) { return unequipped }
    let drops = droppedTargets(of: pod).compactMap { dropped in drop(of: dropped) }
    if let monitor = diagnose(monitorsFor: pod, drops) { return monitor }
    let scrape = pod.pod.metadata.annotations?["prometheus.io/scrape"]
    if let drop = drops.first(where: { $0.readsScrapeAnnotation }) {
      guard let scrape else {
        return Diagnosis(
          .discoveryNotAnnotated,
          "job \(drop.job) keeps pods annotated prometheus.io/scrape: \"true\"; \(pod.reference) has no such annotation"
        )
      }
      return Diagnosis(
        .discoveryScrapeDisabled,
        "job \(drop.job) keeps prometheus.io/scrape: \"true\"; \(pod.reference) says \"\(scrape)\"")
    }
    if let drop = drops.first {
      return drop.readsPort
        ? Diagnosis(.discoveryPortNotDeclared, "job \(drop.job) keeps by declared port: \(drop.words)")
        : Diagnosis(.discoveryDroppedByRelabelling, "job \(drop.job): \(drop.words)")
    }
    if scrape == "true", !readsScrapeAnnotation {
      return Diagnosis(
        .discoveryAnnotationsIgnored,
        "\(pod.reference) asks by annotation to be scraped; no job of this install reads the annotation")
    }
    if let job = jobsOverOtherNamespaces(than: pod.reference.namespace).first {
      return Diagnosis(
        .discoveryNamespaceNotCovered, "job \(job) looks at other namespaces than \(pod.reference.namespace)")
    }
    return Diagnosis(.discoveryNoJob, "no job discovers \(pod.reference)")
  }

  // MARK: Relabelling

  /// The rule that dropped a target.
  struct Drop {
    var job: String
    var rule: RelabelRule
    var value: String

    var readsScrapeAnnotation: Bool { sources("annotation_prometheus_io_scrape") }
    var readsPort: Bool {
      sources("container_port_name") || sources("container_port_number") || sources("endpoint_port")
        || rule.targetLabel.contains("port_number") || rule.targetLabel.contains("port_name")
    }
    var readsLabels: Bool { sources("_pod_label") || sources("_service_label") }

    private func sources(_ part: String) -> Bool { rule.sourceLabels.contains { $0.contains(part) } }

    var words: String {
      "\(rule.action.rawValue) on [\(rule.sourceLabels.joined(separator: ", "))], which is \"\(value)\""
    }
  }

  private func drop(of target: ObservedTarget) -> Drop? {
    let jobName = target.scrapePool.isEmpty ? target.discoveredLabels["job"] ?? "" : target.scrapePool
    guard let job = scrapeConfig(of: jobName) else { return nil }
    for step in Relabelling.trace(job.relabelRules, to: Labels(target.discoveredLabels)) where step.after == nil
    {
      let value = step.rule.sourceLabels.map { step.before[$0] ?? "" }.joined(separator: step.rule.separator)
      return Drop(job: jobName, rule: step.rule, value: value)
    }
    return nil
  }

  private var readsScrapeAnnotation: Bool {
    configuration?.scrapeConfigs.contains { job in
      job.relabelRules.contains { rule in
        rule.sourceLabels.contains { $0.hasSuffix("pod_annotation_prometheus_io_scrape") }
      }
    } ?? false
  }

  private func jobsOverOtherNamespaces(than namespace: String) -> [String] {
    (configuration?.scrapeConfigs ?? []).filter { job in
      let discoveries = job.kubernetesDiscoveries
      return !discoveries.isEmpty
        && discoveries.allSatisfy { !$0.namespaces.isEmpty && !$0.namespaces.contains(namespace) }
    }.map(\.jobName)
  }

  // MARK: Monitors

  private func diagnose(monitorsFor pod: PlannedPod, _ drops: [Drop]) -> Diagnosis? {
    for outcome in plan.installation.monitors {
      switch outcome.fate {
      case .notSelected(let reason):
        let isAboutNamespace = reason.contains("namespace")
        return Diagnosis(
          isAboutNamespace ? .monitorNamespaceNotSelected : .monitorNotSelected,
          "\(outcome.kind.rawValue) \(outcome.reference) is not selected: \(reason)")
      case .rejected(let reason):
        return Diagnosis(
          .monitorRejected, "\(outcome.kind.rawValue) \(outcome.reference) is rejected: \(reason)")
      case .jobs(let jobs):
        if let drop = drops.first(where: { jobs.contains($0.job) }) {
          let words = "\(outcome.kind.rawValue) \(outcome.reference): \(drop.words)"
          if drop.readsPort { return Diagnosis(.monitorPortNotDeclared, words) }
          return Diagnosis(drop.readsLabels ? .monitorNoMatchingPods : .monitorDroppedByRelabelling, words)
        }
        if !Set(jobsOverOtherNamespaces(than: pod.reference.namespace)).isDisjoint(with: jobs) {
          return Diagnosis(
            .monitorNamespaceNotCovered,
            "\(outcome.kind.rawValue) \(outcome.reference) does not look at namespace \(pod.reference.namespace)"
          )
        }
      }
    }
    return nil
  }
}

extension ScrapeConfig {
  /// The discoveries that look at the API server.
  var kubernetesDiscoveries: [KubernetesDiscoveryConfiguration] {
    discoveries.compactMap { discovery in
      if case .kubernetes(let kubernetes) = discovery { kubernetes } else { nil }
    }
  }
}
