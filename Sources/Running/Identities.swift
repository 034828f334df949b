import Contract
import Planning
import Synchronization
import Wire

/// The mesh's certificate authority, and a certificate for each identity that was asked for.
final class Identities: Sendable {
  private let authority: CertificateAuthority
  private let issued = Mutex<[String: IssuedCertificate]>([:])

  /// Makes the mesh root.
  init() throws(HarnessFailure) {
    do {
      authority = try CertificateAuthority(commonName: "cluster.local")
    } catch {
      throw HarnessFailure(message: "cannot make the mesh root certificate: \(error)")
    }
  }

  /// Fills in the certificates of the roles that have an identity.
  func issue(for role: RoleConfiguration) throws(HarnessFailure) -> RoleConfiguration {
    switch role {
    case .proxy(var proxy):
      let certificate = try certificate(for: proxy.identity.spiffeID)
      proxy.identity.certificateChain = certificate.certificateChain
      proxy.identity.privateKey = certificate.privateKey
      proxy.identity.trustedRoots = authority.rootPEM
      if proxy.consul?.metrics?.tls != nil {
        let certificate = try self.certificate(for: "https://\(proxy.pod)")
        proxy.consul?.metrics?.tls = ServerCertificate(
          certificateChain: certificate.certificateChain, privateKey: certificate.privateKey)
      }
      return .proxy(proxy)
    case .app(var app):
      for index in app.ports.indices where app.ports[index].tls != nil {
        let certificate = try certificate(for: "https://\(app.pod)")
        app.ports[index].tls = ServerCertificate(
          certificateChain: certificate.certificateChain, privateKey: certificate.privateKey)
      }
      return .app(app)
    case .agent, .kubeAPI, .scraper, .consul: return role
    }
  }

  /// The files that a workload's agent writes where `OUTPUT_CERTS` says so, by name.
  ///
  /// Source: istio/istio `security/pkg/nodeagent/util/util.go`, `OutputKeyCertToDir`, 1.30.3.
  func files(for identity: String) throws(HarnessFailure) -> [(name: String, text: String)] {
    let certificate = try certificate(for: identity)
    return [
      ("cert-chain.pem", certificate.certificateChain), ("key.pem", certificate.privateKey),
      ("root-cert.pem", authority.rootPEM),
    ]
  }

  private func certificate(for identity: String) throws(HarnessFailure) -> IssuedCertificate {
    if let known = issued.withLock({ $0[identity] }) { return known }
    do {
      let certificate = try authority.issue(spiffeID: identity)
      issued.withLock { $0[identity] = certificate }
      return certificate
    } catch {
      throw HarnessFailure(message: "cannot issue a certificate for \(identity): \(error)")
    }
  }
}
