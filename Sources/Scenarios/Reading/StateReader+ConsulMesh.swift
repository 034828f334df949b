import KubernetesModel
import MeshModel
import SourceText

extension StateReader {
  /// Consul's installation as the scenario writes it.
  func consulInstall(_ node: YAMLNode, _ text: String) -> ConsulInstall {
    var install = ConsulInstall()
    let version = ConsulVersion(text)
    if let version, !version.isAtLeast(ConsulVersion.oldest) {
      diagnostics.error(
        "metrics of the mesh begin with consul-k8s \(ConsulVersion.oldest.number); this is \(version.number)",
        at: node["version"]?.span)
    }
    if let values = node["values"] {
      do throws(Diagnostic) { install.values = try values.decode(ConsulValues.self) } catch {
        diagnostics.add(error)
      }
    }
    if let refusal = ConsulServers(values: install.values, version: version ?? .latest).refusal {
      diagnostics.error("Helm refuses these values: \(refusal)", at: node["values"]?.span)
    }
    for entry in node["configEntries"]?.sequence ?? [] { add(entry, to: &install.policies, version ?? .latest) }
    return install
  }

  private func add(_ entry: YAMLNode, to policies: inout ConsulPolicies, _ version: ConsulVersion) {
    let kind = entry["kind"]?.string ?? ""
    let name = entry["metadata"]?["name"]?.string ?? ""
    let spec = entry["spec"] ?? .mapping([])
    for key in spec.mapping ?? [] where !(Self.keys[kind] ?? []).contains(key.name) {
      diagnostics.error("\(kind) have no `\(key.name)`", at: key.key.span)
    }
    switch kind {
    case "ServiceIntentions":
      guard let destination = spec["destination"]?["name"]?.string, let sources = spec["sources"]?.sequence
      else {
        return diagnostics.error("ServiceIntentions need `destination` and `sources`", at: spec.span)
      }
      policies.intentions += sources.map { source in
        ConsulPolicies.Intention(
          source: source["name"]?.string ?? "*", destination: destination,
          allows: source["action"]?.string == "allow")
      }
    case "ServiceDefaults", "ProxyDefaults":
      guard let mode = spec["mutualTLSMode"] else { return }
      guard version.exhibits(.permissiveMutualTLS) else {
        return diagnostics.error(
          "`mutualTLSMode` begins with consul-k8s \(ConsulBehaviour.permissiveMutualTLS.fact.since?.number ?? "")",
          at: mode.span)
      }
      let isPermissive = mode.string == "permissive"
      if kind == "ProxyDefaults" {
        if name != "global" {
          diagnostics.error(
            "ProxyDefaults are named `global`", at: entry["metadata"]?["name"]?.span ?? entry.span)
        }
        policies.isPermissiveByDefault = isPermissive
      } else {
        policies.permissive[name] = isPermissive
      }
    default: break
    }
  }

  private static let keys = [
    "ServiceIntentions": ["destination", "sources"], "ServiceDefaults": ["mutualTLSMode", "protocol"],
    "ProxyDefaults": ["mutualTLSMode"],
  ]

  /// Consul's servers, where their metrics are on.
  func consulServers(_ mesh: Mesh) -> [PodTemplate] {
    guard mesh.kind == .consul, let version = ConsulVersion(mesh.version) else { return [] }
    let servers = ConsulServers(values: mesh.consul.values, version: version)
    guard servers.haveMetrics else { return [] }
    return servers.pods.map { pod in
      func exposure(_ port: UInt16, https: Bool) -> Exposure {
        Exposure(
          container: "consul", port: port, https: https, path: ConsulServers.path,
          metrics: servers.askForToken ? Self.denied(pod) : ConsulServers.metrics,
          contentType: servers.askForToken ? "text/plain; charset=utf-8" : nil,
          status: servers.askForToken ? 403 : 200)
      }
      let exposures =
        (servers.speakHTTP ? [exposure(8500, https: false)] : [])
        + (servers.speakHTTPS ? [exposure(8501, https: true)] : [])
      return PodTemplate(pod: pod, exposures: exposures, span: mesh.span)
    }
  }

  /// Source: hashicorp/consul `acl/errors.go`, `PermissionDeniedError`, 1.16.
  private static func denied(_ pod: Pod) -> String {
    "Permission denied: anonymous token lacks permission 'agent:read' on \"\(pod.metadata.name)\". The anonymous token "
      + "is used implicitly when a request does not specify a token."
  }
}
