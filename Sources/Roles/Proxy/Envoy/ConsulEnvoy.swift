import Contract
import MeshModel
import SourceText

/// Envoy as Consul configures it: the listener for Prometheus in the bootstrap, the public listener from a file.
///
/// Source: hashicorp/consul-dataplane `internal/bootstrap/bootstrap_tpl.go` and `bootstrap_config.go`, 2.0.1;
/// hashicorp/consul `agent/xds/listeners.go`, `agent/xds/rbac.go`, 1.16. Consul has one public listener, to which
/// iptables redirect; here each redirected port of the pod IP is a listener of its own with the same chain.
struct ConsulEnvoy {
  let configuration: ProxyConfiguration
  let consul: ConsulSidecar

  private static let service = "local_app"
  private static let metrics = "prometheus_backend"

  /// The bootstrap.
  func bootstrap(listeners: String, watched: String) -> YAMLNode {
    EnvoyJSON.object([
      "node": EnvoyJSON.object([
        "id": .string("\(configuration.pod.name)-\(consul.service)-sidecar-proxy"),
        "cluster": .string(consul.service),
      ]),
      "layered_runtime": EnvoyJSON.object([
        "layers": [
          EnvoyJSON.object([
            "name": "base", "static_layer": EnvoyJSON.object(["re2.max_program_size.error_level": 1_048_576]),
          ])
        ]
      ]),
      "stats_config": EnvoyJSON.object(["stats_tags": .sequence(tags), "use_all_default_tags": true]),
      "admin": configuration.admin.first.map { EnvoyJSON.object(["address": EnvoyJSON.address($0.endpoint)]) },
      "dynamic_resources": EnvoyJSON.object([
        "lds_config": EnvoyJSON.object([
          "resource_api_version": "V3",
          "path_config_source": EnvoyJSON.object([
            "path": .string(listeners), "watched_directory": EnvoyJSON.object(["path": .string(watched)]),
          ]),
        ])
      ]),
      "static_resources": EnvoyJSON.object([
        "clusters": .sequence(
          [
            upstream.map { cluster(Self.service, $0) },
            consul.metrics.map { cluster(Self.metrics, $0.backend) },
          ]
          .compactMap { $0 }),
        "listeners": .sequence(
          (consul.metrics.map { metrics in metrics.listeners.map { scraped($0, metrics) } } ?? [])
            + configuration.health.map(ready)),
      ]),
    ])
  }

  private var upstream: Endpoint? { configuration.inbound.first?.upstream }

  /// Tags with a fixed value. Those that expressions take from names of clusters of other services are left out: there
  /// are none.
  private var tags: [YAMLNode] {
    [
      ("local_cluster", consul.service), ("consul.source.service", consul.service),
      ("consul.source.namespace", "default"), ("consul.source.partition", "default"),
      ("consul.source.datacenter", consul.datacenter),
    ].map { name, value in EnvoyJSON.object(["tag_name": .string(name), "fixed_value": .string(value)]) }
  }

  private func cluster(_ name: String, _ endpoint: Endpoint) -> YAMLNode {
    EnvoyJSON.object([
      "name": .string(name), "type": "STATIC", "connect_timeout": "5s",
      "load_assignment": EnvoyJSON.object([
        "cluster_name": .string(name),
        "endpoints": [
          EnvoyJSON.object([
            "lb_endpoints": [
              EnvoyJSON.object(["endpoint": EnvoyJSON.object(["address": EnvoyJSON.address(endpoint)])])
            ]
          ])
        ],
      ]),
    ])
  }

  // MARK: Prometheus

  private func scraped(_ listener: Listener, _ metrics: ConsulMetricsListener) -> YAMLNode {
    let found = EnvoyJSON.object([
      "match": EnvoyJSON.object(["path": .string(metrics.path)]),
      "route": EnvoyJSON.object(["cluster": .string(Self.metrics), "prefix_rewrite": "/stats/prometheus"]),
    ])
    let missing = EnvoyJSON.object([
      "match": EnvoyJSON.object(["prefix": "/"]), "direct_response": EnvoyJSON.object(["status": 404]),
    ])
    let wrong = EnvoyJSON.object([
      "match": EnvoyJSON.object(["prefix": "/"]),
      "direct_response": EnvoyJSON.object([
        "status": 200, "body": EnvoyJSON.object(["inline_string": "meshscrape_wrong_answer{} 1\n"]),
      ]),
    ])
    return plain(
      listener, "envoy_prometheus_metrics_listener",
      EnvoyFilters.manager(
        statistics: "envoy_prometheus_metrics",
        routes: configuration.fault == .wrongAnswer ? [wrong] : [found, missing], log: .metrics,
        more: [("codec_type", "HTTP1")]), tls: metrics.tls.map { EnvoyTransport.server($0) })
  }

