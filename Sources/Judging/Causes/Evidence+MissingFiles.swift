import Contract
import FoundationEssentials
import KubernetesModel
import Planning
import PrometheusModel
import Scenarios

extension Evidence {
  /// A job that would take a pod, and has no targets because the files of its `tls_config` cannot be used: Prometheus makes
  /// no scrape pool for it, which its targets' page does not show.
  ///
  /// Source: prometheus/prometheus `scrape/manager.go`, `Manager.reload`, 2.53.3 and 3.5.3.
  func diagnose(unequippedJobFor pod: PlannedPod) -> Diagnosis? {
    for job in configuration?.scrapeConfigs ?? [] where hasNoPool(job) && wouldTake(job, pod) {
      guard let flaw = flaw(ofFilesOf: job) else { continue }
      return Diagnosis(
        flaw.code,
        "job \(job.jobName) would take \(pod.reference), but \(flaw.words), and so the job has no targets")
    }
    return nil
  }

  /// Why the job that a selector names has no targets at all, if its files cannot be used.
  func diagnose(unequippedJobOf selector: SeriesSelector) -> Diagnosis? {
    guard let matcher = selector.matchers.first(where: { $0.name == "job" && $0.operation == .equal }),
      let job = scrapeConfig(of: matcher.value), hasNoPool(job), let flaw = flaw(ofFilesOf: job)
    else { return nil }
    return Diagnosis(flaw.code, "job \(job.jobName) has no targets: \(flaw.words)")
  }

  private func hasNoPool(_ job: ScrapeConfig) -> Bool {
    !plan.installation.prometheusVersion.scrapesWithoutCertificates
      && !(observation.activeTargets + observation.droppedTargets).contains { $0.scrapePool == job.jobName }
  }

  private func flaw(ofFilesOf job: ScrapeConfig) -> (code: CauseCode, words: String)? {
    if let file = missingFile(of: job) {
      return (.tlsCertificateFileMissing, "the file \(file) that its tls_config names is not there")
    }
    if plan.certificates?.certificates.state == .mismatched, files(of: job).contains(where: isMounted) {
      return (.tlsCertificateFilesMismatched, "its key does not belong to its certificate")
    }
    return nil
  }

  /// Whether a job's discovery and rules keep a target of a pod.
  private func wouldTake(_ job: ScrapeConfig, _ pod: PlannedPod) -> Bool {
    let version = plan.installation.prometheusVersion
    return job.kubernetesDiscoveries.contains { discovery in
      guard discovery.namespaces.isEmpty || discovery.namespaces.contains(pod.reference.namespace) else {
        return false
      }
      return targets(of: pod, by: discovery, version).contains { target in
        if case .kept = TargetBuilder.target(from: target.labels, config: job, version: version) {
          true
        } else {
          false
        }
      }
    }
  }

  /// The targets of a pod before relabelling, itself or behind a Service.
  private func targets(
    of pod: PlannedPod, by discovery: KubernetesDiscoveryConfiguration, _ version: PrometheusVersion
  ) -> [DiscoveredTarget] {
    let store = ObjectStore(pods: plan.pods.map(\.pod), services: objects("services"))
    let context = DiscoveryLabels.Context(store: store, attaching: discovery.attaching, version: version)
    let targets: [DiscoveredTarget]
    switch discovery.role {
    case .pod: return DiscoveryLabels.pod(pod.pod, in: context)
    case .endpoints: targets = objects("endpoints").flatMap { DiscoveryLabels.endpoints($0, in: context) }
    case .endpointslice:
      targets = objects("endpointslices").flatMap { DiscoveryLabels.endpointSlice($0, in: context) }
    case .service, .node, .ingress: return []
    }
    return targets.filter {
      $0.labels["__meta_kubernetes_namespace"] == pod.reference.namespace
        && $0.labels["__meta_kubernetes_pod_name"] == pod.reference.name
    }
  }

  /// The objects of a resource, as the API server has them.
  private func objects<Object: Decodable>(_ resource: String) -> [Object] {
    plan.kubeAPI.objects.filter { $0.resource == resource }.compactMap {
      try? JSONDecoder().decode(Object.self, from: Data($0.json.utf8))
    }
  }

  /// The first file of a job's `tls_config` that is not there: by the built-in scraper's own words, else by what the plan
  /// puts beside prometheus.yml and where Istio's certificates would be mounted.
  private func missingFile(of job: ScrapeConfig) -> String? {
    let words = observation.events.lazy.compactMap { record in
      if case .log(let message) = record.event, record.role == .scraper { message } else { nil }
    }.last { $0.hasPrefix("error creating new scrape pool \(job.jobName): ") }
    let files = files(of: job)
    if let words, words.contains("no such file"), let named = files.first(where: words.contains) {
      return named
    }
    return files.first { !isThere($0) }
  }

  private func files(of job: ScrapeConfig) -> [String] {
    let tls = job.client.tls
    return [tls.authorities, tls.certificate, tls.key].compactMap { secret in
      if case .file(let path)? = secret { path } else { nil }
    }
  }

  private func isThere(_ path: String) -> Bool {
    if isMounted(path) { return plan.certificates?.certificates.state != .missing }
    // What is named by an absolute path would be mounted.
    return plan.files[path] != nil
  }

  private func isMounted(_ path: String) -> Bool { plan.certificates?.paths.contains(path) ?? false }
}
