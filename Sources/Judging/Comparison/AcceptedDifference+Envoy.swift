import Contract

extension AcceptedDifference {
  /// Where pods with real Envoys differ from pods with built-in proxies.
  static let envoy: [AcceptedDifference] = [
    ofIstioSeries,
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
        func has(_ reading: ScraperReading) -> Bool {
          reading.series.contains { $0.labels["__name__"] == name }
        }
        return has(state.builtIn) && has(state.real)
      default: return false
      }
    },
    ofEnvoy(
      "more-statistics",
      "Envoy has more statistics than the built-in proxy counts: of its clusters' circuit breakers and load balancers, of "
        + "its listeners' discovery, of its watchdogs.",
      "envoyproxy/envoy source/common/upstream/upstream_impl.h"
    ) { difference, state in
      guard difference.aspect == .series, difference.builtIn == nil,
        let name = difference.labels["__name__"], name.hasPrefix("envoy_")
      else { return false }
      return !state.builtIn.series.contains { $0.labels["__name__"] == name }
    },
    ofEnvoy(
      "no-control-plane",
      "No control plane feeds the Envoys, so that with ?usedonly their statistics of a connection to one are not told.",
      "envoyproxy/envoy source/server/admin/prometheus_stats.cc, shouldShowMetric"
    ) { difference, _ in
      difference.aspect == .series && difference.real == nil
        && difference.labels["__name__"]?.hasPrefix("envoy_cluster_upstream_") ?? false
        && difference.labels["cluster_name"] == "xds-grpc"
    },
    ofEnvoy(
      "counts-its-samples",
      "A scrape that brings the proxy's statistics has as many samples as the proxy has statistics.",
      "prometheus/prometheus scrape/scrape.go, scrapeLoop.report"
    ) { difference, state in
      guard difference.aspect == .value, let name = difference.labels["__name__"],
        name.hasPrefix("scrape_samples_") || name == "scrape_series_added" || name == "scrape_body_size_bytes"
      else { return false }
      return bringsStatistics(difference.labels, state.builtIn)
    },
    ofEnvoy(
      "sample-limit",
      "Of a scrape that exceeds its sample_limit the samples before the limit are told; with Envoy's statistics before "
        + "them, these are others.",
      "prometheus/prometheus scrape/scrape.go, limitAppender"
    ) { difference, state in
      difference.aspect == .series
        && [state.builtIn, state.real].allSatisfy { reading in
          target(difference.labels, reading).map {
            $0.lastError.hasPrefix("sample limit exceeded") && bringsStatistics(difference.labels, reading)
          } ?? false
        }
    },
    ofEnvoy(
      "which-pod-of-a-service",
      "By the address of a Service each scrape reaches another of its pods: which one was the last is chance.",
      "istio/istio pilot/pkg/networking/core/cluster.go"
    ) { difference, state in
      guard difference.aspect == .series || difference.aspect == .value else { return false }
      return [state.builtIn, state.real].allSatisfy { reading in
        target(difference.labels, reading).map { target in
          target.discoveredLabels["__meta_kubernetes_service_cluster_ip"] != nil
            && target.discoveredLabels["__meta_kubernetes_pod_name"] == nil
        } ?? false
      }
    },
    ofEnvoy(
      "other-folder",
      "The two runs have folders of their own for the files that discovery and certificates are read from.",
      "prometheus/prometheus discovery/file/file.go, fileSDFilepathLabel; prometheus/common config/http_config.go"
    ) { difference, _ in
      switch difference.aspect {
      case .discoveredLabels: difference.labelNames == ["__meta_filepath"]
      case .lastError:
        difference.builtIn?.contains(folderMark) == true
          && difference.builtIn.map(withoutFolders) == difference.real.map(withoutFolders)
      default: false
      }
    },
    ofEnvoy(
      "other-processes",
      "The two runs are two sets of processes: what a process tells of itself, by its client library, is not compared.",
      "prometheus/client_golang prometheus/process_collector.go"
    ) { difference, _ in difference.isOfOwnProcess },
  ]

  /// What the name of a run's folder begins with.
  private static let folderMark = "/meshscrape-"

  /// A text without the six letters that tell the folders of two runs apart.
  private static func withoutFolders(_ text: String) -> String {
    var parts = text.split(separator: folderMark, omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices.dropFirst() { parts[index] = String(parts[index].dropFirst(6)) }
    return parts.joined(separator: folderMark)
  }

  /// Istio's own series.
  static let ofIstioSeries = ofEnvoy(
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
  }

  private static func ofEnvoy(
    _ name: String, _ reason: String, _ source: String,
    accepts: @escaping @Sendable (Difference, ComparedState) -> Bool
  ) -> AcceptedDifference {
    AcceptedDifference(
      id: "envoy.\(name)", reason: reason, source: "\(source); observed on Envoy 1.40.0",
      concerns: { $0.name == "envoy" }, accepts: accepts)
  }

  /// Whether a series is one that istio-proxy's filters make, which upstream Envoy does not have.
  static func isOfIstio(_ name: String) -> Bool {
    ["istio_requests_total", "istio_request_", "istio_response_", "istio_tcp_", "istio_build"]
      .contains { name.hasPrefix($0) }
  }

  /// Whether a target's answer, by its job and instance, has the proxy's statistics in it.
  private static func bringsStatistics(_ labels: [String: String], _ reading: ScraperReading) -> Bool {
    target(labels, reading).map {
      // Consul's listener for Prometheus has a path of its own.
      $0.scrapeURL.contains("/stats/prometheus") || $0.scrapeURL.contains(":20200/")
    } ?? false
      || reading.series.contains {
        $0.labels["__name__"]?.hasPrefix("envoy_") ?? false && $0.labels["job"] == labels["job"]
          && $0.labels["instance"] == labels["instance"]
      }
  }

  private static func target(_ labels: [String: String], _ reading: ScraperReading) -> ScraperReading.Target? {
    reading.active.first { $0.labels["job"] == labels["job"] && $0.labels["instance"] == labels["instance"] }
  }
}
