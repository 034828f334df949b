import Contract

extension AcceptedDifference {
  /// Where VictoriaMetrics differs from Prometheus by its nature: in what it lists.
  static let victoriaMetrics: [AcceptedDifference] =
    [
      of(
        "own-series", "VictoriaMetrics stores series of its own about every scrape.",
        "docs/vmagent.md, Automatically generated metrics"
      ) {
        difference, _ in
        difference.aspect == .series && difference.builtIn == nil
          && ownSeries.contains(difference.labels["__name__"] ?? "")
      },
      of(
        "pool-is-job",
        "VictoriaMetrics has no scrape pools: it tells the label job where Prometheus tells the job_name.",
        "lib/promscrape/targetstatus.go, WriteActiveTargetsJSON"
      ) { difference, _ in difference.aspect == .scrapePool && difference.real == difference.labels["job"] },
      of(
        "lists-duplicates",
        "Of the targets that relabelling makes one, VictoriaMetrics lists those that it does not scrape as dropped; "
          + "Prometheus lists them nowhere.",
        "lib/promscrape/scraper.go, scraperGroup.update"
      ) { difference, state in
        difference.aspect == .droppedTargets && difference.builtIn == nil
          && state.real.active.contains { isOfOnePod($0.discoveredLabels, difference.labels) }
      },
      of(
        "first-duplicate",
        "Of the targets that relabelling makes one, VictoriaMetrics tells of the first as it was discovered, Prometheus "
          + "of the last.",
        "lib/promscrape/scraper.go, scraperGroup.update; prometheus/prometheus scrape/scrape.go, scrapePool.sync"
      ) { difference, state in
        difference.aspect == .discoveredLabels
          && difference.labelNames.allSatisfy {
            ofPort.contains($0) || $0.hasPrefix("__meta_kubernetes_pod_container")
          }
          && state.real.dropped.contains { dropped in
            state.real.active.contains {
              $0.labels == difference.labels && isOfOnePod($0.discoveredLabels, dropped.discoveredLabels)
            }
          }
      },
      of(
        "keeps-dropped-targets",
        "VictoriaMetrics goes on listing a dropped target that is gone, up to 10,000 of them; Prometheus forgets it with "
          + "the next synchronisation.",
        "lib/promscrape/targetstatus.go, droppedTargets.Register"
      ) { difference, state in
        difference.aspect == .droppedTargets && difference.builtIn == nil
          && state.earlierTargets.contains {
            isOfOnePod($0, difference.labels) || isOfEndedJob(difference.labels, earlier: $0, in: state)
          }
      },
      of(
        "goes-on-as-first-discovered",
        "VictoriaMetrics goes on with a scrape whose URL and labels come out the same, and tells of it as it was first "
          + "discovered.",
        "lib/promscrape/scraper.go, scraperGroup.update"
      ) { difference, state in
        difference.aspect == .discoveredLabels
          && state.real.active.contains {
            guard $0.labels == difference.labels else { return false }
            let discovered = LabelText.present($0.discoveredLabels)
            return state.earlierTargets.contains { LabelText.present($0) == discovered }
          }
      },
      of(
        "no-finished-pods",
        "VictoriaMetrics does not discover pods that have ended; Prometheus does, and leaves them to relabelling.",
        "lib/promscrape/discovery/kubernetes/pod.go, getTargetLabels"
      ) { difference, _ in
        difference.aspect == .droppedTargets && difference.real == nil
          && ["Succeeded", "Failed"].contains(difference.labels["__meta_kubernetes_pod_phase"] ?? "")
      },
      of(
        "init-containers-behind-endpoints",
        "VictoriaMetrics makes targets of the ports of init containers behind endpoints, as Prometheus does since 3.0; "
          + "the built-in scraper plays 2.53.",
        "lib/promscrape/discovery/kubernetes/endpoints.go and endpointslice.go, getTargetLabels"
      ) { difference, _ in
        difference.aspect == .droppedTargets && difference.builtIn == nil
          && isBehindEndpoints(difference.labels)
          && difference.labels["__meta_kubernetes_pod_container_init"] == "true"
      },
      of(
        "labels-behind-endpoints",
        "VictoriaMetrics tells whether a container behind endpoints is an init container and of which type the Service "
          + "is, and of which pod it is a port that no endpoint covers; not whether an endpoint is serving or "
          + "terminating, nor its node.",
        "lib/promscrape/discovery/kubernetes/endpointslice.go, getEndpointSliceLabels"
      ) { difference, _ in
        difference.aspect == .discoveredLabels && difference.labelNames.isSubset(of: behindEndpoints)
      },
    ] + sourcesOfVictoriaMetrics + scrapesOfVictoriaMetrics

  /// An accepted difference of VictoriaMetrics, observed on 1.112.0.
  static func of(
    _ name: String, _ reason: String, _ source: String,
    accepts: @escaping @Sendable (Difference, ComparedState) -> Bool
  ) -> AcceptedDifference {
    AcceptedDifference(
      id: "victoria-metrics.\(name)", reason: reason,
      source: (source.isEmpty ? "" : "VictoriaMetrics/VictoriaMetrics \(source); ") + "observed on 1.112.0",
      concerns: { $0.name == "victoria-metrics" }, accepts: accepts)
  }

  private static let ownSeries: Set<String> = [
    "scrape_response_size_bytes", "scrape_timeout_seconds", "scrape_samples_limit", "scrape_series_current",
    "scrape_series_limit", "scrape_series_limit_samples_dropped",
  ]

  private static let ofPort: Set<String> = ["__address__"]

  private static let behindEndpoints: Set<String> = [
    "__meta_kubernetes_pod_container_init", "__meta_kubernetes_service_type",
    "__meta_kubernetes_endpointslice_endpoint_conditions_serving",
    "__meta_kubernetes_endpointslice_endpoint_conditions_terminating",
    "__meta_kubernetes_endpointslice_endpoint_node_name",
    "__meta_kubernetes_endpoint_address_target_kind", "__meta_kubernetes_endpoint_address_target_name",
    "__meta_kubernetes_endpointslice_address_target_kind",
    "__meta_kubernetes_endpointslice_address_target_name",
  ]

  private static func isOfOnePod(_ left: [String: String], _ right: [String: String]) -> Bool {
    ["job", "__meta_kubernetes_namespace", "__meta_kubernetes_pod_name", "__meta_kubernetes_pod_ip"]
      .allSatisfy { left[$0] != nil && left[$0] == right[$0] }
  }

  /// Whether a job had targets in an earlier state and has none any more: what it dropped last may never have been seen.
  private static func isOfEndedJob(
    _ labels: [String: String], earlier: [String: String], in state: ComparedState
  ) -> Bool {
    let current = state.builtIn.active.map(\.discoveredLabels) + state.builtIn.dropped.map(\.discoveredLabels)
    return earlier["job"] == labels["job"] && !current.contains { $0["job"] == labels["job"] }
  }

  private static func isBehindEndpoints(_ labels: [String: String]) -> Bool {
    labels["__meta_kubernetes_endpoints_name"] != nil || labels["__meta_kubernetes_endpointslice_name"] != nil
  }
}
