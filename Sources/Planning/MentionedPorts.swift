import KubernetesModel
import Scenarios
import SourceText

/// The port numbers that a scenario speaks of anywhere.
///
/// Behind a capturing sidecar every port of the pod IP answers, as iptables redirect it to the proxy, whether or
/// not somebody listens. A socket can be opened only port by port, so the proxy takes those that any part of the
/// scenario could make somebody dial: every other port is dialled by nobody.
enum MentionedPorts {
  /// Ports below this are opened only where a pod declares or serves them: binding them may need privileges.
  static let firstUnprivileged: UInt16 = 1024

  static func inScenario(_ scenario: Scenario) -> Set<UInt16> {
    var ports: Set<UInt16> = []
    for state in scenario.states {
      for template in state.pods {
        for value in (template.pod.metadata.annotations ?? [:]).values { ports.formUnion(numbers(in: value)) }
      }
      for service in state.services {
        for port in service.spec.ports ?? [] {
          ports.insert(port.port)
          if case .number(let number) = port.targetPort { ports.insert(number) }
        }
        for value in (service.metadata.annotations ?? [:]).values { ports.formUnion(numbers(in: value)) }
      }
      for node in state.prometheus.scrapeConfigs + state.prometheus.monitors { collect(node, into: &ports) }
      if let values = state.prometheus.values { collect(values, into: &ports) }
    }
    return ports.filter { $0 >= firstUnprivileged }
  }

  private static func collect(_ node: YAMLNode, into ports: inout Set<UInt16>) {
    if let sequence = node.sequence {
      for item in sequence { collect(item, into: &ports) }
    } else if let mapping = node.mapping {
      for entry in mapping { collect(entry.value, into: &ports) }
    } else if let text = node.string {
      ports.formUnion(numbers(in: text))
    }
  }

  /// The runs of digits in a text that can be ports.
  static func numbers(in text: String) -> Set<UInt16> {
    var found: Set<UInt16> = []
    for run in text.split(whereSeparator: { !("0"..."9").contains($0) }) where run.utf8.count <= 5 {
      if let number = UInt16(run), number > 0 { found.insert(number) }
    }
    return found
  }
}
