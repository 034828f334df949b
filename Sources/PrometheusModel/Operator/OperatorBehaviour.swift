public import Behaviours

/// Something that the Prometheus operator does with monitors, mostly depending on its release.
///
/// The raw value is the id under which the ledger, reports and mutants name the behaviour. Which fields a release knows,
/// and which values it refuses, is in the tables of the schemas: what is wrong there is an error of the input.
public enum OperatorBehaviour: String, Sendable, Hashable, CaseIterable {
  // Which monitors count.
  case selectsMonitors = "operator.selects-monitors"
  case selectsNamespaces = "operator.selects-namespaces"

  // Which targets they come to.
  case looksIntoOwnNamespace = "operator.looks-into-own-namespace"
  case selectsByLabels = "operator.selects-by-labels"
  case keepsNamedPort = "operator.keeps-named-port"
  case dropsCompletedPods = "operator.drops-completed-pods"
  case dropsCompletedServicePods = "operator.drops-completed-service-pods"
  case sparesFromSharding = "operator.spares-from-sharding"
  case namesActiveShards = "operator.names-active-shards"

  /// The first release; nil for all that are modelled.
  var since: PrometheusVersion? {
    switch self {
    case .dropsCompletedPods: PrometheusVersion(0, 60)
    case .dropsCompletedServicePods: PrometheusVersion(0, 61)
    case .sparesFromSharding: PrometheusVersion(0, 83)
    case .namesActiveShards: PrometheusVersion(0, 92)
    default: nil
    }
  }
}

extension OperatorBehaviour: ModelledBehaviour {
  /// `Prometheus operator`.
  public static let subject = "Prometheus operator"

  /// What the ledger says of it.
  public var row: BehaviourRow {
    let repository = "prometheus-operator/prometheus-operator pkg/prometheus/"
    func row(_ summary: String, _ source: String, tests: String? = nil) -> BehaviourRow {
      BehaviourRow(since: since?.number, summary: summary, source: repository + source, tests: tests)
    }
    return switch self {
    case .selectsMonitors:
      row(
        "A Prometheus resource takes the monitors whose labels its selectors match",
        "resource_selector.go, selectObjects, 0.93")
    case .selectsNamespaces:
      row(
        "It takes those of the namespaces that its namespace selectors match; without one, of its own",
        "resource_selector.go, selectObjects, 0.93")
    case .looksIntoOwnNamespace:
      row(
        "A monitor without a namespaceSelector looks into its own namespace",
        "promcfg.go, getNamespacesFromNamespaceSelector, 0.93")
    case .selectsByLabels:
      row(
        "The selector of a monitor keeps the pods or Services that it matches",
        "promcfg.go, generatePodMonitorConfig, generateServiceMonitorConfig, 0.93")
    case .keepsNamedPort:
      row(
        "The port of an endpoint keeps the ports of that name",
        "promcfg.go, generatePodMonitorConfig, generateServiceMonitorConfig, 0.93")
    case .dropsCompletedPods:
      row("PodMonitors leave completed pods out", "promcfg.go, FilterRunning, 0.60.0 and 0.61.0")
    case .dropsCompletedServicePods:
      row(
        "ServiceMonitors leave completed pods out", "promcfg.go, FilterRunning, 0.60.0 and 0.61.0",
        tests: "PrometheusModelTests")
    case .sparesFromSharding:
      row(
        "A target can stay out of sharding by __tmp_disable_sharding, and bring its own hash",
        "promcfg.go, 0.82.0 and 0.83.0", tests: "PrometheusModelTests")
    case .namesActiveShards:
      row(
        "Every job names the active shards", "promcfg.go, 0.91.0 and 0.92.0", tests: "PrometheusModelTests")
    }
  }
}
