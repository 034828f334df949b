/// The part of Istio's mesh configuration that decides what can be scraped.
///
/// Source: istio/api `mesh/v1alpha1/config.proto`, `MeshConfig`; istio/istio `pkg/config/mesh/mesh.go`,
/// `DefaultMeshConfig`, 1.30.3.
public struct MeshConfig: Sendable, Hashable, Codable {
  /// Whether the injector merges metrics; nil leaves it to the version's default.
  public var enablePrometheusMerge: Bool?
  /// The trust domain of the mesh's identities.
  public var trustDomain: String
  /// Further trust domains whose identities are accepted.
  public var trustDomainAliases: [String]
  /// The namespace whose policies hold for the whole mesh.
  public var rootNamespace: String
  /// Defaults for proxies.
  public var defaultConfig: ProxyDefaults?
  /// What becomes of traffic to where no Service is.
  public var outboundTrafficPolicy: OutboundTrafficPolicy?

  /// What becomes of traffic to where no Service is.
  ///
  /// Source: istio/api `mesh/v1alpha1/config.proto`, `MeshConfig.OutboundTrafficPolicy`.
  public struct OutboundTrafficPolicy: Sendable, Hashable, Codable {
    /// `ALLOW_ANY` or `REGISTRY_ONLY`.
    public var mode: String?

    /// Makes a policy.
    public init(mode: String? = nil) { self.mode = mode }
  }

  /// Whether a sidecar passes on what goes to where no Service is.
  public var allowsAnyOutbound: Bool { outboundTrafficPolicy?.mode != "REGISTRY_ONLY" }

  /// The part of `ProxyConfig` that matters here.
  ///
  /// Source: istio/api `mesh/v1alpha1/proxy.proto`, `ProxyConfig`.
  public struct ProxyDefaults: Sendable, Hashable, Codable {
    /// The port of the agent's status server, 15020 if absent.
    public var statusPort: UInt16?
    /// Whether applications wait for the proxy; puts the sidecar first among the containers.
    public var holdApplicationUntilProxyStarts: Bool?
    /// Environment of every sidecar.
    public var proxyMetadata: [String: String]?

    /// Makes defaults.
    public init(
      statusPort: UInt16? = nil, holdApplicationUntilProxyStarts: Bool? = nil,
      proxyMetadata: [String: String]? = nil
    ) {
      self.statusPort = statusPort
      self.holdApplicationUntilProxyStarts = holdApplicationUntilProxyStarts
      self.proxyMetadata = proxyMetadata
    }
  }

  /// Makes a configuration; what is left out has Istio's default.
  public init(
    enablePrometheusMerge: Bool? = nil, trustDomain: String = "cluster.local",
    trustDomainAliases: [String] = [],
    rootNamespace: String = "istio-system", defaultConfig: ProxyDefaults? = nil,
    outboundTrafficPolicy: OutboundTrafficPolicy? = nil
  ) {
    self.enablePrometheusMerge = enablePrometheusMerge
    self.trustDomain = trustDomain
    self.trustDomainAliases = trustDomainAliases
    self.rootNamespace = rootNamespace
    self.defaultConfig = defaultConfig
    self.outboundTrafficPolicy = outboundTrafficPolicy
  }

  /// Reads what is there; the rest has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      enablePrometheusMerge: try container.decodeIfPresent(Bool.self, forKey: .enablePrometheusMerge),
      trustDomain: try container.decodeIfPresent(String.self, forKey: .trustDomain) ?? "cluster.local",
      trustDomainAliases: try container.decodeIfPresent([String].self, forKey: .trustDomainAliases) ?? [],
      rootNamespace: try container.decodeIfPresent(String.self, forKey: .rootNamespace) ?? "istio-system",
      defaultConfig: try container.decodeIfPresent(ProxyDefaults.self, forKey: .defaultConfig),
      outboundTrafficPolicy: try container.decodeIfPresent(
        OutboundTrafficPolicy.self, forKey: .outboundTrafficPolicy))
  }

  /// The port of the agent's status server.
  public var statusPort: UInt16 { defaultConfig?.statusPort ?? 15020 }

  /// The trust domains whose identities a workload accepts, its own first.
  public var acceptedTrustDomains: [String] {
    [trustDomain] + trustDomainAliases.filter { $0 != trustDomain }
  }

  /// The SPIFFE ID of a workload.
  ///
  /// Source: istio/istio `pkg/spiffe/spiffe.go`, `genSpiffeURI`, 1.30.3.
  public func spiffeID(namespace: String, serviceAccount: String) -> String {
    "spiffe://\(trustDomain)/ns/\(namespace)/sa/\(serviceAccount)"
  }
}
