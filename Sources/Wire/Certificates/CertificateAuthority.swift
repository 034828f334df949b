internal import COpenSSL
internal import CSystem
public import Contract

/// A certificate with its private key, both PEM.
public struct IssuedCertificate: Sendable, Hashable {
  /// Leaf first, then intermediates; the root is not among them.
  public let certificateChain: String
  /// The private key, PKCS #8.
  public let privateKey: String
}

/// The kinds of key that certificates are issued for.
public enum KeyType: Sendable, Hashable {
  /// ECDSA on P-256.
  case p256
  /// RSA with 2048 bits, istiod's default; some hundred times slower to make.
  case rsa2048
}

/// An authority that issues workload certificates as istiod does.
public struct CertificateAuthority: Sendable {
  /// The root certificate, PEM.
  public let rootPEM: String
  private let root: Certificate
  private let key: PrivateKey

  /// Makes a self-signed root.
  ///
  /// - Parameters:
  ///   - commonName: The subject's common name.
  ///   - organization: The subject's organisation; istiod puts the trust domain there.
  ///   - notBefore: Start of validity in seconds from now.
  ///   - notAfter: End of validity in seconds from now.
  public init(
    commonName: String, organization: String = "cluster.local", notBefore: Int = -3600,
    notAfter: Int = 10 * 365 * 86_400, keyType: KeyType = .p256
  ) throws(WireError) {
    key = try Self.makeKey(keyType)
    let draft = try CertificateDraft(key: key, notBefore: notBefore, notAfter: notAfter)
    try draft.setSubject(organization: organization, commonName: commonName)
    root = try draft.sign(
      issuer: nil, issuerKey: key,
      extensions: [
        (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
      ])
    rootPEM = root.pem
  }

  /// Issues a leaf as Istio's: empty subject, the SPIFFE ID as critical URI name, for servers and clients.
  ///
  /// Source: istio/istio security/pkg/pki/util/generate_csr.go, generate_cert.go genCertTemplateFromCSR, 1.30.3.
  ///
  /// - Parameters:
  ///   - spiffeID: The URI name; nil for a certificate without.
  ///   - dnsNames: DNS names.
  ///   - ipAddresses: IP names.
  ///   - notBefore: Start of validity in seconds from now.
  ///   - notAfter: End of validity in seconds from now.
  ///   - commonName: The subject; Istio leaves it empty.
  public func issue(
    spiffeID: String? = nil, dnsNames: [String] = [], ipAddresses: [IPAddress] = [], notBefore: Int = -120,
    notAfter: Int = 86_400, commonName: String? = nil, clientAuth: Bool = true, serverAuth: Bool = true,
    keyType: KeyType = .p256
  ) throws(WireError) -> IssuedCertificate {
    let leafKey = try Self.makeKey(keyType)
    let draft = try CertificateDraft(key: leafKey, notBefore: notBefore, notAfter: notAfter)
    if let commonName { try draft.setSubject(organization: nil, commonName: commonName) }
    let usages = (serverAuth ? ["serverAuth"] : []) + (clientAuth ? ["clientAuth"] : [])
    var extensions: [(Int32, String)] = [
      (NID_key_usage, "critical,digitalSignature,keyEncipherment"),
      (NID_basic_constraints, "critical,CA:FALSE"),
      (NID_authority_key_identifier, "keyid"),
    ]
    if !usages.isEmpty { extensions.append((NID_ext_key_usage, usages.joined(separator: ","))) }
    var names: [(Int, [UInt8])] = dnsNames.map { (ms_name_dns, Array($0.utf8)) }
    if let spiffeID { names.append((ms_name_uri, Array(spiffeID.utf8))) }
    for address in ipAddresses {
      guard let bytes = IPBytes(address.description) else {
        throw WireError(.configuration, "\(address) is no IP address")
      }
      names.append((ms_name_ip, bytes.bytes))
    }
    try draft.add(names: names, critical: commonName == nil)
    let leaf = try draft.sign(issuer: root, issuerKey: key, extensions: extensions)
    return IssuedCertificate(certificateChain: leaf.pem, privateKey: leafKey.pem)
  }

  private static func makeKey(_ type: KeyType) throws(WireError) -> PrivateKey {
    let pointer =
      switch type {
      case .p256: ms_generate_p256()
      case .rsa2048: ms_generate_rsa(2048)
      }
    guard let pointer else { throw OpenSSLFailure.error("key generation failed") }
    return PrivateKey(owning: pointer)
  }
}

/// A certificate that is being made.
private struct CertificateDraft {
  private let certificate: Certificate

  init(key: PrivateKey, notBefore: Int, notAfter: Int) throws(WireError) {
    guard let pointer = X509_new_ex(ms_tls_library(), nil) else { throw OpenSSLFailure.error("out of memory") }
    certificate = Certificate(owning: pointer)
    var serial = [UInt8](repeating: 0, count: 16)
    guard RAND_bytes(&serial, 16) == 1 else { throw OpenSSLFailure.error("no random numbers") }
    serial[0] &= 0x7F
    guard X509_set_version(pointer, 2) == 1,
      let number = BN_bin2bn(serial, 16, nil),
      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(pointer)) != nil
    else { throw OpenSSLFailure.error("certificate cannot be made") }
    BN_free(number)
    X509_gmtime_adj(X509_getm_notBefore(pointer), notBefore)
    X509_gmtime_adj(X509_getm_notAfter(pointer), notAfter)
    guard X509_set_pubkey(pointer, key.pointer) == 1 else { throw OpenSSLFailure.error("key cannot be used") }
  }

  func setSubject(organization: String?, commonName: String) throws(WireError) {
    let name = X509_get_subject_name(certificate.pointer)
    for (field, value) in [("O", organization), ("CN", commonName)] {
      guard let value else { continue }
      guard X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, value, -1, -1, 0) == 1 else {
        throw OpenSSLFailure.error("\(field)=\(value) cannot be a name")
      }
    }
  }

  func add(names: [(Int, [UInt8])], critical: Bool) throws(WireError) {
    guard !names.isEmpty else { return }
    let kinds = names.map { Int32($0.0) }
    let counts = names.map { Int32($0.1.count) }
    // One block of memory for all, so that their places hold during the call.
    let joined = names.flatMap(\.1)
    let isAdded = joined.withUnsafeBufferPointer { joined in
      var places: [UnsafePointer<UInt8>?] = []
      var offset = 0
      for count in counts {
        places.append(joined.baseAddress?.advanced(by: offset))
        offset += Int(count)
      }
      return ms_add_names(certificate.pointer, critical ? 1 : 0, kinds, places, counts, Int32(names.count))
    }
    guard isAdded == 1 else { throw OpenSSLFailure.error("names cannot be added") }
  }

  func sign(
    issuer: Certificate?, issuerKey: PrivateKey, extensions: [(Int32, String)]
  ) throws(WireError) -> Certificate {
    let issuer = issuer ?? certificate
    X509_set_issuer_name(certificate.pointer, X509_get_subject_name(issuer.pointer))
    for (identifier, value) in extensions {
      guard ms_add_extension(certificate.pointer, issuer.pointer, identifier, value) == 1 else {
        throw OpenSSLFailure.error("extension \(value)")
      }
    }
    guard X509_sign(certificate.pointer, issuerKey.pointer, EVP_sha256()) > 0 else {
      throw OpenSSLFailure.error("certificate cannot be signed")
    }
    return certificate
  }
}
