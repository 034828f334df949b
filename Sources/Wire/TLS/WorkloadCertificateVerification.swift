internal import COpenSSL
internal import Contract

/// A sidecar's judgement of the workload that it dials: of a trusted root, with one of the names that the Service's
/// workloads have.
///
/// Source: istio/istio `pilot/pkg/networking/core/cluster_tls.go`, `buildIstioMutualTLS`, 1.30.3; envoyproxy/envoy
/// `source/common/tls/cert_validator/default_validator.cc`.
struct WorkloadCertificateVerification: PeerVerification {
  let identities: [String]
  private(set) var failure: WireError?

  init(identities: [String]) { self.identities = identities }

  mutating func verify(_ chain: borrowing VerificationChain) -> Int32 {
    let result = chain.build()
    guard result == X509_V_OK else {
      failure = WireError(
        .certificateInvalid, "TLS error: CERTIFICATE_VERIFY_FAILED: \(VerificationChain.text(result))")
      return result
    }
    guard !identities.isEmpty, let leaf = chain.leaf, X509_up_ref(leaf) == 1 else { return X509_V_OK }
    let names = Certificate(owning: leaf).uriNames
    guard names.contains(where: identities.contains) else {
      failure = WireError(
        .certificateInvalid,
        "TLS error: CERTIFICATE_VERIFY_FAILED: SAN matcher: \(names.joined(separator: ", "))")
      return X509_V_ERR_PERMITTED_VIOLATION
    }
    return X509_V_OK
  }
}
