import Contract
import KubernetesModel
import MeshModel
import PrometheusModel
import Scenarios
import SourceText

extension State {
  /// The fault that the scenario asks of a kind of role, everywhere or in one pod.
  func fault(_ kind: RoleKind, in template: PodTemplate? = nil) -> Fault? {
    (template?.faults[kind.rawValue] ?? faults[kind.rawValue]).flatMap(Fault.init(rawValue:))
  }
}

extension State {
  /// What a full sidecar of Prometheus' own pod captures; nil where there is none, or it captures nothing.
  var scraperCapture: OutboundCapture? {
    guard mesh.kind == .istio, prometheus.sidecar == "full",
      let capture = OutboundCapture(annotations: prometheus.annotations), !capture.isEmpty
    else { return nil }
    return capture
  }
}

extension Scenario {
  /// Whether in any state a sidecar of Prometheus' own pod captures what the scraper dials.
  var isEverCaptured: Bool { states.contains { $0.scraperCapture != nil } }
}

extension PrometheusInstall {
  /// What an install flavour is asked to come to.
  func request(namespaces: [Namespace]) -> Installation.Request {
    Installation.Request(
      flavour: flavour, version: version, release: release, namespace: namespace, values: values,
      scrapeConfigs: scrapeConfigs, monitors: monitors, namespaces: namespaces, mutation: mutation,
      operatorMutation: operatorMutation)
  }
}

extension AppEndpoint {
  /// What an exposure of the scenario makes the application answer.
  init(_ exposure: Exposure) {
    self.init(
      path: exposure.path, metrics: exposure.metrics, openMetrics: exposure.openMetrics,
      contentType: exposure.contentType, omitsContentType: exposure.omitsContentType, status: exposure.status,
      delayMilliseconds: exposure.delayMilliseconds, truncatesAfter: exposure.truncatesAfter,
      encoding: ContentEncodingBehaviour(rawValue: exposure.compression.rawValue) ?? .identity,
      redirect: exposure.redirect, bearerToken: exposure.bearerToken, fillerSeries: exposure.fillerSeries,
      increment: exposure.increment)
  }
}

extension Exposure {
  /// The exposure wherever it stands: two files, or two steps, that say the same are the same.
  var withoutSpan: Exposure {
    var exposure = self
    exposure.span = .synthetic
    return exposure
  }
}
