public import PrometheusModel
public import SourceText

/// How Prometheus was installed, and what the user added.
public struct PrometheusInstall: Sendable {
  /// The flavour, such as `prometheus-community/prometheus`.
  public var flavour: String
  /// Prometheus' version; nil is the one that the flavour ships.
  public var version: String?
  /// The behaviour of Prometheus that is deliberately wrong; nil for none.
  public internal(set) var mutation: PrometheusBehaviour?
  /// The behaviour of the operator that is deliberately wrong; nil for none.
  public internal(set) var operatorMutation: OperatorBehaviour?
  /// What the flag `--enable-feature` names.
  public var features: [String]
  /// The Helm release.
  public var release: String
  /// Where it runs.
  public var namespace: String
  /// The labels of its pod, by which NetworkPolicies select it; nil if the scenario does not say.
  public var podLabels: [String: String]?
  /// The flavour's values, as a user writes them in `values.yaml`.
  public var values: YAMLNode?
  /// Jobs of the user's own, as in `prometheus.yml`.
  public var scrapeConfigs: [YAMLNode]
  /// Files beside prometheus.yml, by name: targets, tokens, certificates.
  public var files: [String: YAMLNode] = [:]
  /// PodMonitors, ServiceMonitors and their kin.
  public var monitors: [YAMLNode]
  /// Whether Prometheus' own pod has a sidecar: `none`, `certificates` or `full`.
  public var sidecar: String
  /// The annotations of its own pod.
  public var annotations: [String: String] = [:]
  /// The certificates that are mounted into its pod; nil for none.
  public var certificates: ScraperCertificates?
  /// A fault for the scraper to play.
  public var fault: String?
  /// Where the file says so.
  public var span: Span

  /// Makes an installation.
  public init(
    flavour: String, version: String? = nil, features: [String] = [], release: String = "prometheus",
    namespace: String = "monitoring",
    values: YAMLNode? = nil, scrapeConfigs: [YAMLNode] = [], monitors: [YAMLNode] = [],
    sidecar: String = "none",
    fault: String? = nil, span: Span = .synthetic
  ) {
    self.flavour = flavour
    self.version = version
    self.features = features
    self.release = release
    self.namespace = namespace
    self.values = values
    self.scrapeConfigs = scrapeConfigs
    self.monitors = monitors
    self.sidecar = sidecar
    self.fault = fault
    self.span = span
  }
}
