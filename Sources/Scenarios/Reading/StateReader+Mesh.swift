import KubernetesModel
import MeshModel
import SourceText

extension StateReader {
  func mesh() -> Mesh {
    guard let node = world.node["mesh"] else { return Mesh(kind: .none, version: "", span: world.node.span) }
    let kind = node["kind"]?.string.flatMap(MeshKind.init(rawValue:)) ?? .none
    var config = MeshConfig()
    if let written = node["config"] {
      do throws(Diagnostic) {
        config = try written.decode(MeshConfig.self)
      } catch {
        diagnostics.add(error)
      }
    }
    if let merging = node["merging"]?.bool {
      if let other = config.enablePrometheusMerge, other != merging {
        diagnostics.error(
          "`merging` says \(merging), and `config.enablePrometheusMerge` says \(other)",
          at: node["merging"]?.span)
      }
      config.enablePrometheusMerge = merging
    }
    checkKeys(of: node, kind)
    let version = node["version"]?.string ?? Self.latest(kind)
    var mesh = Mesh(
      kind: kind, version: version, peerAuthentications: policies(node["mtls"], config), config: config,
      span: node.span)
    mesh.certificates = meshCertificates(node["certificates"], kind)
    mesh.install = istioInstall(kind == .istio ? node["values"] : nil)
    mesh.revisions = revisions(node["revisions"], beside: mesh.install)
    if kind == .consul { mesh.consul = consulInstall(node, version) }
    if kind == .linkerd { mesh.linkerd = linkerdInstall(node, version) }
    return mesh
  }

  private static func latest(_ kind: MeshKind) -> String {
    switch kind {
    case .istio: IstioVersion.latest.number
    case .consul: ConsulVersion.latest.number
    case .linkerd: LinkerdVersion.latest
    case .none: ""
    }
  }

  /// The keys that mean something to one kind of mesh only.
  private func checkKeys(of node: YAMLNode, _ kind: MeshKind) {
    let owners: [(MeshKind, [String])] = [
      (.istio, ["mtls", "merging", "config", "revisions"]), (.consul, ["configEntries"]),
      (.linkerd, ["defaultInboundPolicy", "policies"]),
    ]
    for (owner, keys) in owners where owner != kind && kind != .none {
      for entry in node.mapping ?? [] where keys.contains(entry.name) && !entry.value.isNull {
        let instead =
          switch kind {
          case .istio, .none: "`config` and `mtls`"
          case .consul: "`values` and `configEntries`"
          case .linkerd: "`defaultInboundPolicy` and `policies`"
          }
        diagnostics.error(
          "`\(entry.name)` is of `kind: \(owner.rawValue)`; \(kind.rawValue) has \(instead)", at: entry.key.span
        )
      }
    }
    let foreign: [String]
    switch kind {
    case .istio: foreign = ["connectInject", "server"]
    case .consul: foreign = ScenarioFormat.istioValueKeys.map(\.name)
    case .linkerd:
      for entry in node.mapping ?? [] where entry.name == "values" && !entry.value.isNull {
        diagnostics.error(
          "`values` are of `kind: istio` and `consul`; linkerd has `defaultInboundPolicy` and `policies`",
          at: entry.key.span)
      }
      return
    case .none: return
    }
    for entry in node["values"]?.mapping ?? [] where foreign.contains(entry.name) {
      let chart = kind == .istio ? "consul-k8s" : "istiod"
      diagnostics.error(
        "`\(entry.name)` is a value of the chart \(chart); this is `kind: \(kind.rawValue)`", at: entry.key.span
      )
    }
  }

  private func revisions(_ node: YAMLNode?, beside first: IstioInstall) -> [Mesh.Revision] {
    var known: Set<String> = [first.revision.isEmpty ? "default" : first.revision]
    known.formUnion(first.revisionTags)
    return (node?.sequence ?? []).map { entry in
      var install = first
      install.revision = entry["revision"]?.text ?? ""
      install.revisionTags = entry["revisionTags"]?.sequence?.compactMap(\.text) ?? []
      for name in [install.revision] + install.revisionTags where !known.insert(name).inserted {
        diagnostics.error("two control planes are named `\(name.excerpt)`", at: entry.span)
      }
      return Mesh.Revision(version: entry["version"]?.string ?? "", install: install)
    }
  }

