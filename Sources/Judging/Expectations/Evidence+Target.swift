import Contract
import Planning
import Scenarios

extension Evidence {
  func judge(_ target: TargetExpectation, _ expectation: Expectation) -> ExpectationVerdict {
    let candidates = target.dropped ? observation.droppedTargets : observation.activeTargets
    let matched = candidates.filter { candidate in
      let labels = target.dropped ? candidate.discoveredLabels : candidate.labels
      return target.labels.allSatisfy { $0.value.matches(labels[$0.key] ?? "") }
    }
    var verdict = ExpectationVerdict(
      text: expectation.text, span: expectation.span, step: state.name, status: .failed,
      expected: Self.words(target), actual: Self.words(matched, of: target))
    verdict.relatedTargets = Array((matched.isEmpty ? candidates : matched).prefix(5))
    if let count = target.count, count != matched.count { return verdict }
    if target.count == nil, matched.isEmpty { return verdict }
    if let odd = matched.first(where: { !Self.satisfies($0, target) }) {
      verdict.actual = Self.words(odd)
      verdict.relatedTargets = [odd]
      let diagnosis = odd.health == "down" ? diagnose(down: odd) : nil
      verdict.because = diagnosis?.code.rawValue
      verdict.explanation = diagnosis?.explanation
      return verdict
    }
    if let because = target.because {
      let diagnosis =
        matched.first { $0.health == "down" }.flatMap { diagnose(down: $0) }
        ?? (matched.isEmpty ? pods(named: target).first.map(diagnose(undiscovered:)) : nil)
      verdict.because = diagnosis?.code.rawValue
      verdict.explanation = diagnosis?.explanation
      guard because == diagnosis?.code.rawValue else {
        verdict.actual =
          "\(matched.isEmpty ? "no target" : "down") because \(diagnosis?.code.rawValue ?? "of something that was not recognised")"
        return verdict
      }
    }
    verdict.status = .passed
    verdict.relatedTargets = []
    return verdict
  }

  /// The pods that a target expectation names, for one that expects no target.
  private func pods(named target: TargetExpectation) -> [PlannedPod] {
    plan.pods.filter { pod in
      target.labels.allSatisfy { label, glob in
        switch label {
        case "pod", "pod_name", "kubernetes_pod_name": glob.matches(pod.reference.name)
        case "namespace", "kubernetes_namespace": glob.matches(pod.reference.namespace)
        default: true
        }
      }
    }
  }

  private static func satisfies(_ observed: ObservedTarget, _ expected: TargetExpectation) -> Bool {
    if let health = expected.health, health.rawValue != observed.health { return false }
    if let url = expected.url, !url.matches(observed.scrapeURL) { return false }
    if let lastError = expected.lastError, !lastError.matches(observed.lastError) { return false }
    return true
  }

  private static func words(_ target: TargetExpectation) -> String {
    var parts: [String] = []
    switch target.count {
    case 0?: parts.append("no")
    case let count?: parts.append("exactly \(count)")
    case nil: parts.append("at least one")
    }
    if target.dropped { parts.append("dropped") }
    parts.append(target.count.map { $0 == 1 ? "target" : "targets" } ?? "target")
    if let health = target.health { parts.append(health.rawValue) }
    if let url = target.url { parts.append("at \(url)") }
    if let lastError = target.lastError { parts.append("with last error \(lastError)") }
    return parts.joined(separator: " ")
  }

  private static func words(_ matched: [ObservedTarget], of target: TargetExpectation) -> String {
    if matched.isEmpty { return target.dropped ? "no such dropped target" : "no such target" }
    let healths = Set(matched.map(\.health).filter { !$0.isEmpty }).sorted().joined(separator: ", ")
    let count = matched.count == 1 ? "1 target" : "\(matched.count) targets"
    return healths.isEmpty ? count : "\(count), \(healths)"
  }

  private static func words(_ target: ObservedTarget) -> String {
    let error = target.lastError.isEmpty ? "" : ": \(target.lastError)"
    return "\(target.scrapeURL) is \(target.health)\(error)"
  }
}
