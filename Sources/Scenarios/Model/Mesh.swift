public import MeshModel
public import SourceText

/// Which mesh there is.
public enum MeshKind: String, Sendable, Hashable, CaseIterable {
  /// Istio.
  case istio
  /// Consul Connect.
  case consul
  /// Linkerd.
  case linkerd
  /// None: pods have no sidecar.
  case none
}

/// Consul as the chart installs it, and what configuration entries say.
public struct ConsulInstall: Sendable, Hashable {
  /// The chart's values.
  public var values = ConsulValues()
  /// Who may connect.
  public var policies = ConsulPolicies()

  /// The chart's own values, and no entries.
  public init() {}
}

/// Linkerd as its chart installs it, and its policies.
public struct LinkerdInstall: Sendable, Hashable {
  /// `proxy.defaultInboundPolicy`.
  public var defaultPolicy = LinkerdPolicy.allUnauthenticated
  /// `proxyInit.ignoreInboundPorts`.
  public var ignoredPorts = "4567,4568"
  /// The Servers and who is let in there.
  public var servers = LinkerdServers()

  /// The chart's own values, and no policies.
  public init() {}
}

/// The mesh as the scenario installs it.
public struct Mesh: Sendable {
  /// Which mesh.
  public var kind: MeshKind
  /// Its version, which decides defaults and behaviour.
  public var version: String
  /// Who may connect in which way; a mesh-wide mode is a policy named `default` in the root namespace.
  public var peerAuthentications: [PeerAuthentication]
  /// Which requests and connections workloads take, oldest first.
  public var authorizationPolicies: [AuthorizationPolicy] = []
  /// The certificates of workloads.
  public var certificates = MeshCertificates()
  /// Istio's configuration.
  public var config: MeshConfig
  /// Istio's control plane, as far as its chart's values decide on injection.
  public var install = IstioInstall()
  /// Further control planes of Istio in the same cluster.
  public var revisions: [Revision] = []
  /// Consul's installation.
  public var consul = ConsulInstall()
  /// Linkerd's installation.
  public var linkerd = LinkerdInstall()
  /// Where the file says so.
  public var span: Span

  /// A control plane of Istio beside the first, with a revision of its own.
  public struct Revision: Sendable, Hashable {
    /// Its release.
    public var version: String
    /// What its chart's values decide.
    public var install: IstioInstall

    /// Names a control plane.
    public init(version: String, install: IstioInstall) {
      self.version = version
      self.install = install
    }
  }

  /// `Istio 1.30.3`, `Consul on Kubernetes 2.0.3`.
  public var title: String {
    switch kind {
    case .istio: "Istio \(version)"
    case .consul: "Consul on Kubernetes \(version)"
    case .linkerd: "Linkerd \(version)"
    case .none: "no mesh"
    }
  }

  /// Makes a mesh.
  public init(
    kind: MeshKind, version: String, peerAuthentications: [PeerAuthentication] = [],
    config: MeshConfig = MeshConfig(), span: Span = .synthetic
  ) {
    self.kind = kind
    self.version = version
    self.peerAuthentications = peerAuthentications
    self.config = config
    self.span = span
  }
}
