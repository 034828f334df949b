import Contract
import KubernetesModel
import SourceText

/// Objects of manifests that discovery reads and nothing of the plan makes: nodes, Ingresses, and Endpoints and
/// EndpointSlices that somebody keeps by hand.
enum ManifestResources {
  private static let kinds: [String: (plural: String, group: String)] = [
    "Node": ("nodes", "v1"), "Ingress": ("ingresses", "networking.k8s.io/v1"), "Endpoints": ("endpoints", "v1"),
    "EndpointSlice": ("endpointslices", "discovery.k8s.io/v1"),
  ]

  /// The objects as the API server keeps them. Pods' IPs can stand in them as `{{ podIP namespace/name }}`.
  static func resources(
    _ objects: [YAMLNode], pods: PodAddressBook
  ) throws(Diagnostics) -> [KubernetesResource] {
    var resources: [KubernetesResource] = []
    for object in objects {
      guard let kind = object["kind"]?.string, let known = kinds[kind],
        let name = object["metadata"]?["name"]?.string
      else { continue }
      let isNamespaced = kind != "Node"
      let namespace = object["metadata"]?["namespace"]?.string ?? "default"
      var stored = withProtocols(object, kind)
      if isNamespaced { stored["metadata"]?["namespace"] = .string(namespace) }
      stored["apiVersion"] = .string(known.group)
      resources.append(
        KubernetesResource(
          apiVersion: known.group, kind: kind, resource: known.plural,
          namespace: isNamespaced ? namespace : nil,
          name: name, json: try pods.filled(stored.json(), at: object.span)))
    }
    return resources
  }

  /// A port without a protocol is a TCP port.
  ///
  /// Source: kubernetes/kubernetes `pkg/apis/core/v1/zz_generated.defaults.go`, `pkg/apis/discovery/v1/defaults.go`, 1.34.
  private static func withProtocols(_ object: YAMLNode, _ kind: String) -> YAMLNode {
    var object = object
    if kind == "Endpoints", let subsets = object["subsets"]?.sequence {
      object["subsets"] = .sequence(subsets.map(withProtocols))
    }
    return kind == "EndpointSlice" ? withProtocols(object) : object
  }

  private static func withProtocols(_ owner: YAMLNode) -> YAMLNode {
    guard let ports = owner["ports"]?.sequence else { return owner }
    var owner = owner
    owner["ports"] = .sequence(
      ports.map { port in
        var port = port
        if port.mapping != nil, port["protocol"] == nil { port["protocol"] = .string("TCP") }
        return port
      })
    return owner
  }
}
