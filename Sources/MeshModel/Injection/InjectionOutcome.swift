public import KubernetesModel

/// What the injector made of a pod, and what follows from it for proxy and agent.
public struct InjectionOutcome: Sendable, Hashable {
  /// The pod as the API server stores it: with sidecar, labels and annotations, or as it was.
  public var pod: Pod
  /// What was decided.
  public var decision: Decision
  /// The environment of the sidecar container, which the agent reads.
  public var agentEnvironment: [String: String]
  /// Inbound ports that bypass the proxy.
  public var excludedInboundPorts: Set<UInt16>
  /// Inbound ports that the proxy captures, less the excluded ones.
  public var includedInboundPorts: InboundPorts
  /// Whether the annotations point at the agent because of this injection, or of an earlier one.
  public var mergesMetrics: Bool
  /// The port of the agent's status server.
  public var statusPort: UInt16
  /// The template that was used.
  public var template: InjectionTemplate
  /// The proxy's listeners for metrics over mutual TLS.
  public var secureMetricsPorts = SecureMetricsPorts()

  /// What the injector decided.
  public enum Decision: Sendable, Hashable {
    /// The pod got a sidecar, or brought one along.
    case injected
    /// The pod stays as it is, for this reason.
    case skipped(reason: String)
    /// The API server refuses the pod, with this message.
    case rejected(message: String)
  }

  /// Which inbound ports are redirected to the proxy.
  public enum InboundPorts: Sendable, Hashable {
    /// All of them (`*`).
    case all
    /// Only these.
    case only(Set<UInt16>)
  }

  /// Whether the pod has a proxy.
  public var isInjected: Bool { decision == .injected }

  /// Whether traffic to a port of the pod goes through the proxy.
  public func captures(_ port: UInt16) -> Bool {
    guard isInjected, !excludedInboundPorts.contains(port) else { return false }
    switch includedInboundPorts {
    case .all: return true
    case .only(let ports): return ports.contains(port)
    }
  }

  /// A pod that stays as it was.
  static func untouched(_ pod: Pod, _ decision: Decision, mesh: MeshConfig) -> InjectionOutcome {
    InjectionOutcome(
      pod: pod, decision: decision, agentEnvironment: [:], excludedInboundPorts: [],
      includedInboundPorts: .only([]), mergesMetrics: false, statusPort: mesh.statusPort, template: .sidecar)
  }
}

/// Ports on which a proxy serves metrics to clients with a certificate of the mesh. They are captured as any other
/// port, unless excluded.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/options/options.go`, 1.31.0-rc.0.
public struct SecureMetricsPorts: Sendable, Hashable {
  /// `ENVOY_SECURE_METRICS_PORT`: the proxy's statistics.
  public var statistics: UInt16?
  /// `ENVOY_SECURE_MERGED_METRICS_PORT`: the agent's merged metrics.
  public var merged: UInt16?

  /// Names the ports.
  public init(statistics: UInt16? = nil, merged: UInt16? = nil) {
    self.statistics = statistics
    self.merged = merged
  }

  /// Reads the ports from a sidecar's environment, where the release has them.
  init(_ environment: [String: String], version: IstioVersion) {
    func port(_ name: String) -> UInt16? {
      guard version.exhibits(.securePortAnnotation) else { return nil }
      return environment[name].flatMap(GoSyntax.port).flatMap { $0 == 0 ? nil : $0 }
    }
    self.init(
      statistics: port("ENVOY_SECURE_METRICS_PORT"), merged: port("ENVOY_SECURE_MERGED_METRICS_PORT"))
  }
}

/// The injection templates that Istio ships.
///
/// Source: istio/istio `manifests/charts/istio-control/istio-discovery/files/`, 1.30.3.
public enum InjectionTemplate: String, Sendable, Hashable, CaseIterable {
  /// A proxy beside the application, with captured traffic.
  case sidecar
  /// A gateway: the pod's own proxy, nothing captured, no application metrics merged.
  case gateway
  /// An agent without a proxy, for proxyless gRPC.
  case grpcAgent = "grpc-agent"
  /// Only the bootstrap for proxyless gRPC.
  case grpcSimple = "grpc-simple"

  /// Whether the sidecar container runs Envoy.
  public var hasProxy: Bool { self == .sidecar || self == .gateway }

  /// Whether the sidecar container runs the agent.
  public var hasAgent: Bool { self != .grpcSimple }
}
