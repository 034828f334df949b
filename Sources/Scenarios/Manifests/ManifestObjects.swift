import SourceText

/// The objects of manifests, sorted by what they are to a scenario.
struct ManifestObjects {
  private(set) var pods: [YAMLNode] = []
  private(set) var services: [YAMLNode] = []
  private(set) var namespaces: [YAMLNode] = []
  private(set) var policies: [YAMLNode] = []
  private(set) var authorizations: [YAMLNode] = []
  private(set) var networkPolicies: [YAMLNode] = []
  private(set) var monitors: [YAMLNode] = []
  private(set) var others: [YAMLNode] = []

  /// The kinds that the operator turns into scrape jobs.
  static let monitorKinds = ["PodMonitor", "ServiceMonitor", "ScrapeConfig", "Probe"]

  /// Sorts an object in, or the items of a list.
  mutating func add(_ object: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if object.isNull { return }
    guard object.mapping != nil else {
      diagnostics.error("a Kubernetes object must be a mapping, not \(object.kindInWords)", at: object.span)
      return
    }
    guard let kind = object["kind"]?.text else {
      diagnostics.error("a Kubernetes object needs the key `kind`", at: object.span)
      return
    }
    if let items = object["items"]?.sequence, kind.hasSuffix("List") {
      for item in items { add(item, diagnostics) }
      return
    }
    guard object["metadata"]?["name"]?.text != nil else {
      diagnostics.error(
        "this \(kind.excerpt) needs `metadata.name`", at: object["metadata"]?.span ?? object.span)
      return
    }
    switch kind {
    case "Service": services.append(object)
    case "Namespace":
      namespaces.append(Workload.pick(["name", "labels"], of: object["metadata"] ?? .mapping([])))
    case "PeerAuthentication": policies.append(object)
    case "AuthorizationPolicy": authorizations.append(object)
    case "NetworkPolicy": networkPolicies.append(object)
    case _ where Self.monitorKinds.contains(kind): monitors.append(object)
    default:
      if let pod = Workload.pod(of: object, kind: kind) {
        pods.append(pod)
      } else if Workload.kinds.contains(kind) {
        diagnostics.error("this \(kind) has no pod template", at: object["spec"]?.span ?? object.span)
      } else {
        others.append(object)
      }
    }
  }

  /// Containers that the scenario lays over a manifest's pod must be among that pod's.
  func checkContainers(of own: YAMLNode, _ diagnostics: DiagnosticCollector) {
    for pod in own.sequence ?? [] {
      let identity = pod.identity(ScenarioFormat.namespaceAndName)
      guard let known = pods.first(where: { $0.identity(ScenarioFormat.namespaceAndName) == identity }) else {
        continue
      }
      for key in ["containers", "initContainers"] {
        let names = (known[key]?.sequence ?? []).compactMap { $0["name"]?.string }
        for container in pod[key]?.sequence ?? [] {
          guard let name = container["name"]?.string, !names.contains(name) else { continue }
          let near = suggestion(for: name, among: names)
          let message =
            "the manifest's pod \(identity.joined(separator: "/")) has no container `\(name.excerpt)`\(near)"
          diagnostics.error(message, at: container["name"]?.span)
        }
      }
    }
  }
}
