import MeshModel
import SourceText

extension StateReader {
  /// Linkerd's installation as the scenario writes it.
  func linkerdInstall(_ node: YAMLNode, _ text: String) -> LinkerdInstall {
    var install = LinkerdInstall()
    guard let version = LinkerdVersion(text) else {
      diagnostics.error(
        "`\(text.excerpt)` is no release of Linkerd that is played: 2.14 and later",
        at: node["version"]?.span ?? node.span)
      return install
    }
    if let policy = node["defaultInboundPolicy"] {
      if let known = policy.string.flatMap({ LinkerdPolicy($0, in: version) }) {
        install.defaultPolicy = known
      } else {
        diagnostics.error("Linkerd \(version.number) does not know this policy", at: policy.span)
      }
    }
    for policy in node["policies"]?.sequence ?? [] { add(policy, to: &install.servers, version) }
    return install
  }

  private func add(_ node: YAMLNode, to servers: inout LinkerdServers, _ version: LinkerdVersion) {
    let spec = node["spec"] ?? .mapping([])
    let metadata = node["metadata"] ?? .mapping([])
    let namespace = metadata["namespace"]?.string ?? "default"
    let kind = node["kind"]?.string ?? ""
    let isServer = kind == "Server"
    let own = isServer ? ["podSelector", "port", "proxyProtocol", "accessPolicy"] : ["server", "client"]
    for key in spec.mapping ?? [] where !own.contains(key.name) {
      diagnostics.error("a \(kind) has no `\(key.name)`", at: key.key.span)
    }
    guard isServer else {
      servers.authorizations.append(
        LinkerdServers.Authorization(
          namespace: namespace, server: spec["server"]?["name"]?.string,
          serverLabels: spec["server"]?["selector"]?.stringMap("matchLabels") ?? [:],
          admitsUnmeshed: spec["client"]?["unauthenticated"]?.bool ?? false))
      return
    }
    guard let port = spec["port"].flatMap({ $0.int.map(String.init) ?? $0.string }) else {
      return diagnostics.error("a Server needs `port`", at: spec.span)
    }
    if let access = spec["accessPolicy"], version.minor < 16 {
      diagnostics.error("`accessPolicy` begins with Linkerd 2.16", at: access.span)
    }
    servers.servers.append(
      LinkerdServers.Server(
        name: metadata["name"]?.string ?? "", namespace: namespace, labels: metadata.stringMap("labels") ?? [:],
        podLabels: spec["podSelector"]?.stringMap("matchLabels") ?? [:], port: port,
        accessPolicy: spec["accessPolicy"]?.string.flatMap(LinkerdPolicy.init(rawValue:))))
  }
}
