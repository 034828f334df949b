public import KubernetesModel
public import SourceText

/// A scenario file, or one cell of its matrix: what is installed, what runs, and what a Prometheus then has.
public struct Scenario: Sendable {
  /// The file as it was named.
  public var path: String
  /// The matrix cell: `mode=STRICT,version=1.30`; nil without a matrix.
  public var cell: String?
  /// The claim, in one sentence.
  public var title: String
  /// A few sentences for a reader.
  public var about: String
  /// Where the behaviour is taken from.
  public var sources: [String]
  /// Words to choose scenarios by.
  public var tags: [String]
  /// The ids of the behaviours of the ledger that the scenario is there to notice.
  public var behaviours: [String]
  /// The id of the behaviour that is deliberately wrong in it; nil for none.
  public internal(set) var mutation: String?
  /// What holds: at first, and after each step.
  public var states: [State]
  /// The text of the file, to show lines of.
  public var sourceText: String
  /// The file's content for this cell, before steps and manifests.
  public var node: YAMLNode

  /// Makes a scenario.
  public init(
    path: String, cell: String? = nil, title: String, about: String = "", sources: [String] = [],
    tags: [String] = [], behaviours: [String] = [], states: [State], sourceText: String = "",
    node: YAMLNode = .mapping([])
  ) {
    self.path = path
    self.cell = cell
    self.title = title
    self.about = about
    self.sources = sources
    self.tags = tags
    self.behaviours = behaviours
    self.states = states
    self.sourceText = sourceText
    self.node = node
  }

  /// The path, and the cell in brackets if there is one.
  public var name: String { cell.map { "\(path) [\($0)]" } ?? path }
}

/// What holds from one moment to the next step.
public struct State: Sendable {
  /// The step's name; nil for the first state.
  public var name: String?
  /// The mesh.
  public var mesh: Mesh
  /// How Prometheus was installed.
  public var prometheus: PrometheusInstall
  /// Every namespace that something lives in, with its labels.
  public var namespaces: [Namespace]
  /// The pods before injection.
  public var pods: [PodTemplate]
  /// The Services.
  public var services: [Service]
  /// Which connections the cluster's network lets through.
  public var networkPolicies: [NetworkPolicy] = []
  /// What must hold.
  public var expectations: [Expectation]
  /// Objects of the manifests that are none of the above.
  public var kubernetes: [YAMLNode]
  /// Faults by kind of role: `proxy: hang`.
  public var faults: [String: String]
  /// The Consul server, where there is one.
  public var consul: ConsulServer?
  /// Whether the Kubernetes API server is there.
  public var hasAPIServer = true

  /// Makes a state.
  public init(
    name: String? = nil, mesh: Mesh, prometheus: PrometheusInstall, namespaces: [Namespace] = [],
    pods: [PodTemplate] = [], services: [Service] = [], expectations: [Expectation] = [],
    kubernetes: [YAMLNode] = [], faults: [String: String] = [:], consul: ConsulServer? = nil
  ) {
    self.name = name
    self.mesh = mesh
    self.prometheus = prometheus
    self.namespaces = namespaces
    self.pods = pods
    self.services = services
    self.expectations = expectations
    self.kubernetes = kubernetes
    self.faults = faults
    self.consul = consul
  }
}
