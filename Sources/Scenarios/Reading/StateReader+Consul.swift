import SourceText

extension StateReader {
  /// The Consul server; nil where the scenario has none.
  func consul() -> ConsulServer? {
    guard let node = world.node["consul"], !node.isNull else { return nil }
    let nodes = (node["nodes"]?.sequence ?? []).map { node in
      ConsulServer.Node(
        name: node["name"]?.string ?? "", address: node["address"]?.string, meta: node.stringMap("meta") ?? [:],
        taggedAddresses: node.stringMap("tagged_addresses") ?? [:])
    }
    return ConsulServer(
      datacenter: node["datacenter"]?.string ?? "dc1", token: node["token"]?.string, nodes: nodes,
      services: (node["services"]?.sequence ?? []).map(service))
  }

  private func service(_ node: YAMLNode) -> ConsulServer.Service {
    let name = node["name"]?.string ?? ""
    let pod = node["pod"].flatMap { pod -> (String, String, Span)? in
      guard let text = pod.string else { return nil }
      let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1], pod.span) : ("default", text, pod.span)
    }
    return ConsulServer.Service(
      name: name, id: node["id"]?.string ?? name, pod: pod, address: node["address"]?.string,
      port: node["port"]?.int ?? 0, tags: node.strings("tags"), meta: node.stringMap("meta") ?? [:],
      node: node["node"]?.string ?? "client-1", namespace: node["namespace"]?.string,
      partition: node["partition"]?.string,
      checks: (node["checks"]?.sequence ?? []).map { check in
        let checkName = check["name"]?.string ?? ""
        return ConsulServer.Check(
          id: check["id"]?.string ?? checkName, name: checkName, status: check["status"]?.string ?? "passing")
      })
  }
}
