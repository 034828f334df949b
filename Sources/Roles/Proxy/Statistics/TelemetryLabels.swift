import Contract
import MeshModel

/// The labels of Istio's standard metrics that a connection decides, as the destination reports them.
///
/// Source: istio/proxy `source/extensions/filters/http/istio_stats/istio_stats.cc`, `populatePeerInfo`, 1.29;
/// later part of Envoy itself. Nothing is known of a client without a sidecar but what its certificate says.
struct TelemetryLabels: Hashable, Sendable {
  /// In the order in which they are written.
  let pairs: [Pair]
  /// Whether both ends have a SPIFFE ID.
  let isMutual: Bool

  struct Pair: Hashable, Sendable {
    var name: String
    var value: String
  }

  init(_ configuration: ProxyConfiguration, isPassthrough: Bool, peer: PeerIdentity?, version: IstioVersion) {
    let workload = configuration.workload
    func destination(_ name: String) -> String { workload["destination_\(name)"] ?? "unknown" }
    let proven = peer?.spiffeID
    isMutual = (proven != nil) == version.exhibits(.tellsSecurity)
    let source = version.exhibits(.namesPrincipal) ? proven : nil
    let client = version.exhibits(.unknownSource) ? "unknown" : "prometheus"
    let canonical = destination("canonical_service")
    var pairs = [
      Pair(name: "reporter", value: "destination"), Pair(name: "source_workload", value: client),
      Pair(name: "source_canonical_service", value: "unknown"),
      Pair(name: "source_canonical_revision", value: "latest"),
      Pair(name: "source_workload_namespace", value: source.flatMap(Self.namespace) ?? "unknown"),
      Pair(name: "source_principal", value: source ?? "unknown"), Pair(name: "source_app", value: "unknown"),
      Pair(name: "source_version", value: "unknown"), Pair(name: "source_cluster", value: "unknown"),
    ]
    let isUnnamed = isPassthrough && version.exhibits(.namesPassthrough)
    let service = isUnnamed ? canonical : destination("service")
    let serviceName = isUnnamed ? "InboundPassthroughCluster" : destination("service_name")
    pairs += [
      Pair(name: "destination_workload", value: destination("workload")),
      Pair(name: "destination_workload_namespace", value: destination("workload_namespace")),
      Pair(name: "destination_principal", value: proven != nil ? configuration.identity.spiffeID : "unknown"),
      Pair(name: "destination_app", value: destination("app")),
      Pair(name: "destination_version", value: destination("version")),
      Pair(name: "destination_service", value: service),
      Pair(name: "destination_canonical_service", value: canonical),
      Pair(name: "destination_canonical_revision", value: destination("canonical_revision")),
      Pair(name: "destination_service_name", value: serviceName),
      Pair(name: "destination_service_namespace", value: destination("service_namespace")),
      Pair(name: "destination_cluster", value: destination("cluster")),
    ]
    self.pairs = pairs
  }

  /// The namespace in `spiffe://domain/ns/NAMESPACE/sa/ACCOUNT`.
  private static func namespace(of spiffeID: String) -> String? {
    let parts = spiffeID.split(separator: "/")
    guard let mark = parts.firstIndex(of: "ns"), mark + 1 < parts.count else { return nil }
    return String(parts[mark + 1])
  }

  var policy: Pair { Pair(name: "connection_security_policy", value: isMutual ? "mutual_tls" : "none") }
}

/// The series of requests with one set of labels.
struct HTTPSeries: Hashable, Sendable {
  let labels: [TelemetryLabels.Pair]

  init(_ labels: TelemetryLabels, status: Int, flags: String) {
    self.labels =
      labels.pairs + [
        .init(name: "request_protocol", value: "http"), .init(name: "response_code", value: "\(status)"),
        .init(name: "grpc_response_status", value: ""), .init(name: "response_flags", value: flags),
        labels.policy,
      ]
  }
}

/// The series of TCP connections with one set of labels.
struct TCPSeries: Hashable, Sendable {
  let labels: [TelemetryLabels.Pair]

  init(_ labels: TelemetryLabels, flags: String) {
    self.labels =
      labels.pairs + [
        .init(name: "request_protocol", value: "tcp"), .init(name: "response_flags", value: flags),
        labels.policy,
      ]
  }
}
