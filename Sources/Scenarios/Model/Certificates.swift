/// Who issues certificates.
public enum Authority: String, Sendable, Hashable, CaseIterable {
  /// The mesh's root.
  case mesh
  /// The root that follows the mesh's when that is rotated.
  case next
  /// A root that has nothing to do with the mesh.
  case other
}

/// Whether a certificate can be used now.
public enum CertificateState: String, Sendable, Hashable, CaseIterable {
  /// It is valid.
  case valid
  /// Its files are not there.
  case missing
  /// Its time is over.
  case expired
  /// Its time has not come.
  case notYetValid = "not-yet-valid"
  /// The key belongs to another certificate, as while files are replaced one by one.
  case mismatched
}

/// What a certificate may be used for, by its extended key usage.
public enum CertificateUsage: String, Sendable, Hashable, CaseIterable {
  /// `clientAuth`.
  case client
  /// `serverAuth`.
  case server
}

/// The certificates of the mesh's workloads.
public struct MeshCertificates: Sendable, Hashable {
  /// Who issues them.
  public var issuer: Authority
  /// Whose certificates workloads accept.
  public var trusts: [Authority]
  /// Whether they can be used now: valid, expired or not yet valid.
  public var state: CertificateState
  /// Another number is another certificate of the same content: a rotation.
  public var rotation: Int

  /// Valid ones of the mesh's root.
  public init(
    issuer: Authority = .mesh, trusts: [Authority] = [.mesh], state: CertificateState = .valid,
    rotation: Int = 0
  ) {
    self.issuer = issuer
    self.trusts = trusts
    self.state = state
    self.rotation = rotation
  }
}

/// The certificates that are mounted into Prometheus.
public struct ScraperCertificates: Sendable, Hashable {
  /// Where they come from.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    /// The secret `istio.default` that Citadel wrote into every namespace; up to Istio 1.4.
    case secret
    /// The agent of a sidecar beside Prometheus writes them; since Istio 1.5.
    case sidecar
    /// A secret of the user's own.
    case own
  }

  /// What the files are called.
  public enum Names: String, Sendable, Hashable, CaseIterable {
    /// `cert-chain.pem`, `key.pem`, `root-cert.pem`.
    case istio
    /// `tls.crt`, `tls.key`, `ca.crt`, as in a secret of the type kubernetes.io/tls.
    case kubernetes
  }

  /// Where they come from.
  public var source: Source
  /// Where jobs look for them; nil is where Istio's own installations and its documentation have them.
  public var mount: String?
  /// What the files are called.
  public var names: Names
  /// Whether they can be used now.
  public var state: CertificateState
  /// Who has issued them.
  public var issuer: Authority
  /// Whose certificates the file of authorities has.
  public var trusts: [Authority]
  /// The SPIFFE ID, whole; nil for the source's own in the mesh's trust domain, or in ``trustDomain``.
  public var identity: String?
  /// Another trust domain than the mesh's.
  public var trustDomain: String?
  /// What they may be used for; nobody says so in an empty list.
  public var usages: [CertificateUsage]
  /// Another number is another certificate of the same content: a rotation.
  public var rotation: Int

  /// Valid ones of the mesh's root.
  public init(
    source: Source, mount: String? = nil, names: Names = .istio, state: CertificateState = .valid,
    issuer: Authority = .mesh, trusts: [Authority] = [.mesh], identity: String? = nil,
    trustDomain: String? = nil, usages: [CertificateUsage] = [.client, .server], rotation: Int = 0
  ) {
    self.source = source
    self.mount = mount
    self.names = names
    self.state = state
    self.issuer = issuer
    self.trusts = trusts
    self.identity = identity
    self.trustDomain = trustDomain
    self.usages = usages
    self.rotation = rotation
  }
}
