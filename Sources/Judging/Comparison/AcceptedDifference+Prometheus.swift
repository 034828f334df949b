import Contract

extension AcceptedDifference {
  /// Where real Prometheus and the built-in scraper tell the same pods apart.
  static let prometheus: [AcceptedDifference] = [removedJob]

  private static let removedJob = AcceptedDifference(
    id: "prometheus.removed-job-lingers",
    reason:
      "Prometheus does not mark the series of a job that a reload removes as stale: they leave its answers when they "
      + "are older than the lookback of 5 minutes. For verdicts the built-in scraper marks them at once.",
    source:
      "prometheus/prometheus scrape/scrape.go, scrapePool.stop ends the context with which endOfRunStaleness gives up, "
      + "2.53.3 and 3.5.0; observed on 2.53.3 and 3.5.3",
    concerns: { $0.name == "prometheus" },
    accepts: { difference, state in
      difference.aspect == .series && difference.builtIn == nil
        && state.removedTargets.contains { target in
          target.allSatisfy { difference.labels[$0.key] == $0.value }
        }
    })
}
