extension ScenarioFormat {
  private static func words<T: RawRepresentable & CaseIterable>(_: T.Type) -> Shape where T.RawValue == String {
    .word(T.allCases.map(\.rawValue))
  }

  /// The certificates that are mounted into Prometheus.
  static let scraperCertificates = Record(
    name: "ScraperCertificates", subject: "Prometheus' mount of certificates",
    about: "Certificates in Prometheus' pod, for jobs whose tls_config names files below the mount.",
    keys: [
      Key(
        "source", words(ScraperCertificates.Source.self),
        "The secret istio.default of Citadel, a sidecar that writes files, or a secret of one's own.",
        required: true),
      Key(
        "mount", .text(.absolutePath),
        "The folder in which jobs look for them; /etc/istio-certs and /etc/prom-certs."),
      Key(
        "names", words(ScraperCertificates.Names.self),
        "What the files are called: cert-chain.pem, key.pem, root-cert.pem, or tls.crt, tls.key, ca.crt; istio."
      ),
      Key("state", words(CertificateState.self), "Whether they are there, and valid now; valid."),
      Key("issuer", words(Authority.self), "Who has issued them; mesh."),
      Key("trusts", .list(words(Authority.self)), "Whose certificates the file of authorities has; [mesh]."),
      Key("identity", .text(.spiffeID), "The SPIFFE ID, in the place of the source's own."),
      Key("trustDomain", .text(.dnsSubdomain), "The trust domain of the identity; the mesh's."),
      Key(
        "usages", .list(words(CertificateUsage.self)),
        "What the certificate is for; [client, server], as Istio's are."),
      Key("rotation", .integer(0...1000), "Another number is a newly issued certificate; 0."),
    ])

  /// The certificates of workloads.
  static let meshCertificates = Record(
    name: "MeshCertificates", subject: "the certificates of the mesh",
    about: "The certificates of workloads, where they are not as usual.",
    keys: [
      Key("issuer", .word([Authority.mesh, .next].map(\.rawValue)), "The root that issues them; mesh."),
      Key(
        "trusts", .list(words(Authority.self), isEmptyAllowed: false),
        "The roots whose certificates workloads accept; [mesh]."),
      Key(
        "state", .word([CertificateState.valid, .expired, .notYetValid].map(\.rawValue)),
        "Whether they are valid now; valid."),
      Key("rotation", .integer(0...1000), "Another number is newly issued certificates; 0."),
    ])
}
