import Contract
import Scenarios
import SourceText
import Testing

@testable import Planning

@Suite struct CertificateFolderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var source: ScraperCertificates.Source
    var version: String
    var flavour = "plain"
    var state: CertificateState
    var identity: String
    var testDescription: String { "\(source.rawValue), Istio \(version), \(flavour)" }
  }

  static let secret = "spiffe://cluster.local/ns/istio-system/sa/default"
  static let prometheus = "spiffe://cluster.local/ns/istio-system/sa/prometheus"

  @Test(
    "Every version has its own way to certificates, and none of the others",
    arguments: [
      Case(source: .secret, version: "1.0.3", state: .valid, identity: secret),
      Case(source: .secret, version: "1.4.10", state: .valid, identity: secret),
      Case(source: .secret, version: "1.5.0", state: .missing, identity: secret),
      Case(source: .sidecar, version: "1.4.10", state: .missing, identity: prometheus),
      Case(source: .sidecar, version: "1.5.0", state: .valid, identity: prometheus),
      Case(
        source: .sidecar, version: "1.5.0", flavour: "istio/bundled@1.5", state: .missing, identity: prometheus),
      Case(
        source: .sidecar, version: "1.5.1", flavour: "istio/bundled@1.5", state: .valid, identity: prometheus),
      Case(source: .own, version: "1.30", state: .valid, identity: prometheus),
    ])
  func folder(_ test: Case) throws {
    var install = PrometheusInstall(flavour: test.flavour, namespace: "istio-system")
    install.certificates = ScraperCertificates(source: test.source)
    let state = State(mesh: Mesh(kind: .istio, version: test.version), prometheus: install)
    let folder = try #require(state.certificateFolder)
    #expect(folder.certificates.state == test.state)
    #expect(folder.identity == test.identity)
  }

  @Test("Only paths below the mount are led to the folder")
  func paths() {
    let folder = CertificateFolder(
      certificates: ScraperCertificates(source: .own, mount: "/etc/certs", names: .kubernetes), identity: "")
    var file = PrometheusFile(apiServer: .init(.init("127.0.0.1"), 6443), namespace: "monitoring")
    file.certificates = folder
    let text = file.text(
      .mapping([
        (
          "scrape_configs",
          .sequence([
            .mapping([
              ("job_name", .string("a")),
              (
                "tls_config",
                .mapping([
                  ("ca_file", .string("/etc/certs/ca.crt")),
                  ("cert_file", .string("/etc/certificates/tls.crt")),
                ])
              ),
            ])
          ])
        )
      ]))
    #expect(text.contains("ca_file: istio-certs/ca.crt"))
    #expect(text.contains("cert_file: /etc/certificates/tls.crt"))
    #expect(folder.paths == ["istio-certs/tls.crt", "istio-certs/tls.key", "istio-certs/ca.crt"])
  }
}
