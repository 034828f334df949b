import Contract

extension AcceptedDifference {
  /// Where real Prometheus and the built-in scraper tell the same pods apart.
  static let prometheus: [AcceptedDifference] = [removedJob, builtWithoutConsul]

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

  private static let builtWithoutConsul = AcceptedDifference(
    id: "prometheus.built-without-consul",
    reason:
      "Debian builds Prometheus without Consul's discovery: its build does not know consul_sd_configs, which the built-in "
      + "scraper has as upstream does.",
    source: "Debian, package prometheus 2.53.3+ds1-2 and 3.5.3+ds1-6; observed on both",
    concerns: { $0.name == "prometheus" },
    accepts: { difference, _ in
      difference.aspect == .configuration && difference.builtIn == "taken"
        && difference.real?.contains("field consul_sd_configs not found in type config.ScrapeConfig") ?? false
    })
}
