import Contract

extension AcceptedDifference {
  /// Where pods with real Envoys differ from pods with built-in proxies.
  static let envoy: [AcceptedDifference] = [
    ofEnvoy(
      "no-istio-series",
      "Upstream Envoy has none of istio-proxy's filters: istio_requests_total and its kin, and istio_build, cannot come "
        + "from it.",
      "istio/proxy extensions/; envoyproxy/envoy has no istio.stats"
    ) { difference, _ in
      switch difference.aspect {
      case .series: difference.real == nil && isOfIstio(difference.labels["__name__"] ?? "")
      case .expectation: difference.subject.split(separator: " ").contains { isOfIstio(String($0)) }
      default: false
      }
    },
    ofEnvoy(
      "own-figures",
      "What Envoy counts of itself is another process' figures: memory, connections, listeners, its clusters. Names are "
        + "compared, values and labels are not.",
      "envoyproxy/envoy source/server/server.h"
    ) { difference, state in
      guard let name = difference.labels["__name__"], name.hasPrefix("envoy_") else { return false }
      switch difference.aspect {
      case .value: return true
      case .series:
        func has(_ reading: ScraperReading) -> Bool { reading.series.contains { $0.labels["__name__"] == name } }
        return has(state.builtIn) && has(state.real)
      default: return false
      }
    },
    ofEnvoy(
      "counts-its-samples",
      "A scrape that brings the proxy's statistics has as many samples as the proxy has statistics.",
      "prometheus/prometheus scrape/scrape.go, scrapeLoop.report"
    ) { difference, state in
      guard difference.aspect == .value, let name = difference.labels["__name__"],
        name.hasPrefix("scrape_samples_") || name == "scrape_series_added" || name == "scrape_body_size_bytes"
      else { return false }
      return bringsStatistics(difference.labels, state.builtIn) || bringsStatistics(difference.labels, state.real)
    },
    ofEnvoy(
      "other-processes",
      "The two runs are two sets of processes: what a process tells of itself, by its client library, is not compared.",
      "prometheus/client_golang prometheus/process_collector.go"
    ) { difference, _ in
      guard difference.aspect == .value, let name = difference.labels["__name__"] else { return false }
      return name.hasPrefix("process_") || name.hasPrefix("go_")
    },
  ]

  private static func ofEnvoy(
    _ name: String, _ reason: String, _ source: String,
    accepts: @escaping @Sendable (Difference, ComparedState) -> Bool
  ) -> AcceptedDifference {
    AcceptedDifference(
      id: "envoy.\(name)", reason: reason, source: "\(source); observed on Envoy 1.40.0",
      concerns: { $0.name == "envoy" }, accepts: accepts)
  }

  private static func isOfIstio(_ name: String) -> Bool {
    ["istio_requests_total", "istio_request_", "istio_response_", "istio_tcp_", "istio_build"]
      .contains { name.hasPrefix($0) }
  }

  /// Whether a target's series, by its job and instance, have Envoy's among them.
  private static func bringsStatistics(_ labels: [String: String], _ reading: ScraperReading) -> Bool {
    reading.series.contains {
      $0.labels["__name__"]?.hasPrefix("envoy_") ?? false && $0.labels["job"] == labels["job"]
        && $0.labels["instance"] == labels["instance"]
    }
  }
}
