import MeshModel
import SourceText

extension StateReader {
  /// The certificates of workloads.
  func meshCertificates(_ node: YAMLNode?, _ kind: MeshKind) -> MeshCertificates {
    guard let node, node.mapping != nil else { return MeshCertificates() }
    if kind == .none {
      diagnostics.error("`certificates` needs a mesh: nobody else issues them to workloads", at: node.span)
    } else if kind == .linkerd {
      diagnostics.error("`certificates` are not played with Linkerd", at: node.span)
    }
    return MeshCertificates(
      issuer: node.word("issuer") ?? .mesh, trusts: node.words("trusts") ?? [.mesh],
      state: node.word("state") ?? .valid, rotation: node["rotation"]?.int ?? 0)
  }

  /// The certificates in Prometheus' pod; a sidecar that is there for nothing else writes them without being told.
  func certificates(_ prometheus: YAMLNode, sidecar: String) -> ScraperCertificates? {
    guard let node = prometheus["certificates"], node.mapping != nil else {
      return sidecar == "certificates" ? ScraperCertificates(source: .sidecar) : nil
    }
    return ScraperCertificates(
      source: node.word("source") ?? .own, mount: node["mount"]?.string, names: node.word("names") ?? .istio,
      state: node.word("state") ?? .valid, issuer: node.word("issuer") ?? .mesh,
      trusts: node.words("trusts") ?? [.mesh], identity: node["identity"]?.string,
      trustDomain: node["trustDomain"]?.string, usages: node.words("usages") ?? [.client, .server],
      rotation: node["rotation"]?.int ?? 0)
  }

  /// Finds certificates that nobody of this mesh would issue in this way.
  func check(_ prometheus: PrometheusInstall, _ mesh: Mesh) {
    let node = world.node["prometheus"]
    if prometheus.sidecar == "certificates", mesh.kind == .none || mesh.kind == .linkerd {
      diagnostics.error(
        "`sidecar: certificates` needs a mesh that issues them: Istio or Consul", at: node?["sidecar"]?.span)
      return
    }
    if prometheus.sidecar == "full", mesh.kind != .istio {
      diagnostics.error(
        "`sidecar: full` needs `mesh: {kind: istio}`: no other mesh's is played", at: node?["sidecar"]?.span)
      return
    }
    checkCapture(prometheus, mesh)
    guard let certificates = prometheus.certificates, let written = node?["certificates"] else { return }
    check(certificates, prometheus, mesh, at: written)
  }

  /// Finds what a sidecar on Prometheus cannot be told here.
  private func checkCapture(_ prometheus: PrometheusInstall, _ mesh: Mesh) {
    let node = world.node["prometheus"]
    if prometheus.sidecar != "full" {
      if !prometheus.annotations.isEmpty {
        diagnostics.error(
          "`annotations` say what a full sidecar captures: they need `sidecar: full`",
          at: node?["annotations"]?.span)
      }
      return
    }
    if let version = IstioVersion(mesh.version), !version.isAtLeast(1, 5) {
      diagnostics.error(
        "`sidecar: full` is played since Istio 1.5, which makes sidecars speak mutual TLS by themselves",
        at: node?["sidecar"]?.span)
    }
    guard OutboundCapture(annotations: prometheus.annotations) == nil else { return }
    diagnostics.error(
      "what a sidecar captures is all addresses, `includeOutboundIPRanges: \"*\"`, or none, \"\"; and ports: the addresses of a run are not those of a cluster",
      at: node?["annotations"]?.span)
  }

  private func check(
    _ certificates: ScraperCertificates, _ prometheus: PrometheusInstall, _ mesh: Mesh, at node: YAMLNode
  ) {
    if certificates.identity != nil, certificates.trustDomain != nil {
      diagnostics.error("an `identity` has a trust domain of its own", at: node["trustDomain"]?.span)
    }
    let isMeshs = certificates.source != .own || certificates.issuer != .other
    if isMeshs, mesh.kind == .none || mesh.kind == .linkerd {
      diagnostics.error(
        "certificates of the mesh need a mesh; there are also those of `issuer: other`", at: node.span)
      return
    }
    if certificates.source == .secret, mesh.kind != .istio {
      diagnostics.error("`source: secret` is of Istio's Citadel", at: node["source"]?.span)
    }
    if certificates.source == .sidecar, prometheus.sidecar == "none" {
      diagnostics.error(
        "`source: sidecar` needs a sidecar that writes the files: `sidecar: certificates`",
        at: node["source"]?.span)
    }
  }
}

extension YAMLNode {
  /// The word under a key.
  fileprivate func word<T: RawRepresentable<String>>(_ key: String) -> T? {
    self[key]?.string.flatMap(T.init(rawValue:))
  }

  /// The words of a list under a key; nil if the key is not there.
  fileprivate func words<T: RawRepresentable<String>>(_ key: String) -> [T]? {
    self[key]?.sequence.map { $0.compactMap { $0.string.flatMap(T.init(rawValue:)) } }
  }
}
