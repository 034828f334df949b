import Contract
import KubernetesModel
import Planning
import PrometheusModel

extension Evidence {
  /// The exposures that serve a series which the selector could mean.
  ///
  /// An exposed series has its own labels only; the target adds `job`, `namespace`, `pod` and the like. A matcher
  /// is held against the series' own label, else against what is known of the pod, and is left alone only where
  /// the target can have added it.
  func exposures(of selector: SeriesSelector) -> [ObservedExposure] {
    observation.exposures.filter { exposure in
      exposure.series.contains { serves($0, exposure, selector) }
    }
  }

  private func serves(
    _ series: ObservedSeries, _ exposure: ObservedExposure, _ selector: SeriesSelector
  ) -> Bool {
    if let name = selector.name, series.labels["__name__"] != name { return false }
    let pod = plan.pods.first { $0.reference == exposure.pod }
    return selector.matchers.allSatisfy { matcher in
      if let own = series.labels[matcher.name] { return matcher.matches(own) }
      switch matcher.name {
      case "namespace", "kubernetes_namespace": return matcher.matches(exposure.pod.namespace)
      case "pod", "pod_name", "kubernetes_pod_name": return matcher.matches(exposure.pod.name)
      case "container":
        return exposure.container.map { matcher.matches($0) || matcher.matches("istio-proxy") } ?? true
      default: break
      }
      for (label, value) in pod?.pod.metadata.labels ?? [:] where LabelName.sanitised(label) == matcher.name {
        return matcher.matches(value)
      }
      return Self.targetLabels.contains(matcher.name) || matcher.matches("")
        || observation.activeTargets.contains { $0.labels[matcher.name] != nil }
    }
  }

  private static let targetLabels: Set<String> = ["job", "instance", "node", "endpoint", "service"]

  /// The stored series that are nearest to a selector: of the same name, else of a name that is like it.
  func nearest(to selector: SeriesSelector) -> [ObservedSeries] {
    guard let name = selector.name else { return [] }
    let same = observation.queries[name] ?? []
    if !same.isEmpty { return Array(same.prefix(5)) }
    let alike = observation.storedNames.filter { candidate in
      candidate != name && candidate.commonPrefixLength(name) * 2 >= name.utf8.count
    }
    return alike.sorted { $0.commonPrefixLength(name) > $1.commonPrefixLength(name) }.prefix(3).map {
      ObservedSeries(labels: ["__name__": $0], value: nil)
    }
  }

  /// The targets that have to do with a selector: those of the pods that expose it, else the first few.
  func relatedTargets(_ selector: SeriesSelector) -> [ObservedTarget] {
    let pods = Set(exposures(of: selector).map(\.pod))
    let related = observation.activeTargets.filter { target in
      pod(of: target).map { pods.contains($0.reference) } ?? false
    }
    return Array((related.isEmpty ? observation.activeTargets : related).prefix(6))
  }
}

extension String {
  func commonPrefixLength(_ other: String) -> Int {
    zip(utf8, other.utf8).prefix { $0 == $1 }.count
  }
}
