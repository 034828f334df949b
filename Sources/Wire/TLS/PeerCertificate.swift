internal import COpenSSL
internal import CSystem

/// What a peer's certificate says; what Envoy puts into `x-forwarded-client-cert`.
public struct PeerCertificate: Sendable, Hashable {
  /// The URIs of the subject alternative name.
  public let uriNames: [String]
  /// The DNS names of the subject alternative name.
  public let dnsNames: [String]
  /// The subject as RFC 2253 prints it; empty for Istio's certificates.
  public let subject: String
  /// SHA-256 over the DER form, as lower-case hexadecimal digits.
  public let sha256: String
  /// The certificate as PEM.
  public let pem: String

  init(_ certificate: Certificate) {
    uriNames = certificate.uriNames
    dnsNames = certificate.dnsNames
    pem = certificate.pem
    var digest = [UInt8](repeating: 0, count: 32)
    X509_digest(certificate.pointer, EVP_sha256(), &digest, nil)
    sha256 = digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
    subject = PEM.write { bio in
      X509_NAME_print_ex(bio, X509_get_subject_name(certificate.pointer), 0, ms_rfc2253_flags()) < 0 ? 0 : 1
    }
  }

  /// The first URI that is a SPIFFE ID.
  public var spiffeID: String? { uriNames.first { $0.hasPrefix("spiffe://") } }
}
