import Contract
import KubernetesModel
import Planning
import PrometheusModel
import Scenarios
import SourceText

/// All that a verdict on one state is made of.
struct Evidence {
  let state: State
  let plan: StatePlan
  let observation: Observation
  let configuration: PrometheusConfiguration?

  init(state: State, plan: StatePlan, observation: Observation) {
    self.state = state
    self.plan = plan
    self.observation = observation
    configuration = Self.parse(plan)
  }

  private static func parse(_ plan: StatePlan) -> PrometheusConfiguration? {
    guard
      let node = try? YAMLReader.documents(plan.prometheusConfiguration, file: "prometheus.yml").first
    else { return nil }
    return try? PrometheusConfiguration.parse(node, version: plan.installation.prometheusVersion)
  }

  func judge(_ expectation: Expectation) -> ExpectationVerdict {
    switch expectation.kind {
    case .arrives(let arrives): judge(arrives, expectation)
    case .missing(let missing): judge(missing, expectation)
    case .target(let target): judge(target, expectation)
    }
  }

  // MARK: Looking up

  func scrapeConfig(of job: String) -> ScrapeConfig? {
    configuration?.scrapeConfigs.first { $0.jobName == job }
  }

  /// The active targets that dial a pod.
  func targets(of pod: PlannedPod) -> [ObservedTarget] {
    observation.activeTargets.filter { TargetAddress($0)?.host == pod.addresses.pod.description }
  }

  /// The dropped targets that were discovered from a pod.
  func droppedTargets(of pod: PlannedPod) -> [ObservedTarget] {
    observation.droppedTargets.filter {
      $0.discoveredLabels["__meta_kubernetes_namespace"] == pod.reference.namespace
        && $0.discoveredLabels["__meta_kubernetes_pod_name"] == pod.reference.name
    }
  }

  func pod(of target: ObservedTarget) -> PlannedPod? {
    guard let host = TargetAddress(target)?.host else { return nil }
    return plan.pods.first { $0.addresses.pod.description == host }
  }

  /// The newest outcome of a target's scrapes.
  func lastScrape(of target: ObservedTarget) -> ScrapeOutcome? {
    for record in observation.events.reversed() {
      if case .scraped(let outcome) = record.event, outcome.url == target.scrapeURL,
        outcome.job == target.scrapePool
      {
        return outcome
      }
    }
    return nil
  }

  /// What a pod's proxy did with connections to one of its ports, newest last.
  func inbound(at port: UInt16, of pod: PlannedPod) -> [InboundOutcome] {
    observation.events.compactMap { record in
      guard case .inbound(let outcome) = record.event, record.instance == pod.reference.description,
        outcome.listener.port == port
      else { return nil }
      return outcome
    }
  }

  /// The parts of a pod's merged metrics that failed, newest last.
  func failedParts(of pod: PlannedPod) -> [MergePart] {
    observation.events.compactMap { record in
      guard case .merged(let part) = record.event, record.instance == pod.reference.description,
        part.error != nil
      else { return nil }
      return part
    }
  }

  /// The newest outcome of the agent's fetch from the application.
  func mergeParts(of pod: PlannedPod) -> [MergePart] {
    observation.events.compactMap { record in
      guard case .merged(let part) = record.event, record.instance == pod.reference.description,
        part.source == .application
      else { return nil }
      return part
    }
  }
}

/// The parts of a target's URL.
struct TargetAddress {
  var scheme: Substring
  var host: String
  var port: UInt16
  var path: Substring

  init?(_ target: ObservedTarget) {
    let url = target.scrapeURL
    guard let separator = url.range(of: "://") else { return nil }
    scheme = url[..<separator.lowerBound]
    let rest = url[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    path = rest[authority.endIndex...].prefix { $0 != "?" }
    if path.isEmpty { path = "/" }
    if let colon = authority.lastIndex(of: ":"),
      let number = UInt16(authority[authority.index(after: colon)...])
    {
      host = String(authority[..<colon])
      port = number
    } else {
      host = String(authority)
      port = scheme == "https" ? 443 : 80
    }
  }
}

extension String {
  /// The first place of a text, without Foundation.
  func range(of text: String) -> Range<Index>? {
    guard let first = text.first else { return nil }
    var start = startIndex
    while let index = self[start...].firstIndex(of: first) {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      start = self.index(after: index)
    }
    return nil
  }
}
