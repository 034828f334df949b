internal import COpenSSL
internal import CSystem
internal import Contract

/// Go's judgement of server certificates, in Go's order and words.
///
/// Source: golang/go src/crypto/x509/verify.go Certificate.Verify, VerifyHostname, src/crypto/tls/handshake_client.go
/// verifyServerCertificate, 1.24.
struct ServerCertificateVerification: PeerVerification {
  let host: String
  let isSkipped: Bool
  let roots: [Certificate]
  private(set) var failure: WireError?

  init(host: String, isSkipped: Bool, roots: [Certificate]) {
    self.host = host
    self.roots = roots
    self.isSkipped = isSkipped
  }

  mutating func verify(_ chain: borrowing VerificationChain) -> Int32 {
    guard !isSkipped else { return X509_V_OK }
    guard let leaf = chain.leaf, X509_up_ref(leaf) == 1 else {
      return refuse("tls: no certificates from server")
    }
    let certificate = Certificate(owning: leaf)
    if let problem = validityProblem(certificate) { return refuse(problem) }
    if let problem = HostName.problem(of: certificate, host: host) { return refuse(problem) }
    switch chain.build() {
    case X509_V_OK: return X509_V_OK
    case X509_V_ERR_INVALID_PURPOSE:
      return refuse("x509: certificate specifies an incompatible key usage")
    default:
      return refuse("x509: certificate signed by unknown authority" + hint(certificate))
    }
  }

  /// Go names a root that has the issuer's name and yet is not the issuer.
  ///
  /// Source: golang/go src/crypto/x509/verify.go UnknownAuthorityError.Error, 1.24.
  private func hint(_ certificate: Certificate) -> String {
    let issuer = X509_get_issuer_name(certificate.pointer)
    guard
      let candidate = roots.first(where: { X509_NAME_cmp(X509_get_subject_name($0.pointer), issuer) == 0 }),
      let key = X509_get0_pubkey(candidate.pointer)
    else { return "" }
    let reason =
      EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA
      ? "crypto/rsa: verification error" : "x509: ECDSA verification failure"
    let name = candidate.subjectField(NID_commonName) ?? candidate.subjectField(NID_organizationName) ?? ""
    return " (possibly because of \(GoQuoting.quoted(reason)) while trying to verify candidate authority "
      + "certificate \(GoQuoting.quoted(name)))"
  }

  /// Go's client says bad_certificate whatever the reason.
  private mutating func refuse(_ reason: String) -> Int32 {
    failure = WireError(.certificateInvalid, "tls: failed to verify certificate: \(reason)")
    return X509_V_ERR_CERT_REJECTED
  }

  private func validityProblem(_ certificate: Certificate) -> String? {
    let what = "x509: certificate has expired or is not yet valid: current time \(Timestamp.now)"
    if X509_cmp_current_time(X509_get0_notBefore(certificate.pointer)) > 0 {
      return "\(what) is before \(Timestamp.text(X509_get0_notBefore(certificate.pointer)))"
    }
    if X509_cmp_current_time(X509_get0_notAfter(certificate.pointer)) < 0 {
      return "\(what) is after \(Timestamp.text(X509_get0_notAfter(certificate.pointer)))"
    }
    return nil
  }
}

/// Whether a certificate is for a host, and Go's words if it is not.
///
/// Source: golang/go src/crypto/x509/verify.go HostnameError, matchHostnames, 1.24.
enum HostName {
  static func problem(of certificate: Certificate, host: String) -> String? {
    if !certificate.hasNames, let name = certificate.subjectField(NID_commonName),
      matches(pattern: name, host: host)
    {
      return "x509: certificate relies on legacy Common Name field, use SANs instead"
    }
    let host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    if let address = IPBytes(host) {
      let names = certificate.ipNames
      if names.contains(address.bytes) { return nil }
      guard !names.isEmpty else {
        return "x509: cannot validate certificate for \(host) because it doesn't contain any IP SANs"
      }
      return "x509: certificate is valid for \(names.map(IPBytes.text).joined(separator: ", ")), not \(host)"
    }
    let names = certificate.dnsNames
    if names.contains(where: { matches(pattern: $0, host: host) }) { return nil }
    guard !names.isEmpty else {
      return "x509: certificate is not valid for any names, but wanted to match \(host)"
    }
    return "x509: certificate is valid for \(names.joined(separator: ", ")), not \(host)"
  }

  /// A name may begin with `*.`, which stands for exactly one label.
  static func matches(pattern: String, host: String) -> Bool {
    func labels(_ name: String) -> [Substring] {
      (name.hasSuffix(".") ? name.dropLast() : name[...]).split(
        separator: ".", omittingEmptySubsequences: false)
    }
    let pattern = labels(pattern.lowercased())
    let host = labels(host.lowercased())
    guard pattern.count == host.count, !host.contains("") else { return false }
    return zip(pattern, host).enumerated().allSatisfy { index, pair in
      pair.0 == pair.1 || (index == 0 && pair.0 == "*" && pattern.count > 1)
    }
  }
}
