import MeshModel
import SourceText

/// Which of Envoy's statistics there are, and what becomes labels.
///
/// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json` (the tags) and `pkg/bootstrap/config.go` (the
/// inclusion list, `EnvoyMetricsStatsCompression`), 1.30.3.
struct EnvoyStatistics {
  let version: IstioVersion

  /// The bootstrap's `stats_config`.
  var configuration: YAMLNode {
    let prefixes = ["reporter=", "cluster_manager", "listener_manager", "server", "cluster.xds-grpc", "wasm"]
    // Since 1.12, for draining.
    let connections = version.exhibits(.tellsListenerConnections) ? ["downstream_cx_active"] : []
    let suffixes = ["rbac.allowed", "rbac.denied", "shadow_allowed", "shadow_denied"] + connections
    let patterns =
      prefixes.map { EnvoyJSON.object(["prefix": .string($0)]) }
      + suffixes.map { EnvoyJSON.object(["suffix": .string($0)]) } + [
        EnvoyJSON.object(["safe_regex": EnvoyJSON.object(["regex": #"vhost\..*\.route\..*"#])]),
        EnvoyJSON.object(["prefix": "component"]), EnvoyJSON.object(["prefix": "istio"]),
      ]
    return EnvoyJSON.object([
      "use_all_default_tags": false,
      "stats_tags": .sequence(
        Self.tags.map { name, regex in
          EnvoyJSON.object(["tag_name": .string(name), "regex": .string(regex)])
        }),
      "stats_matcher": EnvoyJSON.object([
        "inclusion_list": EnvoyJSON.object(["patterns": .sequence(patterns)])
      ]),
    ])
  }

  private static let tags = [
    ("cluster_name", #"^cluster(\.(.+);)"#),
    ("http_conn_manager_prefix", #"^http\.(((?:[_.[:digit:]\w]*|[_\[\]aAbBcCdDeEfF[:digit:]\w\:]*));\.)"#),
    ("thread_name", #"^server(\.(.+))\.watchdog"#), ("tcp_prefix", #"^tcp\.((.*?)\.)\w+?$"#),
    ("response_code", #"_rq(_(\d{3}))$"#), ("response_code_class", #"_rq(_(\dxx))$"#),
    (
      "http_conn_manager_listener_prefix",
      #"^listener(?=\.).*?\.http\.(((?:[_.[:digit:]]*|[_\[\]aAbBcCdDeEfF[:digit:]]*))\.)"#
    ), ("listener_address", #"^listener\.(((?:[_.[:digit:]]*|[_\[\]aAbBcCdDeEfF[:digit:]]*))\.)"#),
    ("authz_enforce_result", #"rbac(\.(allowed|denied))"#),
    ("authz_dry_run_action", #"(\.istio_dry_run_(allow|deny)_)"#),
    ("authz_dry_run_result", #"(\.shadow_(allowed|denied))"#),
  ]

  /// What compresses `/stats/prometheus`, the best first.
  static let compressors = [
    compressor("brotli", "Brotli"), compressor("zstd", "Zstd"), compressor("gzip", "Gzip"),
  ]

  private static func compressor(_ name: String, _ type: String) -> YAMLNode {
    EnvoyJSON.named(
      "envoy.filters.http.compressor.\(name)", "envoy.extensions.filters.http.compressor.v3.Compressor",
      [
        "compressor_library": EnvoyJSON.named(
          "stats_\(name)", "envoy.extensions.compression.\(name).compressor.v3.\(type)"),
        "response_direction_config": EnvoyJSON.object([
          "common_config": EnvoyJSON.object([
            "content_type": [
              "text/plain", "application/vnd.google.protobuf", "application/openmetrics-text",
              "application/openmetrics-protobuf",
            ]
          ])
        ]),
      ])
  }
}
