public import KubernetesModel
public import SourceText

/// What an install flavour and a user's additions come to: the configuration that Prometheus reads.
public struct Installation: Sendable {
  /// What is asked for.
  public struct Request: Sendable {
    /// The flavour: a name, an alias, or `name@version`.
    public var flavour: String
    /// The version of Prometheus; the flavour's own if nil.
    public var version: String?
    /// The name of the Helm release.
    public var release: String
    /// The namespace into which is installed.
    public var namespace: String
    /// The chart's values, as a user writes them in values.yaml.
    public var values: YAMLNode?
    /// Jobs as prometheus.yml has them, added the way the flavour lets one add jobs.
    public var scrapeConfigs: [YAMLNode]
    /// Monitors: PodMonitor, ServiceMonitor, Probe and ScrapeConfig manifests, with the Secrets and ConfigMaps
    /// that they refer to.
    public var monitors: [YAMLNode]
    /// The namespaces that there are, by whose labels monitors can be selected.
    public var namespaces: [Namespace]
    /// The behaviour of Prometheus that is deliberately wrong; nil for none.
    public var mutation: PrometheusBehaviour?
    /// The behaviour of the operator that is deliberately wrong; nil for none.
    public var operatorMutation: OperatorBehaviour?

    /// Asks for an installation.
    public init(
      flavour: String, version: String? = nil, release: String = "prometheus", namespace: String = "monitoring",
      values: YAMLNode? = nil, scrapeConfigs: [YAMLNode] = [], monitors: [YAMLNode] = [],
      namespaces: [Namespace] = [], mutation: PrometheusBehaviour? = nil,
      operatorMutation: OperatorBehaviour? = nil
    ) {
      self.flavour = flavour
      self.version = version
      self.release = release
      self.namespace = namespace
      self.values = values
      self.scrapeConfigs = scrapeConfigs
      self.monitors = monitors
      self.namespaces = namespaces
      self.mutation = mutation
      self.operatorMutation = operatorMutation
    }
  }

  /// The flavour.
  public var flavour: Flavour
  /// The whole prometheus.yml, its jobs in the order in which the real thing writes them. How to reach the API
  /// server is not in it.
  public var configuration: YAMLNode
  /// The Prometheus that runs.
  public var prometheusVersion: PrometheusVersion
  /// The namespace in which it runs.
  public var namespace: String
  /// What became of each monitor, first the user's in their order, then the flavour's own.
  public var monitors: [MonitorOutcome]
  /// Files that the operator mounts for the configuration, content by path.
  public var files: [String: String]
  /// Whether pods that carry `prometheus.io/scrape: "true"` are scraped.
  public var honoursAnnotations: Bool
  /// What is worth saying although nothing is wrong.
  public var warnings: [Diagnostic]

  /// Works out an installation; everything that is wrong is thrown together.
  public static func resolve(_ request: Request) throws(Diagnostics) -> Installation {
    var installation = try Resolver(request: request).installation()
    if let mutation = request.mutation {
      installation.prometheusVersion = installation.prometheusVersion.mutated(by: mutation)
    }
    return installation
  }
}
