internal import COpenSSL
internal import CSystem
internal import Contract

/// The settings that many TLS connections share: OpenSSL's SSL_CTX.
/// It is set up before it is shared and then only read; OpenSSL counts references and locks by itself.
final class TLSContext: @unchecked Sendable {
  enum Side { case server, client }

  let pointer: OpaquePointer
  let roots: [Certificate]
  /// The URI names of the own certificate.
  private(set) var uriNames: [String] = []
  /// What ALPN offers; see `select(alpn:)`.
  var protocols: ProtocolBytes?

  init(
    _ side: Side, certificateChain: String?, privateKey: String?, roots: [Certificate],
    versions: ClosedRange<TLSVersion>
  ) throws(WireError) {
    guard
      let pointer = SSL_CTX_new_ex(
        ms_tls_library(), nil, side == .server ? TLS_server_method() : TLS_client_method())
    else {
      throw OpenSSLFailure.error("tls: no context")
    }
    self.pointer = pointer
    self.roots = roots
    ms_tls_set_modes(pointer)
    guard ms_tls_set_versions(pointer, versions.lowerBound.number, versions.upperBound.number) == 1,
      ms_tls_set_groups(pointer, "X25519:P-256:P-384") == 1
    else { throw OpenSSLFailure.error("tls: versions") }
    if side == .server { SSL_CTX_set_num_tickets(pointer, 0) }
    try use(certificateChain: certificateChain, privateKey: privateKey)
    guard let store = SSL_CTX_get_cert_store(pointer) else { throw OpenSSLFailure.error("tls: no store") }
    for root in roots { X509_STORE_add_cert(store, root.pointer) }
    X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    ERR_clear_error()
  }

  deinit { SSL_CTX_free(pointer) }

  private func use(certificateChain: String?, privateKey: String?) throws(WireError) {
    guard let certificateChain, let privateKey else { return }
    let chain = try Certificate.all(inPEM: certificateChain)
    guard let leaf = chain.first else {
      // Source: golang/go src/crypto/tls/tls.go X509KeyPair, 1.24.
      throw WireError(.configuration, "tls: failed to find any PEM data in certificate input")
    }
    uriNames = leaf.uriNames
    let key = try PrivateKey(pem: privateKey)
    guard SSL_CTX_use_certificate(pointer, leaf.pointer) == 1 else {
      throw OpenSSLFailure.error("tls: certificate cannot be used")
    }
    guard SSL_CTX_use_PrivateKey(pointer, key.pointer) == 1 else {
      _ = OpenSSLFailure.take()
      throw WireError(.configuration, "tls: private key does not match public key")
    }
    for certificate in chain.dropFirst() {
      guard ms_tls_add_chain_certificate(pointer, certificate.pointer) == 1 else {
        throw OpenSSLFailure.error("tls: certificate chain cannot be used")
      }
    }
  }
}

/// Lists of protocol names as they travel in the ALPN extension: each after its length.
enum ProtocolList {
  static func encoded(_ names: [String]) -> [UInt8] {
    names.flatMap { name -> [UInt8] in
      let bytes = Array(name.utf8)
      return bytes.isEmpty || bytes.count > 255 ? [] : [UInt8(bytes.count)] + bytes
    }
  }

  static func decoded(_ bytes: some Collection<UInt8>) -> [String] {
    var names: [String] = []
    var rest = Array(bytes)[...]
    while let count = rest.popFirst(), rest.count >= Int(count) {
      names.append(String(decoding: rest.prefix(Int(count)), as: UTF8.self))
      rest = rest.dropFirst(Int(count))
    }
    return names
  }
}
