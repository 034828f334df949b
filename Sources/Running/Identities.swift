import Contract
import Planning
import Scenarios
import Synchronization
import Wire

/// The authorities, and a certificate for each order that was given.
final class Identities: Sendable {
  /// What a certificate says; the same order gets the same certificate.
  private struct Order: Hashable {
    var identity: String
    var issuer: Authority
    var state: CertificateState
    var usages: Set<CertificateUsage>
    var rotation: Int
  }

  private let authorities: [Authority: CertificateAuthority]
  private let issued = Mutex<[Order: IssuedCertificate]>([:])

  /// Makes the roots.
  init() throws(HarnessFailure) {
    do throws(WireError) {
      // The root that follows has the name of the one before, as Istio's have.
      authorities = [
        .mesh: try CertificateAuthority(commonName: "cluster.local"),
        .next: try CertificateAuthority(commonName: "cluster.local"),
        .other: try CertificateAuthority(commonName: "another.local", organization: "another.local"),
      ]
    } catch {
      throw HarnessFailure(message: "cannot make the root certificates: \(error)")
    }
  }

  /// Fills in the certificates of the roles that have an identity.
  func issue(
    for role: RoleConfiguration, _ mesh: MeshCertificates
  ) throws(HarnessFailure) -> RoleConfiguration {
    switch role {
    case .proxy(var proxy):
      let certificate = try certificate(
        Order(
          identity: proxy.identity.spiffeID, issuer: mesh.issuer, state: mesh.state,
          usages: [.client, .server],
          rotation: mesh.rotation))
      proxy.identity.certificateChain = certificate.certificateChain
      proxy.identity.privateKey = certificate.privateKey
      proxy.identity.trustedRoots = roots(mesh.trusts)
      if proxy.consul?.metrics?.tls != nil {
        let certificate = try self.certificate(Self.plain("https://\(proxy.pod)"))
        proxy.consul?.metrics?.tls = ServerCertificate(
          certificateChain: certificate.certificateChain, privateKey: certificate.privateKey)
      }
      return .proxy(proxy)
    case .app(var app):
      for index in app.ports.indices where app.ports[index].tls != nil {
        let certificate = try certificate(Self.plain("https://\(app.pod)"))
        app.ports[index].tls = ServerCertificate(
          certificateChain: certificate.certificateChain, privateKey: certificate.privateKey)
      }
      return .app(app)
    case .agent, .kubeAPI, .scraper, .consul: return role
    }
  }

  /// A valid certificate of the mesh's root, for both ends.
  private static func plain(_ identity: String) -> Order {
    Order(identity: identity, issuer: .mesh, state: .valid, usages: [.client, .server], rotation: 0)
  }

  /// The files of Prometheus' certificates, by name.
  func files(of folder: CertificateFolder) throws(HarnessFailure) -> [(name: String, text: String)] {
    guard folder.certificates.state != .missing else { return [] }
    let certificates = folder.certificates
    var order = Order(
      identity: folder.identity, issuer: certificates.issuer, state: certificates.state,
      usages: Set(certificates.usages), rotation: certificates.rotation)
    let certificate = try certificate(order)
    var key = certificate.privateKey
    if certificates.state == .mismatched {
      order.rotation += 1
      key = try self.certificate(order).privateKey
    }
    let names = folder.names
    return [
      (names.certificate, certificate.certificateChain), (names.key, key),
      (names.authorities, roots(certificates.trusts)),
    ]
  }

  private func roots(_ trusted: [Authority]) -> String {
    trusted.compactMap { authorities[$0]?.rootPEM }.joined()
  }

  private func certificate(_ order: Order) throws(HarnessFailure) -> IssuedCertificate {
    if let known = issued.withLock({ $0[order] }) { return known }
    guard let authority = authorities[order.issuer] else {
      throw HarnessFailure(message: "there is no authority \(order.issuer.rawValue)")
    }
    do throws(WireError) {
      let validity = Self.validity(order.state)
      let certificate = try authority.issue(
        spiffeID: order.identity, notBefore: validity.lowerBound, notAfter: validity.upperBound,
        clientAuth: order.usages.contains(.client), serverAuth: order.usages.contains(.server))
      issued.withLock { $0[order] = certificate }
      return certificate
    } catch {
      throw HarnessFailure(message: "cannot issue a certificate for \(order.identity): \(error)")
    }
  }

  /// The time in which a certificate is valid, in seconds from now.
  private static func validity(_ state: CertificateState) -> Range<Int> {
    switch state {
    case .valid, .missing, .mismatched: -120..<86_400
    case .expired: -7200 ..< -3600
    case .notYetValid: 3600..<7200
    }
  }
}
