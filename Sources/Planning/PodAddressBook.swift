import Contract
import KubernetesModel
import Scenarios
import SourceText

/// The IPs of a state's pods, for texts in which an author cannot know them.
struct PodAddressBook {
  private let addresses: [String: String]

  /// Takes the pods that exist.
  ///
  /// The first pod of a workload goes by the name of that, too: an author cannot know its own.
  init(_ pods: [PlannedPod]) {
    let existing = pods.filter { !$0.isRefused }
    let own = existing.map { ($0.reference.description, $0.addresses.pod.description) }
    let workloads = existing.filter { $0.template.workload != .pod }.map {
      ("\($0.reference.namespace)/\($0.template.pod.metadata.name)", $0.addresses.pod.description)
    }
    addresses = Dictionary(own + workloads, uniquingKeysWith: { first, _ in first })
  }

  /// The IP of a pod.
  func address(namespace: String, name: String, at span: Span) throws(Diagnostics) -> String {
    let reference = "\(namespace)/\(name)"
    if let address = addresses[reference] { return address }
    let near = suggestion(for: reference, among: addresses.keys.sorted())
    throw Diagnostics(Diagnostic("there is no pod `\(reference)`\(near)", at: span))
  }

  /// A text with every `{{ podIP NAMESPACE/NAME }}` replaced by that pod's IP.
  func filled(_ text: String, at span: Span) throws(Diagnostics) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "{{ podIP ") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: " }}") else {
        throw Diagnostics(Diagnostic("`{{ podIP` has no end; it is `{{ podIP namespace/name }}`", at: span))
      }
      let parts = rest[start.upperBound..<end.lowerBound].split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Diagnostics(Diagnostic("a pod is named `namespace/name` in `{{ podIP … }}`", at: span))
      }
      result += try address(namespace: parts[0], name: parts[1], at: span)
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}

extension PlannedPod {
  /// The pod with the IPs of pods filled in where what it serves names them.
  func filled(by book: PodAddressBook) throws(Diagnostics) -> PlannedPod {
    guard exposures.contains(where: { $0.metrics.contains("{{ podIP ") }) else { return self }
    var pod = self
    for index in pod.roles.indices {
      guard case .app(var app) = pod.roles[index] else { continue }
      for port in app.ports.indices {
        for endpoint in app.ports[port].endpoints.indices {
          app.ports[port].endpoints[endpoint].metrics = try book.filled(
            app.ports[port].endpoints[endpoint].metrics, at: template.span)
        }
      }
      pod.roles[index] = .app(app)
    }
    return pod
  }
}
