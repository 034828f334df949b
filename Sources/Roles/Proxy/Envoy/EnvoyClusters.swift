import Contract
import MeshModel
import SourceText

/// Whom Envoy dials: the application behind each captured port, its own admin interface, the agent.
///
/// Source: istio/istio `pilot/pkg/networking/core/cluster_builder.go`, `buildInboundCluster`,
/// `buildInboundPassthroughCluster`, 1.30.3. Istio's passthrough cluster dials the original destination, which here is
/// a fixed address for each port.
struct EnvoyClusters {
  let configuration: ProxyConfiguration
  let version: IstioVersion

  /// The admin interface, behind 15090.
  static let statistics = "prometheus_stats"
  /// The agent, behind the secure port for merged metrics.
  static let agent = "agent"

  /// The cluster of a captured port.
  static func name(of port: InboundListener) -> String { "inbound|\(port.listener.endpoint.port)||" }

  /// All of them.
  var all: [YAMLNode] {
    var clusters = configuration.inbound.map { port in
      cluster(
        Self.name(of: port), port.upstream, timeout: "10s", source: sourceAddress,
        followsDownstream: port.portProtocol == .auto)
    }
    if let admin = configuration.admin.first {
      clusters.append(cluster(Self.statistics, admin.endpoint, timeout: "0.250s"))
    }
    if let agent = configuration.secureMetrics.compactMap(\.agent).first {
      clusters.append(cluster(Self.agent, agent, timeout: "0.250s"))
    }
    return clusters + [controlPlane]
  }

  /// The address from which the application is dialled.
  private var sourceAddress: IPAddress? { version.exhibits(.dialsPodIP) ? IPAddress(127, 0, 0, 6) : nil }

  private func cluster(
    _ name: String, _ endpoint: Endpoint, timeout: String, source: IPAddress? = nil,
    followsDownstream: Bool = false
  ) -> YAMLNode {
    EnvoyJSON.object([
      "name": .string(name), "alt_stat_name": "\(name);", "type": "STATIC",
      "connect_timeout": .string(timeout),
      "load_assignment": EnvoyJSON.object([
        "cluster_name": .string(name), "endpoints": [endpoints(EnvoyJSON.address(endpoint))],
      ]),
      "upstream_bind_config": source.map {
        EnvoyJSON.object([
          "source_address": EnvoyJSON.object(["address": .string($0.description), "port_value": 0])
        ])
      },
      "typed_extension_protocol_options": followsDownstream
        ? options("use_downstream_protocol_config", EnvoyJSON.object(["http2_protocol_options": .mapping([])]))
        : nil,
    ])
  }

  private func endpoints(_ address: YAMLNode) -> YAMLNode {
    EnvoyJSON.object([
      "lb_endpoints": [EnvoyJSON.object(["endpoint": EnvoyJSON.object(["address": address])])]
    ])
  }

  private func options(_ name: String, _ value: YAMLNode) -> YAMLNode {
    let type = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    return .mapping([
      (type, .mapping([("@type", .string("type.googleapis.com/\(type)")), (name, value)]))
    ])
  }

  /// The control plane, which nobody dials here: its statistics are on Istio's inclusion list.
  private var controlPlane: YAMLNode {
    let folder = configuration.engine?.folder ?? "."
    return EnvoyJSON.object([
      "name": "xds-grpc", "alt_stat_name": "xds-grpc;", "type": "STATIC", "connect_timeout": "1s",
      "load_assignment": EnvoyJSON.object([
        "cluster_name": "xds-grpc",
        "endpoints": [endpoints(EnvoyJSON.object(["pipe": EnvoyJSON.object(["path": "\(folder)/XDS"])]))],
      ]),
      "typed_extension_protocol_options": options(
        "explicit_http_config", EnvoyJSON.object(["http2_protocol_options": .mapping([])])),
    ])
  }
}
