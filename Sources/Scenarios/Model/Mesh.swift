public import MeshModel
public import SourceText

/// Which mesh there is.
public enum MeshKind: String, Sendable, Hashable, CaseIterable {
  /// Istio.
  case istio
  /// Consul Connect.
  case consul
  /// None: pods have no sidecar.
  case none
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
  /// The mesh's configuration.
  public var config: MeshConfig
  /// Where the file says so.
  public var span: Span

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
