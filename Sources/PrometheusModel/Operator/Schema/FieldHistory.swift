internal import SourceText

/// Which fields of monitors the operator's definitions have had since which version.
///
/// Definitions before 0.55, and the fields of ScrapeConfigs, are not told apart.
///
/// Source: prometheus-operator `example/prometheus-operator-crd/`, its releases from 0.50 to 0.93.
enum FieldHistory {
  /// A field by its path in the specification, with the minor number of the release that brought it.
  private static let shared: [(path: String, minor: Int)] = [
    ("keepDroppedTargets", 68), ("scrapeClass", 72), ("scrapeProtocols", 72), ("bodySizeLimit", 73),
    ("nativeHistogramBucketLimit", 78), ("nativeHistogramMinBucketFactor", 78), ("scrapeClassicHistograms", 78),
    ("selectorMechanism", 79), ("fallbackScrapeProtocol", 80), ("convertClassicHistogramsToNHCB", 82),
    ("scrapeNativeHistograms", 88),
  ]

  /// Fields of an endpoint.
  private static let endpoint: [(path: String, minor: Int)] = [
    ("followRedirects", 55), ("enableHttp2", 58), ("trackTimestampsStaleness", 70),
    ("tlsConfig.minVersion", 76), ("tlsConfig.maxVersion", 76), ("oauth2.tlsConfig", 76), ("noProxy", 84),
    ("proxyConnectHeader", 84), ("proxyFromEnvironment", 84),
  ]

  /// What an operator of a version does not know yet; nothing for the newest.
  static func newerFields(in manifest: YAMLNode, kind: Monitor.Kind, than version: String?) -> [Diagnostic] {
    guard let version = version.flatMap({ PrometheusVersion($0) }), let spec = manifest["spec"] else {
      return []
    }
    var problems: [Diagnostic] = []
    func check(_ node: YAMLNode, _ table: [(path: String, minor: Int)], _ place: String) {
      for (path, minor) in table where version < PrometheusVersion(0, minor) {
        guard let field = node.at(path) else { continue }
        problems.append(
          Diagnostic(
            "unknown field `\(place).\(path)`: operator \(version) does not have it, 0.\(minor) brought it",
            at: field.span))
      }
    }
    switch kind {
    case .scrapeConfig:
      if version < PrometheusVersion(0, 65) {
        problems.append(
          Diagnostic("operator \(version) has no kind ScrapeConfig, 0.65 brought it", at: manifest.span))
      }
    case .probe:
      check(spec, shared + [("params", 85), ("followRedirects", 88), ("enableHttp2", 88)], "Probe.spec")
    case .podMonitor:
      check(spec, shared + [("attachMetadata", 57)], "PodMonitor.spec")
      for (index, node) in spec.list("podMetricsEndpoints").enumerated() {
        let place = "PodMonitor.spec.podMetricsEndpoints[\(index)]"
        check(node, endpoint + [("filterRunning", 60), ("portNumber", 79)], place)
      }
    case .serviceMonitor:
      check(spec, shared + [("attachMetadata", 61), ("serviceDiscoveryRole", 86)], "ServiceMonitor.spec")
      for (index, node) in spec.list("endpoints").enumerated() {
        check(node, endpoint + [("filterRunning", 61)], "ServiceMonitor.spec.endpoints[\(index)]")
      }
    }
    return problems
  }
}
