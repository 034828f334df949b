import Contract
import MeshModel
import SourceText

/// The TLS of Envoy's listeners.
///
/// Source: istio/istio `pilot/pkg/security/authn/utils/utils.go`, `BuildInboundTLS`, and
/// `pilot/pkg/networking/util/util.go`, 1.30.3. Istio brings the certificates by SDS; here they stand in the
/// configuration itself, so that a new one is another configuration.
struct EnvoyTransport {
  let identity: WorkloadIdentity

  /// The transport socket of a chain that terminates mutual TLS.
  func inbound(_ decision: InboundDecision) -> YAMLNode {
    socket(
      alpn: InboundFilterChain.offeredALPN(of: decision),
      names: identity.trustDomains.map { domain in
        EnvoyJSON.object([
          "san_type": "URI", "matcher": EnvoyJSON.object(["prefix": "spiffe://\(domain)/"]),
        ])
      })
  }

  /// The transport socket of listeners for metrics: any certificate of the mesh.
  var metrics: YAMLNode { socket(alpn: [], names: []) }

  private func socket(alpn: [String], names: [YAMLNode]) -> YAMLNode {
    EnvoyJSON.named(
      "envoy.transport_sockets.tls", "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
      [
        "require_client_certificate": true,
        "common_tls_context": EnvoyJSON.object([
          "alpn_protocols": alpn.isEmpty ? nil : EnvoyJSON.texts(alpn),
          "tls_params": EnvoyJSON.object([
            "tls_minimum_protocol_version": "TLSv1_2", "tls_maximum_protocol_version": "TLSv1_3",
            "cipher_suites": EnvoyJSON.texts(Self.cipherSuites),
          ]),
          "tls_certificates": [
            EnvoyJSON.object([
              "certificate_chain": inline(identity.certificateChain),
              "private_key": inline(identity.privateKey),
            ])
          ],
          "validation_context": EnvoyJSON.object([
            "trusted_ca": inline(identity.trustedRoots),
            "match_typed_subject_alt_names": names.isEmpty ? nil : .sequence(names),
          ]),
        ]),
      ])
  }

  /// The transport socket of a listener that shows a certificate and asks for none.
  static func server(_ certificate: ServerCertificate) -> YAMLNode {
    EnvoyJSON.named(
      "envoy.transport_sockets.tls", "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
      [
        "common_tls_context": EnvoyJSON.object([
          "tls_certificates": [
            EnvoyJSON.object([
              "certificate_chain": inline(certificate.certificateChain),
              "private_key": inline(certificate.privateKey),
            ])
          ]
        ])
      ])
  }

  private func inline(_ text: String) -> YAMLNode { Self.inline(text) }

  private static func inline(_ text: String) -> YAMLNode { EnvoyJSON.object(["inline_string": .string(text)]) }

  private static let cipherSuites = [
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-GCM-SHA256",
  ]
}
