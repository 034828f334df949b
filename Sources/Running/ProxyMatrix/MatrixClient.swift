import Contract
public import Wire

/// A client that dials a captured port: what it shows, and what it offers.
public struct MatrixClient: Sendable, Hashable {
  /// What the client shows of itself.
  public enum Kind: String, Sendable, CaseIterable {
    /// Speaks plain HTTP.
    case plaintext
    /// TLS without a client certificate.
    case noCertificate = "no certificate"
    /// A certificate of the mesh.
    case good
    /// A certificate of another authority.
    case wrongCA = "wrong CA"
    /// A certificate of the mesh that has expired.
    case expired
    /// A certificate of the mesh that is not valid yet.
    case notYetValid = "not yet valid"
    /// A certificate of the mesh's authority for another trust domain.
    case wrongTrustDomain = "wrong trust domain"
    /// A certificate of the mesh that is for servers only.
    case wrongUsage = "no client usage"
  }

  /// What the client offers by ALPN.
  public enum Offer: String, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// What Prometheus offers: `h2`, `http/1.1`.
    case http2 = "h2"
    /// `http/1.1`.
    case http11 = "http/1.1"
    /// What an Istio sidecar offers to a TCP port: `istio-peer-exchange`, `istio`.
    case istio
    /// What an Istio sidecar offers to an HTTP port: `istio-http/1.1`, `istio`, `http/1.1`.
    case istioHTTP = "istio-http/1.1"

    /// The protocols, best first.
    public var protocols: [String] {
      switch self {
      case .none: []
      case .http2: ["h2", "http/1.1"]
      case .http11: ["http/1.1"]
      case .istio: ["istio-peer-exchange", "istio"]
      case .istioHTTP: ["istio-http/1.1", "istio", "http/1.1"]
      }
    }
  }

  /// What it shows.
  public var kind: Kind
  /// What it offers; `none` in plaintext.
  public var offer: Offer
  /// The newest version of TLS that it speaks.
  public var version: TLSVersion

  /// Every client: plaintext once, the others with every offer, in TLS 1.2 and 1.3.
  public static let all: [MatrixClient] =
    [MatrixClient(kind: .plaintext, offer: .none, version: .tls13)]
    + Kind.allCases.dropFirst().flatMap { kind in
      Offer.allCases.flatMap { offer in
        [TLSVersion.tls12, .tls13].map { MatrixClient(kind: kind, offer: offer, version: $0) }
      }
    }

  /// `good, TLS 1.3, ALPN h2`.
  public var name: String {
    kind == .plaintext
      ? kind.rawValue : "\(kind.rawValue), TLS 1.\(version == .tls12 ? 2 : 3), ALPN \(offer.rawValue)"
  }
}

/// The authorities and certificates that the clients of the matrix show.
struct MatrixCertificates {
  let mesh: CertificateAuthority
  private let certificates: [MatrixClient.Kind: IssuedCertificate]

  init() throws(WireError) {
    mesh = try CertificateAuthority(commonName: "cluster.local")
    let other = try CertificateAuthority(commonName: "another.local")
    let name = "spiffe://cluster.local/ns/monitoring/sa/prometheus"
    certificates = [
      .good: try mesh.issue(spiffeID: name), .wrongCA: try other.issue(spiffeID: name),
      .expired: try mesh.issue(spiffeID: name, notBefore: -7200, notAfter: -3600),
      .notYetValid: try mesh.issue(spiffeID: name, notBefore: 3600, notAfter: 7200),
      .wrongTrustDomain: try mesh.issue(spiffeID: "spiffe://another.local/ns/monitoring/sa/prometheus"),
      .wrongUsage: try mesh.issue(spiffeID: name, clientAuth: false),
    ]
  }

  /// The client's TLS; nil for plaintext.
  func tls(of client: MatrixClient) throws(WireError) -> ClientTLS? {
    guard client.kind != .plaintext else { return nil }
    let certificate = certificates[client.kind]
    return try ClientTLS(
      certificateChain: certificate?.certificateChain, privateKey: certificate?.privateKey,
      insecureSkipVerify: true, maxVersion: client.version, alpn: client.offer.protocols)
  }

  /// The identity of a proxy.
  func workload(_ name: String) throws(WireError) -> WorkloadIdentity {
    let spiffeID = "spiffe://cluster.local/ns/shop/sa/\(name)"
    let certificate = try mesh.issue(spiffeID: spiffeID)
    return WorkloadIdentity(
      spiffeID: spiffeID, certificateChain: certificate.certificateChain, privateKey: certificate.privateKey,
      trustedRoots: mesh.rootPEM, trustDomains: ["cluster.local"])
  }
}
