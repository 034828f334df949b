public import SourceText

/// Where a job's targets come from: one entry of `…_sd_configs`, or all of `static_configs`.
public enum DiscoveryConfiguration: Hashable, Sendable {
  /// Targets that stand in the configuration.
  case statics([StaticGroup])
  /// Objects of Kubernetes.
  case kubernetes(KubernetesDiscoveryConfiguration)
  /// Files with targets.
  case files(FileDiscoveryConfiguration)
  /// A URL that answers with targets.
  case http(HTTPDiscoveryConfiguration)
  /// Services of Consul.
  case consul(ConsulDiscoveryConfiguration)

  /// Replaces relative paths of files by paths from the directory.
  mutating func resolvePaths(from directory: String) {
    switch self {
    case .statics: break
    case .kubernetes(var configuration):
      configuration.client.resolvePaths(from: directory)
      configuration.kubeconfigFile = configuration.kubeconfigFile.map { FilePath.join(directory, $0) }
      self = .kubernetes(configuration)
    case .files(var configuration):
      configuration.patterns = configuration.patterns.map { FilePath.join(directory, $0) }
      self = .files(configuration)
    case .http(var configuration):
      configuration.client.resolvePaths(from: directory)
      self = .http(configuration)
    case .consul(var configuration):
      configuration.client.resolvePaths(from: directory)
      self = .consul(configuration)
    }
  }
}

/// Targets with labels that they share.
///
/// Source: prometheus/prometheus discovery/targetgroup/targetgroup.go `Group`, 3.5.
public struct StaticGroup: Hashable, Sendable {
  /// The addresses.
  public var targets: [String]
  /// The labels.
  public var labels: Labels

  /// Groups targets.
  public init(targets: [String], labels: Labels = Labels()) {
    self.targets = targets
    self.labels = labels
  }
}

/// Discovery through an API server of Kubernetes.
///
/// Source: prometheus/prometheus discovery/kubernetes/kubernetes.go `SDConfig`, 3.5.
public struct KubernetesDiscoveryConfiguration: Hashable, Sendable {
  /// What is discovered.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// A target a container port.
    case pod
    /// A target a port of a Service.
    case service
    /// A target an address and port of Endpoints.
    case endpoints
    /// A target an address and port of an EndpointSlice.
    case endpointslice
    /// A target a node.
    case node
    /// A target a path of an Ingress.
    case ingress
  }

  /// Which objects of a role the API server is asked for.
  public struct Selector: Hashable, Sendable {
    /// The role.
    public var role: Role
    /// A label selector as the API server reads it.
    public var label: String
    /// A field selector as the API server reads it.
    public var field: String

    /// Selects objects of a role.
    public init(role: Role, label: String = "", field: String = "") {
      self.role = role
      self.label = label
      self.field = field
    }
  }

  /// What is discovered.
  public var role: Role
  /// The API server's URL; nil for that of the cluster in which Prometheus runs.
  public var apiServer: String?
  /// The path of a kubeconfig file.
  public var kubeconfigFile: String?
  /// The namespaces that are looked into; empty for all, if ``ownNamespace`` is false, too.
  public var namespaces: [String] = []
  /// Whether Prometheus' own namespace is looked into.
  public var ownNamespace = false
  /// Which objects are asked for, by role.
  public var selectors: [Selector] = []
  /// What is attached to targets.
  public var attaching = AttachedMetadata()
  /// How the API server is spoken to.
  public var client = HTTPClientConfiguration()

  /// Discovers a role in all namespaces.
  public init(role: Role) { self.role = role }
}

/// Discovery from files.
///
/// Source: prometheus/prometheus discovery/file/file.go `SDConfig`, 3.5.
public struct FileDiscoveryConfiguration: Hashable, Sendable {
  /// Paths, with `*` in the last part.
  public var patterns: [String]
  /// How often the files are read, whether they change or not.
  public var refreshInterval = ScrapeDuration.seconds(300)

  /// Names files.
  public init(patterns: [String]) { self.patterns = patterns }
}

/// Discovery from a URL.
///
/// Source: prometheus/prometheus discovery/http/http.go `SDConfig`, 3.5.
public struct HTTPDiscoveryConfiguration: Hashable, Sendable {
  /// The URL.
  public var url: String
  /// How often it is asked.
  public var refreshInterval = ScrapeDuration.seconds(60)
  /// How it is asked.
  public var client = HTTPClientConfiguration()

  /// Names a URL.
  public init(url: String) { self.url = url }
}

/// Discovery from Consul's catalogue.
///
/// Source: prometheus/prometheus discovery/consul/consul.go `SDConfig`, 3.5.
public struct ConsulDiscoveryConfiguration: Hashable, Sendable {
  /// The server's address.
  public var server = "localhost:8500"
  /// What stands before the paths of its API.
  public var pathPrefix = ""
  /// The token that is sent.
  public var token = ""
  /// The data centre; empty for the server's own.
  public var datacenter = ""
  /// The namespace.
  public var namespace = ""
  /// The partition.
  public var partition = ""
  /// What stands between tags in `__meta_consul_tags`.
  public var tagSeparator = ","
  /// The scheme of the server's URL.
  public var scheme = "http"
  /// Whether answers may be stale.
  public var allowStale = true
  /// How long to wait between two questions.
  public var refreshInterval = ScrapeDuration.seconds(30)
  /// The services; empty for all.
  public var services: [String] = []
  /// The tags that a service must have.
  public var tags: [String] = []
  /// The metadata that a node must have.
  public var nodeMetadata: [String: String] = [:]
  /// A filter of the catalogue.
  public var filter = ""
  /// A filter of health checks.
  public var healthFilter = ""
  /// How the server is spoken to.
  public var client = HTTPClientConfiguration()

  /// Discovers all services of a local agent.
  public init() {}
}
