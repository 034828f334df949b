internal import SourceText

/// Writes the jobs of one monitor.
///
/// Source: prometheus-operator `pkg/prometheus/promcfg.go` `ConfigGenerator`, 0.93.
struct JobWriter {
  /// For which Prometheus.
  var prometheus: PrometheusResource
  /// What Secrets and ConfigMaps hold.
  var assets: Assets
  /// What the cluster and the operator can do.
  var abilities: OperatorAbilities
  /// The monitor's namespace, from which its Secrets come.
  var namespace: String

  /// An empty mapping for the version.
  func fields() -> Fields { Fields(version: prometheus.version) }

  /// The value that a reference to a Secret's key names; nil if there is none.
  func secret(_ reference: YAMLNode?) -> String? {
    guard let key = key(secret: reference) else { return nil }
    return try? assets.value(key)
  }

  /// The value that a reference to a Secret's or ConfigMap's key names; empty if it names none.
  func secretOrConfigMap(_ reference: YAMLNode?) -> String? {
    guard let key = key(either: reference) else { return "" }
    return try? assets.value(key)
  }

  /// The key of a Secret that a reference names.
  func key(secret reference: YAMLNode?) -> Assets.Key? {
    reference.map {
      Assets.Key(
        source: .secret, namespace: namespace, name: $0["name"]?.string ?? "", key: $0["key"]?.string ?? "")
    }
  }

  /// The key of a Secret or else a ConfigMap that a reference names.
  func key(either reference: YAMLNode?) -> Assets.Key? {
    if let secret = reference?["secret"] { return key(secret: secret) }
    guard let map = reference?["configMap"] else { return nil }
    return Assets.Key(
      source: .configMap, namespace: namespace, name: map["name"]?.string ?? "", key: map["key"]?.string ?? "")
  }
}

/// What differs between clusters and operators beside the resources themselves.
public struct OperatorAbilities: Sendable, Hashable {
  /// Whether the cluster has EndpointSlices.
  public var supportsEndpointSlices = true
  /// Whether every job names the active shards (feature gate `PrometheusShardRetentionPolicy`, on since 0.92).
  public var namesActiveShards = true
  /// Whether sharding by topology is possible (feature gate `PrometheusTopologySharding`, off).
  public var shardsByTopology = false
  /// Whether pods carry their zone as a label (Kubernetes 1.35).
  public var labelsPodsWithZone = false
  /// Whether a Prometheus agent runs on every node, and scrapes that node's pods only.
  public var runsOnEveryNode = false

  /// Whether PodMonitors that say nothing of it leave completed pods out (since 0.60).
  public var filtersCompletedPods = true
  /// Whether ServiceMonitors do (since 0.61).
  public var filtersCompletedServicePods = true
  /// Whether a target can stay out of sharding by `__tmp_disable_sharding`, and bring its own hash (since 0.83).
  public var letsTargetsOutOfSharding = true
  /// Whether certificates stand in the configuration itself, as OpenTelemetry's operator has them written.
  public var inlinesCertificates = false
  /// What is deliberately the opposite of what the operator does; nil for nothing.
  private(set) var mutation: OperatorBehaviour?
  private var version: PrometheusVersion?

  /// What operator 0.93 does on a cluster of today.
  public init() {}

  /// What an operator of a version does on a cluster of today; nil is the newest.
  ///
  /// Source: prometheus-operator `pkg/operator/feature_gates.go` and its history.
  init(operatorVersion: String?, mutation: OperatorBehaviour? = nil) {
    version = operatorVersion.flatMap { PrometheusVersion($0) }
    self.mutation = mutation
    namesActiveShards = exhibits(.namesActiveShards)
    filtersCompletedPods = exhibits(.dropsCompletedPods)
    filtersCompletedServicePods = exhibits(.dropsCompletedServicePods)
    letsTargetsOutOfSharding = exhibits(.sparesFromSharding)
  }

  /// Whether the operator behaves in this way, or, if the behaviour is mutated, whether it does not.
  func exhibits(_ behaviour: OperatorBehaviour) -> Bool {
    let since = behaviour.since
    let holds = version.flatMap { version in since.map { version >= $0 } } ?? true
    return holds != (mutation == behaviour)
  }
}
