internal import COpenSSL
internal import CSystem
internal import Contract

/// How one connection judges the certificate of its peer.
protocol PeerVerification: Sendable {
  /// Why the certificate was not accepted.
  var failure: WireError? { get }
  /// Judges the chain that the peer has shown. Answers an X509_V_ code, by which OpenSSL chooses its alert.
  mutating func verify(_ chain: borrowing VerificationChain) -> Int32
}

/// The chain under verification.
struct VerificationChain: ~Copyable {
  let context: OpaquePointer

  var leaf: OpaquePointer? { X509_STORE_CTX_get0_cert(context) }

  /// Builds and checks the chain up to a trusted root: X509_V_OK or the first error.
  func build() -> Int32 {
    ERR_clear_error()
    defer { ERR_clear_error() }
    if X509_verify_cert(context) == 1 { return X509_V_OK }
    let error = X509_STORE_CTX_get_error(context)
    return error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error
  }

  static func text(_ error: Int32) -> String { String(cString: X509_verify_cert_error_string(Int(error))) }
}

extension TLSContext {
  /// Hands every verification to the connection that it belongs to.
  func delegateVerification() {
    SSL_CTX_set_cert_verify_callback(
      pointer,
      { context, _ in
        guard let context, let owner = ms_tls_owner_of_verification(context) else { return 0 }
        let stream = Unmanaged<TLSStream>.fromOpaque(owner).takeUnretainedValue()
        let result = stream.verification.verify(VerificationChain(context: context))
        X509_STORE_CTX_set_error(context, result)
        return result == X509_V_OK ? 1 : 0
      }, nil)
  }
}
