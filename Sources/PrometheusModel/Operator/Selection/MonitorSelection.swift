internal import KubernetesModel
public import SourceText

/// What the operator makes of a monitor.
public struct MonitorOutcome: Sendable, Hashable {
  /// What became of it.
  public enum Fate: Sendable, Hashable {
    /// It was taken and is these jobs.
    case jobs([String])
    /// The Prometheus resource does not select it.
    case notSelected(reason: String)
    /// It was selected and then refused, as a whole, in the operator's words.
    case rejected(reason: String)
  }

  /// Its kind.
  public var kind: Monitor.Kind
  /// `namespace/name`.
  public var reference: String
  /// Where it stands.
  public var span: Span
  /// What became of it.
  public var fate: Fate
  /// Keys of its jobs that the version of Prometheus does not know, and that were left out.
  public var ignored: [String]

  /// Says what became of a monitor.
  public init(kind: Monitor.Kind, reference: String, span: Span, fate: Fate, ignored: [String] = []) {
    self.kind = kind
    self.reference = reference
    self.span = span
    self.fate = fate
    self.ignored = ignored
  }

  /// The names of its jobs; none if it was not taken.
  public var jobs: [String] {
    if case .jobs(let names) = fate { names } else { [] }
  }
}

/// Decides which monitors a Prometheus resource takes.
///
/// Source: prometheus-operator `pkg/prometheus/resource_selector.go` `selectObjects`,
/// `pkg/operator/operator.go` `SelectNamespacesFromCache`, 0.93.
struct MonitorSelection {
  var prometheus: PrometheusResource
  /// The labels of the namespaces that there are, by name.
  var namespaces: [String: [String: String]]
  var abilities: OperatorAbilities

  init(prometheus: PrometheusResource, namespaces: [Namespace], abilities: OperatorAbilities) {
    self.prometheus = prometheus
    self.abilities = abilities
    self.namespaces = [:]
    for namespace in namespaces {
      // The API server labels every namespace with its name.
      let name = namespace.metadata.name
      self.namespaces[name] = (namespace.metadata.labels ?? [:]).merging(["kubernetes.io/metadata.name": name])
      { $1 }
    }
  }

  /// Why a monitor is not taken; nil if it is.
  func reasonAgainst(_ monitor: Monitor) -> String? {
    let kind = monitor.kind
    let key = PrometheusResource.prefix(of: kind)
    guard let selector = prometheus.selector(of: kind) else {
      return "the Prometheus resource has no \(key)Selector, which selects nothing"
    }
    if abilities.exhibits(.selectsNamespaces), let reason = reasonAgainst(namespaceOf: monitor) {
      return reason
    }
    guard let labels = try? LabelSelector(node: selector) else {
      return "the \(key)Selector of the Prometheus resource is invalid"
    }
    guard !labels.matches(monitor.labels), abilities.exhibits(.selectsMonitors) else { return nil }
    let own = monitor.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    return "its labels (\(own.isEmpty ? "none" : own)) do not match the \(key)Selector \(labels.queryText)"
  }

  private func reasonAgainst(namespaceOf monitor: Monitor) -> String? {
    let key = PrometheusResource.prefix(of: monitor.kind) + "NamespaceSelector"
    guard let selector = prometheus.namespaceSelector(of: monitor.kind) else {
      guard monitor.namespace != prometheus.namespace else { return nil }
      return "without \(key), only the Prometheus resource's own namespace \(prometheus.namespace) counts"
    }
    guard let labels = try? LabelSelector(node: selector) else { return "the \(key) is invalid" }
    let own = namespaces[monitor.namespace] ?? ["kubernetes.io/metadata.name": monitor.namespace]
    guard !labels.matches(own) else { return nil }
    return "its namespace \(monitor.namespace) does not match the \(key) \(labels.queryText)"
  }
}
