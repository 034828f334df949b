import Contract

extension AcceptedDifference {
  /// Where real Prometheus gives one of several answers by chance, as it goes over Go's maps; every reading of it may
  /// tell another.
  static let chance: [AcceptedDifference] = [
    listedDropped, winningDiscovery, sharedSeries, ownerlessSeries, balancedPods, healthByTurns, processFigures,
  ]

  private static let listedDropped = chance(
    "which-dropped-are-kept",
    "With keep_dropped_targets Prometheus lists the first dropped targets that it comes across, in the order of a map.",
    "scrape/scrape.go, scrapePool.Sync; discovery/manager.go, allGroups"
  ) { difference, state in
    guard [.droppedTargets, .discoveredLabels].contains(difference.aspect), let pool = difference.scrapePool,
      let count = state.real.droppedCounts?[pool], state.builtIn.droppedCounts?[pool] == count
    else { return false }
    let listed = state.real.dropped.count { $0.scrapePool == pool }
    return listed < count && state.builtIn.dropped.count { $0.scrapePool == pool } == listed
  }

  private static let winningDiscovery = chance(
    "which-discovery-wins",
    "Of targets of several objects that relabelling makes one, Prometheus tells of the one that it came across last, "
      + "in the order of a map.",
    "scrape/scrape.go, scrapePool.sync; discovery/manager.go, allGroups"
  ) { difference, state in
    guard difference.aspect == .discoveredLabels else { return false }
    func discovered(_ reading: ScraperReading) -> [[String: String]] {
      reading.active.filter { $0.labels == difference.labels && $0.scrapePool == difference.scrapePool }
        .map(\.discoveredLabels)
    }
    return zip(discovered(state.builtIn), discovered(state.real)).contains { ours, theirs in
      objects.contains { ours[$0] != theirs[$0] }
    }
  }

  /// Each names an object that makes a group of targets of its own.
  private static let objects = [
    "__meta_kubernetes_pod_name", "__meta_kubernetes_service_name", "__meta_kubernetes_endpoints_name",
    "__meta_kubernetes_endpointslice_name", "__meta_kubernetes_ingress_name", "__meta_kubernetes_namespace",
  ]

  private static let sharedSeries = chance(
    "whose-sample-of-a-shared-series",
    "Targets that relabelling gives the same labels and different URLs write the same series: whose sample is the "
      + "newest is chance.",
    "scrape/scrape.go, scrapePool.sync, which tells targets apart by URL, too"
  ) { difference, state in
    guard difference.aspect == .value || difference.aspect == .series else { return false }
    return state.real.active.contains { target in
      target.labels.allSatisfy { difference.labels[$0.key] == $0.value }
        && state.real.active.contains { $0.labels == target.labels && $0.scrapeURL != target.scrapeURL }
    }
  }

  private static let ownerlessSeries = chance(
    "whose-sample-of-a-series-without-its-target",
    "Where metric relabelling takes the target's labels away, or a body's own win, targets write the same series: whose "
      + "sample is the newest is chance.",
    "scrape/scrape.go, mutateSampleLabels"
  ) { difference, state in
    difference.aspect == .value && state.real.active.count > 1
      && !state.real.active.contains { target in
        target.labels.allSatisfy { difference.labels[$0.key] == $0.value }
      }
  }

  private static let balancedPods = chance(
    "which-pod-behind-a-service",
    "Of a Service's address each scrape reaches one of its pods: of which pod the newest is, is chance.",
    "discovery/kubernetes/service.go"
  ) { difference, state in difference.isOfBalancedPods(in: state) }

  private static let healthByTurns = chance(
    "up-by-turns",
    "Before 2.53.4 and 3.3 a body beyond the sample limit is up now and then, as the series that were read before the "
      + "limit look repeated in the next scrape and are not counted. Both scrapers do so, each at its own turns.",
    "scrape/scrape.go, scrapeCache.iterDone"
  ) { difference, state in
    guard difference.aspect == .health || difference.aspect == .lastError else { return false }
    var labels = difference.labels
    labels["__name__"] = "up"
    return [state.builtIn, state.real].allSatisfy { reading in
      reading.series.contains { $0.isRestless && $0.labels == labels }
    }
  }

  /// Two readings of one scraper show that such a value changes, but not when: it can change between the two scrapers.
  private static let processFigures = AcceptedDifference(
    id: "any.process-figures",
    reason:
      "What a process tells of itself, by its client library, changes from one scrape to the next, and two scrapers do not "
      + "scrape at once: memory, CPU time, threads.",
    source: "prometheus/client_golang prometheus/process_collector.go, 1.20; observed on every real scraper",
    concerns: { $0.name != "envoy" }, accepts: { difference, _ in difference.isOfOwnProcess })

  private static func chance(
    _ name: String, _ reason: String, _ source: String,
    accepts: @escaping @Sendable (Difference, ComparedState) -> Bool
  ) -> AcceptedDifference {
    AcceptedDifference(
      id: "prometheus.\(name)", reason: reason,
      source: "prometheus/prometheus \(source), 2.53.3 and 3.5.3; observed on both",
      concerns: { $0.name == "prometheus" }, accepts: accepts)
  }
}

extension Difference {
  /// Whether it is in the value of what a process tells of itself.
  var isOfOwnProcess: Bool {
    guard aspect == .value, let name = labels["__name__"] else { return false }
    return ["process_", "go_", "istio_agent_process_", "istio_agent_go_", "istio_agent_startup_"].contains {
      name.hasPrefix($0)
    }
  }

  /// Whether it is in what a Service's address brings: each scrape reaches one of the pods behind it.
  func isOfBalancedPods(in state: ComparedState) -> Bool {
    guard aspect == .value || aspect == .series else { return false }
    return state.real.active.contains { target in
      target.discoveredLabels["__meta_kubernetes_service_cluster_ip"] != nil
        && target.discoveredLabels["__meta_kubernetes_pod_name"] == nil
        && target.labels.allSatisfy { labels[$0.key] == $0.value }
    }
  }
}
