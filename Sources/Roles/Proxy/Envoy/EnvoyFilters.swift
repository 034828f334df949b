import Contract
import MeshModel
import SourceText

/// The network filters of Envoy's filter chains.
///
/// Source: istio/istio `pilot/pkg/networking/core/listener_inbound.go`, `buildSidecarInboundHTTPOpts`,
/// `buildInboundNetworkFilters`, and `listener_builder.go`, `buildHTTPConnectionManager`, 1.30.3. Istio's own filters
/// (metadata exchange, `istio.stats`) are left out: only istio-proxy has them.
enum EnvoyFilters {
  /// Handles HTTP and routes it to the application.
  static func http(
    statistics prefix: String, cluster: String, policies: [YAMLNode], answer: YAMLNode?
  ) -> YAMLNode {
    manager(
      statistics: prefix,
      routes: [
        EnvoyJSON.object([
          "match": EnvoyJSON.object(["prefix": "/"]),
          "route": answer == nil
            ? EnvoyJSON.object([
              "cluster": .string(cluster), "timeout": "0s",
              "max_stream_duration": EnvoyJSON.object([
                "max_stream_duration": "0s", "grpc_timeout_header_max": "0s",
              ]),
            ]) : nil,
          "direct_response": answer,
        ])
      ], filters: policies, log: .requests,
      more: [
        ("server_name", "istio-envoy"), ("use_remote_address", false), ("normalize_path", true),
        ("stream_idle_timeout", "0s"), ("forward_client_cert_details", "APPEND_FORWARD"),
        (
          "set_current_client_cert_details",
          EnvoyJSON.object(["subject": true, "uri": true, "dns": true])
        ),
        ("upgrade_configs", [EnvoyJSON.object(["upgrade_type": "websocket"])]),
      ])
  }

  /// Passes bytes to the application.
  static func tcp(cluster: String, statistics: String? = nil) -> YAMLNode {
    EnvoyJSON.named(
      "envoy.filters.network.tcp_proxy", "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
      [
        "stat_prefix": .string(statistics ?? cluster), "cluster": .string(cluster),
        "access_log": [EnvoyAccessLog.logger(.bytes)],
        "access_log_options": EnvoyJSON.object(["flush_access_log_on_connected": true]),
      ])
  }

  /// Serves some paths from clusters or by itself: statistics, health.
  static func manager(
    statistics prefix: String, routes: [YAMLNode], filters: [YAMLNode] = [], log: EnvoyAccessLog.Kind,
    more: [(String, YAMLNode)] = []
  ) -> YAMLNode {
    let name = "envoy.filters.network.http_connection_manager"
    var manager = EnvoyJSON.message(
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
      [
        "stat_prefix": .string(prefix), "codec_type": "AUTO",
        "route_config": EnvoyJSON.object([
          "name": .string(prefix), "validate_clusters": false,
          "virtual_hosts": [
            EnvoyJSON.object(["name": "backend", "domains": ["*"], "routes": .sequence(routes)])
          ],
        ]),
        "http_filters": .sequence(
          filters + [
            EnvoyJSON.named("envoy.filters.http.router", "envoy.extensions.filters.http.router.v3.Router")
          ]), "access_log": [EnvoyAccessLog.logger(log)],
      ])
    for (key, value) in more { manager[key] = value }
    return EnvoyJSON.object(["name": .string(name), "typed_config": manager])
  }
}
