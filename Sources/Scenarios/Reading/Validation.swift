import KubernetesModel
import SourceText

/// Finds what cannot be meant although every key is right: names twice, ports twice, targets of pods that there
/// are not.
struct Validation {
  let states: [State]
  let diagnostics: DiagnosticCollector

  func check() {
    for state in states {
      checkReplicas(of: state)
      for pod in state.pods { check(pod) }
      for expectation in state.expectations { check(expectation, in: state) }
    }
  }

  /// A pod may be named like a replica of another.
  private func checkReplicas(of state: State) {
    var replicas: [String: PodTemplate] = [:]
    for template in state.pods where template.replicas > 1 && template.workload == .pod {
      replicas[template.reference] = template
    }
    guard !replicas.isEmpty else { return }
    for template in state.pods {
      let reference = template.reference
      guard let hyphen = reference.lastIndex(of: "-"),
        let ordinal = Int(reference[reference.index(after: hyphen)...]),
        let other = replicas[String(reference[..<hyphen])], (0..<other.replicas).contains(ordinal)
      else { continue }
      diagnostics.error("the pod \(reference) is also a replica of \(other.reference)", at: template.span)
    }
  }

  private func check(_ template: PodTemplate) {
    let specification = template.pod.spec
    var names: Set<String> = []
    for container in (specification.initContainers ?? []) + specification.containers {
      if !names.insert(container.name).inserted {
        diagnostics.error(
          "the pod \(template.reference) has two containers `\(container.name)`", at: template.span)
      }
      var ports: Set<String> = []
      for name in (container.ports ?? []).compactMap(\.name) where !ports.insert(name).inserted {
        diagnostics.error("the container `\(container.name)` has two ports `\(name)`", at: template.span)
      }
    }
    for (index, exposure) in template.exposures.enumerated() {
      for other in template.exposures[..<index] { check(exposure, beside: other) }
    }
  }

  /// Two sockets cannot be bound to one port where their addresses overlap.
  private func check(_ exposure: Exposure, beside other: Exposure) {
    guard exposure.port == other.port else { return }
    let notes = [Diagnostic.Note("the other stands at line \(other.span.start.line)", span: other.span)]
    let overlaps = exposure.bind == other.bind || exposure.bind == .any || other.bind == .any
    guard overlaps else { return }
    let message: String
    if exposure.container != other.container {
      message = "port \(exposure.port) is open already, by the container `\(other.container)` of the same pod"
    } else if exposure.bind != other.bind {
      message =
        "port \(exposure.port) is bound to \(other.bind.rawValue) already, which covers \(exposure.bind.rawValue)"
    } else if exposure.https != other.https {
      message = "port \(exposure.port) speaks either HTTPS or plaintext, not both"
    } else {
      return
    }
    diagnostics.error(message, at: exposure.span, notes: notes)
  }

  /// A target of a pod that there never is would be missing whatever happens.
  private func check(_ expectation: Expectation, in state: State) {
    guard case .target(let target) = expectation.kind else { return }
    // Relabelling of the user's own can make these labels of anything.
    let isPlain = state.prometheus.scrapeConfigs.isEmpty && state.prometheus.monitors.isEmpty
    for (label, glob) in target.labels.sorted(by: { $0.key < $1.key }) where glob.isLiteral {
      let name = glob.description
      switch label {
      case "__meta_kubernetes_pod_name": complainUnlessThere(pod: name, expectation)
      case "__meta_kubernetes_namespace": complainUnlessThere(namespace: name, expectation)
      case "pod" where isPlain: complainUnlessThere(pod: name, expectation)
      case "namespace" where isPlain: complainUnlessThere(namespace: name, expectation)
      default: continue
      }
    }
  }

  private func complainUnlessThere(pod name: String, _ expectation: Expectation) {
    let templates = states.flatMap(\.pods)
    guard !templates.contains(where: { $0.makesPod(named: name) }) else { return }
    let near = suggestion(for: name, among: Set(templates.map(\.firstPodName)).sorted())
    diagnostics.error("there is no pod `\(name.excerpt)` in this scenario\(near)", at: expectation.span)
  }

  private func complainUnlessThere(namespace name: String, _ expectation: Expectation) {
    let names = Set(states.flatMap(\.namespaces).map(\.metadata.name))
    guard !names.contains(name) else { return }
    let near = suggestion(for: name, among: names.sorted())
    diagnostics.error("there is no namespace `\(name.excerpt)` in this scenario\(near)", at: expectation.span)
  }
}

extension PodTemplate {
  /// `namespace/name`.
  var reference: String { "\(pod.metadata.namespace ?? "default")/\(pod.metadata.name)" }

  /// The name of the only pod, or of the first replica.
  fileprivate var firstPodName: String { expanded().first?.metadata.name ?? pod.metadata.name }

  /// Whether one of the pods has this name.
  fileprivate func makesPod(named name: String) -> Bool {
    guard workload == .pod else { return expanded().contains { $0.metadata.name == name } }
    guard replicas > 1 else { return name == pod.metadata.name }
    let stem = pod.metadata.name + "-"
    guard name.hasPrefix(stem), let ordinal = Int(name.dropFirst(stem.count)) else { return false }
    return (0..<replicas).contains(ordinal) && name == "\(stem)\(ordinal)"
  }
}
