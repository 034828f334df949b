import Contract
import MeshModel
import Planning
import PrometheusModel
import Scenarios

extension Evidence {
  /// Why a series that some process exposes did not reach the scraper.
  func diagnose(missing selector: SeriesSelector) -> Diagnosis? {
    let exposing = exposures(of: selector)
    if !exposing.isEmpty, let flaw = diagnose(unequippedJobOf: selector) { return flaw }
    // The process nearest to the series' origin tells most: what the agent merges, an application or proxy exposes.
    for source in [ObservedExposure.Source.application, .proxy, .agent] {
      for exposure in exposing where exposure.source == source {
        if let diagnosis = diagnose(exposure, selector) { return diagnosis }
      }
    }
    return exposing.isEmpty && !observation.exposures.isEmpty
      ? Diagnosis(.appNotExposed, "no process of any pod serves a series \(selector)") : nil
  }

  private func diagnose(_ exposure: ObservedExposure, _ selector: SeriesSelector) -> Diagnosis? {
    guard let pod = plan.pods.first(where: { $0.reference == exposure.pod }) else { return nil }
    let targets = targets(of: pod)
    guard !targets.isEmpty else { return diagnose(balanced: pod) ?? diagnose(undiscovered: pod) }
    let addressed = targets.compactMap { target in TargetAddress(target).map { (target, $0) } }

    let direct = addressed.filter { $0.1.port == exposure.port && $0.1.path == exposure.path }.map(\.0)
    if let down = direct.first(where: { $0.health != "up" }) { return diagnose(down: down) }
    if let up = direct.first, let impostor = diagnose(impostorAt: up, of: pod) { return impostor }
    if let up = direct.first { return diagnose(ingested: selector, at: up, of: pod) }

    let status = pod.statusPort
    if pod.hasSidecar, pod.linkerd == nil, let merged = addressed.first(where: { $0.1.port == status })?.0 {
      if merged.health != "up" { return diagnose(down: merged) }
      if exposure.source == .application, let merge = diagnoseMerging(exposure, of: pod) { return merge }
      return diagnose(ingested: selector, at: merged, of: pod)
    }
    if let flaw = diagnose(unequippedJobFor: pod) { return flaw }
    if pod.hasSidecar, exposure.source != .proxy,
      let statistics = addressed.first(where: { $0.1.port == 15_090 })
    {
      return Diagnosis(
        .mergeProxyPortScraped,
        "\(statistics.0.scrapeURL) is the proxy's own statistics: the application's metrics are merged on port \(status)"
      )
    }
    if let other = addressed.first(where: { $0.1.port == exposure.port }) {
      return Diagnosis(
        .discoveryPathNotScraped,
        "port \(exposure.port) is scraped at \(other.1.path), the series is served at \(exposure.path)")
    }
    let ports = Set(addressed.map(\.1.port)).sorted().map(String.init).joined(separator: ", ")
    return Diagnosis(
      .discoveryPortNotScraped,
      "the pod is scraped at port \(ports); the series is served at port \(exposure.port)")
  }

  // MARK: Merging

  private func diagnoseMerging(_ exposure: ObservedExposure, of pod: PlannedPod) -> Diagnosis? {
    guard let consul = pod.consul else { return diagnose(merge: exposure, of: pod) }
    guard let asked = ConsulMergeRequest(consul.metrics?.arguments ?? []) else {
      return Diagnosis(
        .mergeDisabled, "merging is off for \(pod.reference): the sidecar tells its own metrics only")
    }
    guard asked.port == exposure.port else {
      return Diagnosis(
        .mergePortNotConfigured,
        "the sidecar merges port \(asked.port) only; container \(exposure.container ?? "") serves on \(exposure.port)"
      )
    }
    guard asked.path.prefix(while: { $0 != "?" }) == exposure.path else {
      return Diagnosis(
        .mergePathNotConfigured,
        "the sidecar asks for \(asked.path); the series is served at \(exposure.path)")
    }
    return mergeParts(of: pod).last.flatMap { diagnose(part: $0, exposure) }
  }

