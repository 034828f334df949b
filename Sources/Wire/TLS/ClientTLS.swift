internal import COpenSSL
internal import CSystem
internal import Contract

/// The client's side of TLS, which judges and complains as Go's crypto/tls does.
public struct ClientTLS: Sendable {
  let context: TLSContext
  private let serverName: String?
  private let insecureSkipVerify: Bool
  private let identities: [String]?

  /// Prepares a client.
  ///
  /// - Parameters:
  ///   - certificateChain: PEM, leaf first; nil shows no certificate.
  ///   - privateKey: PEM.
  ///   - roots: PEM; nil trusts nobody.
  ///   - serverName: The name to verify and to send; nil takes the host that is dialled.
  ///   - insecureSkipVerify: Accepts any server.
  ///   - minVersion: Go's default is TLS 1.2.
  ///   - maxVersion: Go's default is TLS 1.3.
  ///   - alpn: The protocols on offer; `["h2", "http/1.1"]` is what Go's transport offers.
  ///   - identities: The SPIFFE IDs of which the server must have one, as a sidecar verifies; nil verifies as Go does.
  public init(
    certificateChain: String? = nil, privateKey: String? = nil, roots: String? = nil, serverName: String? = nil,
    insecureSkipVerify: Bool = false, minVersion: TLSVersion = .tls12, maxVersion: TLSVersion = .tls13,
    alpn: [String] = [], identities: [String]? = nil
  ) throws(WireError) {
    guard minVersion <= maxVersion else {
      throw WireError(.configuration, "tls: no supported versions satisfy MinVersion and MaxVersion")
    }
    let trusted: [Certificate]
    if let roots { trusted = try Certificate.all(inPEM: roots) } else { trusted = [] }
    context = try TLSContext(
      .client, certificateChain: certificateChain, privateKey: privateKey, roots: trusted,
      versions: minVersion...maxVersion)
    self.serverName = serverName.flatMap { $0.isEmpty ? nil : $0 }
    self.insecureSkipVerify = insecureSkipVerify
    self.identities = identities
    SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
    context.delegateVerification()
    let protocols = ProtocolList.encoded(alpn)
    SSL_CTX_set_alpn_protos(context.pointer, protocols, UInt32(protocols.count))
  }

  /// Shakes hands as the client. `host` is verified and sent unless a server name was configured.
  public func connect(
    _ tcp: TCPStream, host: String? = nil, deadline: Deadline
  ) throws(WireError) -> TLSStream {
    let name = serverName ?? host ?? tcp.peer.address.description
    let verification: any PeerVerification =
      if let identities {
        WorkloadCertificateVerification(identities: identities)
      } else {
        ServerCertificateVerification(host: name, isSkipped: insecureSkipVerify, roots: context.roots)
      }
    let stream = try TLSStream(context: context, transport: tcp, verification: verification)
    // Addresses are not sent. Source: RFC 6066, 3.
    if !Sockets.isAddress(.init(name)) { _ = ms_tls_set_server_name(stream.ssl, name) }
    do throws(WireError) {
      try stream.handshake(server: false, deadline: deadline)
      return stream
    } catch {
      tcp.close()
      throw error
    }
  }
}
