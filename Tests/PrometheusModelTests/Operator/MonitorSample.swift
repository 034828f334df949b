import PrometheusModel
import SourceText

/// Monitors of tests, and what an installation makes of them.
enum MonitorSample {
  /// A Prometheus that takes every monitor, in the chart's clothes.
  static let takesAll = """
    prometheus:
      prometheusSpec:
        serviceMonitorSelectorNilUsesHelmValues: false
        podMonitorSelectorNilUsesHelmValues: false
        probeSelectorNilUsesHelmValues: false
        scrapeConfigSelectorNilUsesHelmValues: false
    """

  static func installation(
    _ monitors: String, spec: String = "{}", version: String? = nil
  ) throws -> Installation {
    let values = try yaml(takesAll).merged(
      with: .mapping([("prometheus", .mapping([("prometheusSpec", yaml(spec))]))]))
    return try Installation.resolve(
      Installation.Request(
        flavour: "kube-prometheus-stack", version: version, release: "stack", values: values,
        monitors: yamls(monitors)))
  }

  static func jobs(_ monitors: String, spec: String = "{}", version: String? = nil) throws -> [YAMLNode] {
    try installation(monitors, spec: spec, version: version).configuration["scrape_configs"]?.sequence ?? []
  }

  static func podMonitor(_ endpoint: String, spec: String = "") -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: cart, namespace: shop}
    spec:
      selector: {matchLabels: {app.kubernetes.io/name: cart, app: v1.2}}
      podMetricsEndpoints: [\(endpoint)]
      \(spec)
    """
  }

  static func serviceMonitor(_ endpoint: String, spec: String = "") -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: cart, namespace: shop}
    spec:
      selector: {matchLabels: {app: cart}}
      endpoints: [\(endpoint)]
      \(spec)
    """
  }
}
