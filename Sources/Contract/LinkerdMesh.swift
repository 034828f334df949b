/// What makes a sidecar proxy one of Linkerd's.
///
/// Source: linkerd/linkerd2-proxy `linkerd/app/inbound/src/`, `linkerd/app/admin/src/`, release 2.366.0.
public struct LinkerdSidecar: Sendable, Codable, Equatable {
  /// The sockets of the proxy's admin server (4191).
  public var admin: [Listener]
  /// The ports that refuse clients outside the mesh.
  public var refusals: [LinkerdRefusal]

  /// Configures what is Linkerd's.
  public init(admin: [Listener], refusals: [LinkerdRefusal] = []) {
    self.admin = admin
    self.refusals = refusals
  }
}

/// A port that refuses clients outside the mesh, and by whose word.
public struct LinkerdRefusal: Sendable, Codable, Hashable {
  /// The port.
  public var port: UInt16
  /// The Server, or the default policy.
  public var by: String
  /// Whether the proxy hands the port's bytes on without looking for HTTP.
  public var isOpaque: Bool

  /// Names a port.
  public init(port: UInt16, by: String, isOpaque: Bool = false) {
    self.port = port
    self.by = by
    self.isOpaque = isOpaque
  }
}
