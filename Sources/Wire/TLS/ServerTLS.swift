internal import COpenSSL
internal import CSystem
internal import Contract

/// The server's side of TLS as a sidecar has it, or as an application that serves HTTPS.
public struct ServerTLS: Sendable {
  let context: TLSContext
  private let verification: ClientCertificateVerification
  /// The names of the server's own certificate; `By` in Envoy's `x-forwarded-client-cert`.
  public var uriNames: [String] { context.uriNames }

  /// Prepares a server.
  ///
  /// - Parameters:
  ///   - certificateChain: PEM, leaf first.
  ///   - privateKey: PEM.
  ///   - clientRoots: PEM; nil asks for no client certificate.
  ///   - requiresClientCertificate: Whether a client without a certificate is refused.
  ///   - trustDomains: The client's SPIFFE ID must begin with `spiffe://<one of these>/`; empty accepts any.
  ///   - alpn: The protocols on offer, the preferred first.
  public init(
    certificateChain: String, privateKey: String, clientRoots: String? = nil,
    requiresClientCertificate: Bool = false, trustDomains: [String] = [], alpn: [String] = [],
    minVersion: TLSVersion = .tls12, maxVersion: TLSVersion = .tls13
  ) throws(WireError) {
    let roots: [Certificate]
    if let clientRoots { roots = try Certificate.all(inPEM: clientRoots) } else { roots = [] }
    context = try TLSContext(
      .server, certificateChain: certificateChain, privateKey: privateKey, roots: roots,
      versions: min(minVersion, maxVersion)...maxVersion)
    verification = ClientCertificateVerification(trustDomains: trustDomains)
    // Source: istio/istio pkg/security/security.go, pilot/pkg/networking/util TLS cipher suites, 1.30.3.
    SSL_CTX_set_cipher_list(
      context.pointer,
      "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:"
        + "ECDHE-RSA-AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-GCM-SHA256")
    if clientRoots != nil {
      SSL_CTX_set_verify(
        context.pointer,
        SSL_VERIFY_PEER | (requiresClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nil)
      context.delegateVerification()
      for root in roots { SSL_CTX_add_client_CA(context.pointer, root.pointer) }
    }
    context.select(alpn: alpn)
  }

  /// Shakes hands. On failure the connection is ended: the client has got the alert, and is given a moment to read
  /// it before the socket closes.
  ///
  /// The error's `detail` is Envoy's counter for certificates: `fail_verify_no_cert`, `fail_verify_error`,
  /// `fail_verify_san`.
  /// `willClose` hears of a failure as soon as it is certain.
  public func accept(
    _ tcp: TCPStream, deadline: Deadline, willClose: (WireError) -> Void = { _ in }
  ) throws(WireError) -> TLSStream {
    let stream = try TLSStream(context: context, transport: tcp, verification: verification)
    do throws(WireError) {
      try stream.handshake(server: true, deadline: deadline)
      return stream
    } catch {
      willClose(error)
      tcp.lingeringClose(deadline: min(deadline, .after(milliseconds: 1000)))
      throw error
    }
  }
}

extension TCPStream {
  /// Says that nothing more comes, reads away what the peer still sends, then closes. A close with unread input
  /// would reset the connection, and the reset can overtake what was sent last.
  func lingeringClose(deadline: Deadline) {
    shutdownWrite()
    var left = 256 << 10
    while left > 0, let part = try? read(upTo: 16 << 10, deadline: deadline), !part.isEmpty {
      left -= part.count
    }
    close()
  }
}

/// Envoy's judgement of client certificates.
///
/// Source: envoyproxy/envoy source/common/tls/cert_validator/default_validator.cc; the alerts are BoringSSL's
/// SSL_alert_from_verify_result, google/boringssl ssl/ssl_x509.cc.
struct ClientCertificateVerification: PeerVerification {
  let trustDomains: [String]
  private(set) var failure: WireError?

  init(trustDomains: [String]) { self.trustDomains = trustDomains }

  mutating func verify(_ chain: borrowing VerificationChain) -> Int32 {
    let result = chain.build()
    guard result == X509_V_OK else {
      failure = WireError(
        .certificateInvalid, "client certificate: \(VerificationChain.text(result))",
        detail: "fail_verify_error")
      // OpenSSL says bad_certificate to one that is not valid yet, BoringSSL certificate_expired.
      return result == X509_V_ERR_CERT_NOT_YET_VALID ? X509_V_ERR_CERT_HAS_EXPIRED : result
    }
    guard !trustDomains.isEmpty, let leaf = chain.leaf, X509_up_ref(leaf) == 1 else { return X509_V_OK }
    let names = Certificate(owning: leaf).uriNames
    let isTrusted = names.contains { name in trustDomains.contains { name.hasPrefix("spiffe://\($0)/") } }
    guard !isTrusted else { return X509_V_OK }
    failure = WireError(
      .certificateInvalid,
      "client certificate: \(names.first ?? "no SPIFFE ID") is not of a trust domain among \(trustDomains.joined(separator: ", "))",
      detail: "fail_verify_san")
    // Not in OpenSSL's table of alerts, therefore certificate_unknown.
    return X509_V_ERR_PERMITTED_VIOLATION
  }
}