  /// Consul's own is there where the pod asks for it; this one is for the harness, on the pod's localhost.
  private func ready(_ listener: Listener) -> YAMLNode {
    plain(
      listener, "envoy_ready_listener",
      EnvoyFilters.manager(
        statistics: "envoy_ready",
        routes: [
          EnvoyJSON.object([
            "match": EnvoyJSON.object(["prefix": "/"]), "direct_response": EnvoyJSON.object(["status": 200]),
          ])
        ], log: .health))
  }

  private func plain(_ listener: Listener, _ name: String, _ manager: YAMLNode, tls: YAMLNode? = nil)
    -> YAMLNode
  {
    EnvoyJSON.object([
      "name": .string("\(name):\(listener.endpoint)"), "address": EnvoyJSON.address(listener.endpoint),
      "filter_chains": [EnvoyJSON.object(["filters": [manager], "transport_socket": tls])],
    ])
  }

  // MARK: The public listener

  /// The listeners.
  var resources: [YAMLNode] { configuration.inbound.map(inbound) }

  private func inbound(_ port: InboundListener) -> YAMLNode {
    let isPermissive = consul.permissivePort == port.listener.endpoint.port
    let bytes = EnvoyFilters.tcp(cluster: Self.service, statistics: "public_listener")
    let chain =
      isPermissive
      ? EnvoyJSON.object([
        "name": .string(EnvoyAccessLog.chainName(.plaintextTCP, 0)), "filters": [bytes],
      ])
      : EnvoyJSON.object([
        "name": .string(EnvoyAccessLog.chainName(.mutualTLSTCP, 0)),
        "transport_socket": EnvoyTransport(identity: configuration.identity).metrics,
        "filters": [intentions, bytes],
      ])
    return EnvoyJSON.message(
      "envoy.config.listener.v3.Listener",
      [
        "name": .string("public_listener:\(port.listener.endpoint)"),
        "address": EnvoyJSON.address(port.listener.endpoint), "traffic_direction": "INBOUND",
        "filter_chains": [chain],
        // For the access log alone, which then tells TLS from plaintext: no chain asks for it.
        "listener_filters": isPermissive ? nil : [EnvoyListeners.tlsInspector],
        "listener_filters_timeout": "0s", "continue_on_listener_filters_timeout": true,
        "access_log": [EnvoyAccessLog.logger(.connections)],
      ])
  }

  private var intentions: YAMLNode {
    let policy = EnvoyJSON.object([
      "permissions": [EnvoyJSON.object(["any": true])],
      "principals": .sequence(consul.rules.principals.map(principal)),
    ])
    return EnvoyJSON.named(
      "envoy.filters.network.rbac", "envoy.extensions.filters.network.rbac.v3.RBAC",
      [
        "stat_prefix": "connect_authz",
        "rules": EnvoyJSON.object([
          "action": consul.rules.allows ? "ALLOW" : "DENY",
          "policies": consul.rules.principals.isEmpty
            ? nil : EnvoyJSON.object(["consul-intentions-layer4": policy]),
        ]),
      ])
  }

  private func principal(_ principal: ConsulPrincipal) -> YAMLNode {
    let named = Self.authenticated(principal.source)
    guard !principal.except.isEmpty else { return named }
    let others = principal.except.map { EnvoyJSON.object(["not_id": Self.authenticated($0)]) }
    return EnvoyJSON.object(["and_ids": EnvoyJSON.object(["ids": .sequence([named] + others)])])
  }

  private static func authenticated(_ service: String) -> YAMLNode {
    let name = service == "*" ? "[^/]+" : service
    return EnvoyJSON.object([
      "authenticated": EnvoyJSON.object([
        "principal_name": EnvoyJSON.object([
          "safe_regex": EnvoyJSON.object([
            "regex": .string("^spiffe://[^/]+/ns/default/dc/[^/]+/svc/\(name)$")
          ])
        ])
      ])
    ])
  }
}
