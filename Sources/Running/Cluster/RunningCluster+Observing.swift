import Contract
import Planning
import PrometheusModel
import Scenarios

extension RunningCluster {
  /// Reads what the scraper stored and, where a verdict needs it, what the pods expose.
  func observe(_ state: StatePlan, expectations: [Expectation]) throws(HarnessFailure) -> Observation {
    var observation = Observation(state: state.name)
    let api =
      options.scraper == .builtIn
      ? ScraperAPI(
        client: client, endpoint: state.scraper.listener.endpoint, patience: options.patience.answer)
      : realScraper?.api
    guard let api else { return observation }
    (observation.activeTargets, observation.droppedTargets) = try api.targets()
    var needsProof = false
    for expectation in expectations {
      guard let selector = expectation.selector else { continue }
      let series = try api.query(selector.description)
      observation.queries[selector.description] = series
      if series.isEmpty || expectation.isMissing { needsProof = true }
      if let name = selector.name, observation.queries[name] == nil {
        observation.queries[name] = try api.query(SeriesSelector(name: name).description)
      }
    }
    observation.storedNames = try api.names()
    if needsProof {
      let probe = ExposureProbe(client: client, patience: options.patience.answer)
      observation.exposures = probe.applications(of: state.pods) + probe.sidecars(of: state.pods)
    }
    try hearProxies()
    try table.hear(milliseconds: 0)
    observation.events = table.allEvents()
    return observation
  }

  /// Has every real Envoy tell what has happened so far.
  func hearProxies() throws(HarnessFailure) {
    for process in table.processes {
      for case .proxy(let proxy) in process.configuration.roles where proxy.engine != nil {
        try table.command("tell what happened", of: process, milliseconds: options.patience.command) {
          .report(id: $0, instance: proxy.pod.description)
        }
      }
    }
  }
}
