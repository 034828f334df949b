/// `pilot-agent` of one pod: its status server with the merged metrics.
public struct AgentConfiguration: Sendable, Codable, Equatable {
  /// The pod that the agent belongs to.
  public var pod: PodReference
  /// Istio's version, `1.30.3`; decides version-keyed behaviour.
  public var version: String
  /// The environment that Istio's agent reads (`ISTIO_PROMETHEUS_ANNOTATIONS`, `ENVOY_PROMETHEUS_PORT`, …).
  public var environment: [String: String]
  /// The status port (15020), on the pod IP and on lo.
  public var status: [Listener]
  /// What `localhost` means in this pod: its lo plane.
  public var localhost: IPAddress
  /// Where the pod's own ports are that Istio's agent probes at the pod IP.
  public var ownPorts: [Endpoint]
  /// What makes it Consul's merging server; nil for Istio's agent. ``status`` is then where it listens (20100).
  public var consul: ConsulMerging?
  /// A fault to play.
  public var fault: Fault?

  /// Configures an agent.
  public init(
    pod: PodReference, version: String, environment: [String: String], status: [Listener], localhost: IPAddress,
    ownPorts: [Endpoint] = [], consul: ConsulMerging? = nil, fault: Fault? = nil
  ) {
    self.pod = pod
    self.version = version
    self.environment = environment
    self.status = status
    self.localhost = localhost
    self.ownPorts = ownPorts
    self.consul = consul
    self.fault = fault
  }
}
