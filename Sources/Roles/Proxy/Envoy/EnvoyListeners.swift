import Contract
import MeshModel
import SourceText

/// The listeners that Envoy reads from a file, so that they can change while it runs: captured ports and secure metrics.
///
/// Istio has one listener with a destination port in every filter chain (`virtualInbound`, 15006), to which iptables
/// redirect; here each captured port of the pod IP is a listener of its own with the same chains.
struct EnvoyListeners {
  let configuration: ProxyConfiguration
  let version: IstioVersion

  /// The listeners.
  var resources: [YAMLNode] { configuration.inbound.map(inbound) + configuration.secureMetrics.map(secure) }

  // MARK: Captured ports

  private func inbound(_ port: InboundListener) -> YAMLNode {
    let chains = InboundFilterChain.chains(
      mode: MTLS(rawValue: port.mode.rawValue) ?? .permissive, portProtocol: port.selectedProtocol)
    return listener(
      port.listener.endpoint,
      filters: [
        chains.contains { $0.transport == .tls } ? Self.tlsInspector : nil,
        chains.contains { $0.transport == .plaintext && !$0.alpn.isEmpty } ? Self.httpInspector : nil,
      ],
      chains: chains.enumerated().map { number, chain in filterChain(chain, number, of: port) })
  }

  private func filterChain(
    _ chain: InboundFilterChain.Chain, _ number: Int, of port: InboundListener
  ) -> YAMLNode {
    let cluster = EnvoyClusters.name(of: port)
    let policies = EnvoyPolicies(configuration)
    let isHTTP = chain.decision == .plaintextHTTP || chain.decision == .mutualTLSHTTP
    let isTerminated = chain.decision == .mutualTLSHTTP || chain.decision == .mutualTLSTCP
    return EnvoyJSON.object([
      "name": .string(EnvoyAccessLog.chainName(chain.decision, number)),
      "filter_chain_match": EnvoyJSON.object([
        "transport_protocol": chain.transport == .tls ? "tls" : "raw_buffer",
        "application_protocols": chain.alpn.isEmpty ? nil : EnvoyJSON.texts(chain.alpn),
      ]),
      "transport_socket": isTerminated
        ? EnvoyTransport(identity: configuration.identity).inbound(chain.decision) : nil,
      "filters": .sequence(
        isHTTP
          ? [
            EnvoyFilters.http(
              statistics: "inbound_0.0.0.0_\(port.listener.endpoint.port);", cluster: cluster,
              policies: policies.http, answer: wrongAnswer)
          ] : policies.network + [EnvoyFilters.tcp(cluster: cluster)]),
    ])
  }

  /// What is answered in the application's place when the fault to play is a wrong answer.
  private var wrongAnswer: YAMLNode? {
    guard configuration.fault == .wrongAnswer else { return nil }
    return EnvoyJSON.object([
      "status": 500, "body": EnvoyJSON.object(["inline_string": "wrong answer"]),
    ])
  }

  // MARK: Secure metrics

  /// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json`, `secure_metrics_port`, 1.31.0-rc.0.
  private func secure(_ metrics: SecureMetricsListener) -> YAMLNode {
    let cluster = metrics.agent == nil ? EnvoyClusters.statistics : EnvoyClusters.agent
    let paths = metrics.agent == nil ? ["/stats/prometheus"] : ["/stats/prometheus", "/metrics"]
    return listener(
      metrics.listener.endpoint, filters: [Self.tlsInspector],
      chains: [
        EnvoyJSON.object([
          "filter_chain_match": EnvoyJSON.object(["transport_protocol": "tls"]),
          "transport_socket": EnvoyTransport(identity: configuration.identity).metrics,
          "filters": [
            EnvoyFilters.manager(
              statistics: "secure_metrics",
              routes: paths.map { EnvoyBootstrap.route(prefix: $0, to: cluster) }, log: .metrics)
          ],
        ])
      ])
  }

  // MARK: Parts

  private func listener(_ endpoint: Endpoint, filters: [YAMLNode?], chains: [YAMLNode]) -> YAMLNode {
    EnvoyJSON.message(
      "envoy.config.listener.v3.Listener",
      [
        "name": "\(endpoint.address)_\(Int(endpoint.port))", "address": EnvoyJSON.address(endpoint),
        "traffic_direction": "INBOUND", "filter_chains": .sequence(chains),
        "listener_filters": .sequence(filters.compactMap { $0 }), "listener_filters_timeout": "0s",
        "continue_on_listener_filters_timeout": true,
        "access_log": [EnvoyAccessLog.logger(.connections)],
      ])
  }

  static let tlsInspector = EnvoyJSON.named(
    "envoy.filters.listener.tls_inspector",
    "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
    ["enable_ja3_fingerprinting": true])

  private static let httpInspector = EnvoyJSON.named(
    "envoy.filters.listener.http_inspector",
    "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector")
}

extension InboundListener {
  /// The port's protocol in the words of the model.
  var selectedProtocol: SelectedProtocol {
    switch portProtocol {
    case .http: .http
    case .tcp: .tcp
    case .auto: .auto
    }
  }
}
