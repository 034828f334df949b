import Contract
import MeshModel
import SourceText

/// What Envoy is started with: admin, statistics, health and clusters; the captured ports come from a file of their own.
///
/// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json` and `pkg/bootstrap/config.go`, 1.30.3.
struct EnvoyBootstrap {
  let configuration: ProxyConfiguration
  let version: IstioVersion

  /// The bootstrap, which reads its listeners from `listeners`, in the folder `watched`.
  func bootstrap(listeners: String, watched: String) -> YAMLNode {
    EnvoyJSON.object([
      "node": EnvoyJSON.object([
        "id": .string("sidecar~\(address)~\(configuration.pod.name).\(configuration.pod.namespace)~"),
        "cluster": .string(configuration.workload["destination_canonical_service"] ?? configuration.pod.name),
      ]),
      "layered_runtime": EnvoyJSON.object([
        "layers": [EnvoyJSON.object(["name": "admin", "admin_layer": .mapping([])])]
      ]),
      "stats_config": EnvoyStatistics(version: version).configuration,
      "admin": configuration.admin.first.map {
        EnvoyJSON.object(["address": EnvoyJSON.address($0.endpoint)])
      },
      "dynamic_resources": EnvoyJSON.object([
        "lds_config": EnvoyJSON.object([
          "resource_api_version": "V3",
          "path_config_source": EnvoyJSON.object([
            "path": .string(listeners), "watched_directory": EnvoyJSON.object(["path": .string(watched)]),
          ]),
        ])
      ]),
      "static_resources": EnvoyJSON.object([
        "clusters": .sequence(EnvoyClusters(configuration: configuration, version: version).all),
        "listeners": .sequence(
          configuration.statistics.map(statistics) + configuration.health.map(health)),
      ]),
    ])
  }

  private var address: String {
    configuration.inbound.first?.listener.endpoint.address.description
      ?? configuration.statistics.first?.endpoint.address.description ?? ""
  }

  /// 15090.
  private func statistics(_ listener: Listener) -> YAMLNode {
    var route = Self.route(prefix: "/stats/prometheus", to: EnvoyClusters.statistics)
    if configuration.fault == .wrongAnswer {
      route["route"] = nil
      route["direct_response"] = EnvoyJSON.object([
        "status": 200, "body": EnvoyJSON.object(["inline_string": "meshscrape_wrong_answer{} 1\n"]),
      ])
    }
    return plain(
      listener,
      EnvoyFilters.manager(
        statistics: "stats", routes: [route],
        filters: version.exhibits(.compressesStatistics) ? EnvoyStatistics.compressors : [], log: .metrics))
  }

  /// 15021. Istio's asks the agent, which answers the same once Envoy is up.
  private func health(_ listener: Listener) -> YAMLNode {
    plain(
      listener,
      EnvoyFilters.manager(
        statistics: "agent",
        routes: [
          EnvoyJSON.object([
            "match": EnvoyJSON.object(["prefix": "/healthz/ready"]),
            "direct_response": EnvoyJSON.object(["status": 200]),
          ])
        ], log: .health))
  }

  private func plain(_ listener: Listener, _ manager: YAMLNode) -> YAMLNode {
    EnvoyJSON.object([
      "name": "\(listener.endpoint.address)_\(Int(listener.endpoint.port))",
      "address": EnvoyJSON.address(listener.endpoint), "ignore_global_conn_limit": true,
      "filter_chains": [EnvoyJSON.object(["filters": [manager]])],
    ])
  }

  /// A route to a cluster.
  static func route(prefix: String, to cluster: String) -> YAMLNode {
    EnvoyJSON.object([
      "match": EnvoyJSON.object(["prefix": .string(prefix)]),
      "route": EnvoyJSON.object(["cluster": .string(cluster)]),
    ])
  }
}
