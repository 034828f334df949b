/// The sidecar proxy of one pod: Envoy as Istio configures it.
public struct ProxyConfiguration: Sendable, Codable, Equatable {
  /// The pod that the proxy belongs to.
  public var pod: PodReference
  /// Istio's version, `1.30.3`; decides version-keyed behaviour.
  public var version: String
  /// The workload's certificate, key and trust.
  public var identity: WorkloadIdentity
  /// The captured ports of the pod IP.
  public var inbound: [InboundListener]
  /// Where `/stats/prometheus` is served over plain HTTP (15090), on the pod IP (behind the captured port, if it is) and on lo.
  public var statistics: [Listener]
  /// Where `/healthz/ready` is served (15021).
  public var health: [Listener]
  /// The admin interface (15000), on lo only.
  public var admin: [Listener]
  /// Labels of the workload for Istio's own series: `destination_workload`, `destination_app`, ….
  public var workload: [String: String]
  /// The AuthorizationPolicies that apply to the workload, as JSON.
  public var authorizationPolicies: [String]
  /// Listeners with mutual TLS for metrics (Istio 1.31: `ENVOY_SECURE_METRICS_PORT`, …).
  public var secureMetrics: [SecureMetricsListener]
  /// What makes the proxy one of Consul's; nil for one of Istio's. ``version`` is then that of Consul on Kubernetes.
  public var consul: ConsulSidecar?
  /// What makes the proxy one of Linkerd's.
  public var linkerd: LinkerdSidecar?
  /// What Prometheus' own sidecar does with what the scraper dials; empty for every other proxy.
  public var outbound: [OutboundListener]
  /// The address from which it dials in turn: the scraper's.
  public var outboundSource: IPAddress?
  /// A fault to play.
  public var fault: Fault?
  /// The real Envoy that plays the proxy; nil for the built-in one. The runner fills it in.
  public var engine: ProxyEngine?

  /// Configures a proxy.
  public init(
    pod: PodReference, version: String, identity: WorkloadIdentity, inbound: [InboundListener],
    statistics: [Listener], health: [Listener] = [], admin: [Listener] = [], workload: [String: String] = [:],
    authorizationPolicies: [String] = [], secureMetrics: [SecureMetricsListener] = [],
    consul: ConsulSidecar? = nil, linkerd: LinkerdSidecar? = nil, outbound: [OutboundListener] = [],
    outboundSource: IPAddress? = nil, fault: Fault? = nil, engine: ProxyEngine? = nil
  ) {
    self.pod = pod
    self.version = version
    self.identity = identity
    self.inbound = inbound
    self.statistics = statistics
    self.health = health
    self.admin = admin
    self.workload = workload
    self.authorizationPolicies = authorizationPolicies
    self.secureMetrics = secureMetrics
    self.consul = consul
    self.linkerd = linkerd
    self.outbound = outbound
    self.outboundSource = outboundSource
    self.fault = fault
    self.engine = engine
  }
}

/// A real Envoy in the place of the built-in proxy.
public struct ProxyEngine: Sendable, Codable, Equatable {
  /// The path of the program.
  public var program: String
  /// Its version, `1.40.0`.
  public var version: String
  /// The folder for its configuration and its log; nobody else writes to it.
  public var folder: String

  /// Names an Envoy.
  public init(program: String, version: String, folder: String) {
    self.program = program
    self.version = version
    self.folder = folder
  }
}

/// A listener of the proxy that serves metrics to clients with a certificate of the mesh.
public struct SecureMetricsListener: Sendable, Codable, Equatable {
  /// The socket: on the pod IP if the port is excluded from capture, else behind the captured port.
  public var listener: Listener
  /// The agent's status port for merged metrics; nil serves the proxy's statistics alone.
  public var agent: Endpoint?

  /// Configures a listener.
  public init(listener: Listener, agent: Endpoint? = nil) {
    self.listener = listener
    self.agent = agent
  }
}

/// Mutual TLS of a workload on inbound traffic.
///
/// Source: istio/api `security/v1beta1/peer_authentication.proto`, `PeerAuthentication.MutualTLS.Mode`.
public enum MTLSMode: String, Sendable, Codable, CaseIterable {
  /// Plaintext only.
  case disable = "DISABLE"
  /// Plaintext and mutual TLS.
  case permissive = "PERMISSIVE"
  /// Mutual TLS with a client certificate only.
  case strict = "STRICT"
}

/// The protocol of an inbound port, by which Istio chooses its filter chains.
public enum PortProtocol: String, Sendable, Codable, CaseIterable {
  /// Declared HTTP by Service port name or `appProtocol`.
  case http
  /// Declared TCP (or a protocol that is handled as TCP).
  case tcp
  /// Not declared; sniffed. Also every port that no Service names.
  case auto
}

/// One captured port of a pod.
public struct InboundListener: Sendable, Codable, Equatable {
  /// The socket on the pod IP.
  public var listener: Listener
  /// Mutual TLS on the port.
  public var mode: MTLSMode
  /// The protocol of the port.
  public var portProtocol: PortProtocol
  /// Where the traffic goes: the application as seen by its own sidecar. Nobody may listen there.
  public var upstream: Endpoint
  /// Whether no Service names the port (`InboundPassthroughCluster`).
  public var isPassthrough: Bool

  /// Configures a captured port.
  public init(
    listener: Listener, mode: MTLSMode, portProtocol: PortProtocol, upstream: Endpoint, isPassthrough: Bool
  ) {
    self.listener = listener
    self.mode = mode
    self.portProtocol = portProtocol
    self.upstream = upstream
    self.isPassthrough = isPassthrough
  }
}

/// The identity of a workload, and whom it trusts. All PEM.
public struct WorkloadIdentity: Sendable, Codable, Equatable {
  /// `spiffe://cluster.local/ns/NS/sa/SA`.
  public var spiffeID: String
  /// Leaf first, then intermediates.
  public var certificateChain: String
  /// The private key.
  public var privateKey: String
  /// The roots against which peers are verified.
  public var trustedRoots: String
  /// Trust domain and aliases that a peer's SPIFFE ID may have; empty accepts any.
  public var trustDomains: [String]

  /// Makes an identity.
  public init(
    spiffeID: String, certificateChain: String, privateKey: String, trustedRoots: String, trustDomains: [String]
  ) {
    self.spiffeID = spiffeID
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    self.trustedRoots = trustedRoots
    self.trustDomains = trustDomains
  }
}