  /// What the chart's values decide on injection, and what the cluster does.
  private func istioInstall(_ values: YAMLNode?) -> IstioInstall {
    let webhook = values?["sidecarInjectorWebhook"]
    var install = IstioInstall(
      revision: values?["revision"]?.text ?? "",
      revisionTags: values?["revisionTags"]?.sequence?.compactMap(\.text) ?? [],
      nativeSidecars: values?["pilot"]?["env"]?["ENABLE_NATIVE_SIDECARS"]?.text,
      injectsNamespacesByDefault: webhook?["enableNamespacesByDefault"]?.bool ?? false,
      rewritesProbes: webhook?["rewriteAppHTTPProbe"]?.bool)
    let kubernetes = world.node["kubernetes"]?.text?.split(separator: ".") ?? []
    if kubernetes.count > 1, let minor = Int(kubernetes[1]) { install.kubernetesMinor = minor }
    return install
  }

  /// The names of the authorizers that the mesh's configuration knows.
  var extensionProviders: [String] {
    (world.node["mesh"]?["config"]?["extensionProviders"]?.sequence ?? []).compactMap { $0["name"]?.string }
  }

  private func policies(_ mtls: YAMLNode?, _ config: MeshConfig) -> [PeerAuthentication] {
    var policies: [PeerAuthentication] = []
    if let mode = mtls?.text.flatMap(MTLS.init(rawValue:)) {
      policies.append(.meshWide(mode, rootNamespace: config.rootNamespace))
    }
    var known = Set(policies.map { "\($0.metadata.namespace ?? "")/\($0.metadata.name)" })
    for node in (mtls?.sequence ?? []) + world.policies {
      guard let policy = policy(node) else { continue }
      let reference = "\(policy.metadata.namespace ?? "")/\(policy.metadata.name)"
      if !known.insert(reference).inserted {
        let message = "the PeerAuthentication \(reference) stands twice; a mode under `mtls` is one, too"
        diagnostics.error(message, at: node["metadata"]?["name"]?.span ?? node.span)
      }
      policies.append(policy)
    }
    return policies
  }

  private func policy(_ node: YAMLNode) -> PeerAuthentication? {
    guard node["kind"]?.string == "PeerAuthentication" else {
      let found = node["kind"].map(\.kindInWords) ?? "nothing"
      diagnostics.error("`kind` must be PeerAuthentication, not \(found)", at: node["kind"]?.span ?? node.span)
      return nil
    }
    do throws(Diagnostic) {
      var policy = try node.decode(PeerAuthentication.self)
      guard !policy.metadata.name.isEmpty else {
        throw Diagnostic("a PeerAuthentication needs `metadata.name`", at: node.span)
      }
      policy.metadata.namespace = policy.metadata.namespace ?? "default"
      check(node["spec"] ?? .mapping([]), of: policy)
      return policy
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  /// What Istio's webhook refuses.
  ///
  /// Source: istio/istio `pkg/config/validation/validation.go`, `ValidatePeerAuthentication`, 1.30.3.
  private func check(_ spec: YAMLNode, of policy: PeerAuthentication) {
    if let mode = spec["mtls"]?["mode"] { check(mode: mode) }
    guard let ports = spec["portLevelMtls"] else { return }
    if policy.spec.selector?.isEmpty ?? true {
      diagnostics.error(
        "`portLevelMtls` needs a `selector`: Istio refuses it for a whole namespace or mesh", at: ports.span)
    }
    for entry in ports.mapping ?? [] {
      if UInt16(entry.name).map({ $0 == 0 }) ?? true {
        diagnostics.error("`\(entry.name.excerpt)` is no port: 1 to 65535", at: entry.key.span)
      }
      if let mode = entry.value["mode"] { check(mode: mode) }
    }
  }

  private func check(mode: YAMLNode) {
    let modes = ScenarioFormat.modes + ["UNSET"]
    guard let text = mode.string, !modes.contains(text) else { return }
    diagnostics.error(
      "`mode` cannot be `\(text.excerpt)`\(suggestion(for: text, among: modes))", at: mode.span)
  }
}