  private func diagnose(merge exposure: ObservedExposure, of pod: PlannedPod) -> Diagnosis? {
    guard let environment = agentEnvironment(of: pod) else { return nil }
    guard let asked = MergeRequest(environment: environment) else {
      return Diagnosis(
        .mergeNoAnnotations,
        "the pod had no prometheus.io annotations when it was injected, so the agent asks no application")
    }
    let version = IstioVersion(pod.meshVersion) ?? .latest
    if asked.scrape == "false", version.exhibits(.agentRespectsScrapeFalse) {
      return Diagnosis(.mergeScrapeDisabled, "the annotations tell the agent not to scrape the application")
    }
    guard let port = UInt16(asked.effectivePort), port == exposure.port else {
      if asked.port.isEmpty {
        return Diagnosis(
          .mergeDefaultPort,
          "without a prometheus.io/port annotation the agent asks port 80; the application serves on \(exposure.port)"
        )
      }
      return Diagnosis(
        .mergePortNotConfigured,
        "the agent merges port \(asked.effectivePort) only; container \(exposure.container ?? "") serves on \(exposure.port)"
      )
    }
    let path = asked.effectivePath.prefix { $0 != "?" }
    guard path == exposure.path else {
      return Diagnosis(
        .mergePathNotConfigured,
        "the agent asks for \(asked.effectivePath); the series is served at \(exposure.path)")
    }
    return mergeParts(of: pod).last { $0.url?.contains(":\(port)") ?? true }.flatMap {
      diagnose(part: $0, exposure)
    }
  }

  private func diagnose(part: MergePart, _ exposure: ObservedExposure) -> Diagnosis? {
    guard part.error != nil || (part.status ?? 200) != 200 else { return nil }
    let error = part.error ?? ""
    if let port = plan.pods.first(where: { $0.reference == exposure.pod })?.exposures.first(where: {
      $0.port == exposure.port && $0.path == exposure.path
    }), port.https {
      return Diagnosis(.mergeApplicationTLS, "the agent asks by plain HTTP; the application serves HTTPS")
    }
    if let status = part.status, status != 200 {
      return Diagnosis(.mergeApplicationStatus, "the application answered the agent with status \(status)")
    }
    if error.contains("deadline") || error.contains("imeout") {
      return Diagnosis(.mergeApplicationTimeout, "the application was too slow for the agent: \(error)")
    }
    if part.bytes > 0 {
      return Diagnosis(.mergeApplicationTruncated, "the application's answer broke off: \(error)")
    }
    return Diagnosis(
      .mergeApplicationRefused,
      "the agent cannot reach the application on the pod's localhost, port \(exposure.port): \(error)")
  }

  private func agentEnvironment(of pod: PlannedPod) -> [String: String]? {
    for case .agent(let agent) in pod.roles { return agent.environment }
    return nil
  }

  // MARK: Ingestion

  private func diagnose(ingested selector: SeriesSelector, at target: ObservedTarget, of pod: PlannedPod)
    -> Diagnosis?
  {
    if let name = selector.name {
      let stored = (observation.queries[name] ?? []).filter { series in
        target.labels.allSatisfy { key, value in
          series.labels[key] == value || series.labels["exported_\(key)"] != nil
        }
      }
      if let first = stored.first {
        if let scrape = lastScrape(of: target), scrape.samplesDuplicate > 0,
          selector.matchers.isEmpty
        {
          return Diagnosis(.ingestDuplicate, "the body holds the series twice; the first one wins")
        }
        return Diagnosis(
          .ingestLabelsDiffer,
          "the target stores \(name), with other labels: \(SeriesText.selector(first.labels))")
      }
    }
    if let job = scrapeConfig(of: target.scrapePool), !job.metricRelabelRules.isEmpty,
      let scrape = lastScrape(of: target), scrape.samplesKept < scrape.samplesScraped
    {
      return Diagnosis(
        .ingestMetricRelabelling, "metric_relabel_configs of job \(target.scrapePool) dropped it")
    }
    if let scrape = lastScrape(of: target), scrape.samplesDuplicate > 0 {
      return Diagnosis(.ingestDuplicate, "the body holds the series twice; the first one wins")
    }
    return nil
  }
}
