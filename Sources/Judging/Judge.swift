public import Contract
public import Planning
import PrometheusModel
public import Scenarios

/// From what was seen to a verdict. Pure: a stored run can be judged again.
public enum Judge {
  /// Judges one scenario.
  /// - Parameters:
  ///   - plan: the scenario's plan, nil when there was none to run.
  ///   - observations: one for each state that was reached.
  ///   - realScraper: the real engine that scraped, nil for the built-in scraper.
  ///   - realProxy: the real engine that was the pods' proxy, nil for the built-in one.
  ///   - failure: why the harness could not go on; the expectations that it did not reach are errored.
  public static func verdict(
    on scenario: Scenario, plan: Plan?, observations: [Observation], failure: HarnessFailure?,
    durationSeconds: Double, realScraper: String? = nil, realProxy: String? = nil
  ) -> ScenarioVerdict {
    var expectations: [ExpectationVerdict] = []
    for (index, state) in scenario.states.enumerated() {
      if let plan, index < plan.states.count, index < observations.count {
        let evidence = Evidence(state: state, plan: plan.states[index], observation: observations[index])
        expectations += state.expectations.map { explained(evidence.judge($0), $0, realProxy) }
      } else {
        expectations += state.expectations.map { unreached($0, in: state, failure) }
      }
    }
    return ScenarioVerdict(
      path: scenario.path, cell: scenario.cell, title: scenario.title, tags: scenario.tags,
      status: status(of: expectations, failure), durationSeconds: durationSeconds, expectations: expectations,
      targets: observations.last?.activeTargets ?? [], harnessFailure: failure,
      engines: engines(scenario, plan, realScraper, realProxy), sourceText: scenario.sourceText)
  }

  /// The verdict; where a real proxy cannot make the series, that is said.
  static func explained(
    _ verdict: ExpectationVerdict, _ expectation: Expectation, _ realProxy: String?
  ) -> ExpectationVerdict {
    let selector: SeriesSelector? =
      switch expectation.kind {
      case .arrives(let arrives): arrives.selector
      case .missing(let missing): missing.selector
      case .target: nil
      }
    guard let realProxy, verdict.status == .failed, let name = selector?.name,
      AcceptedDifference.isOfIstio(name)
    else { return verdict }
    let known = AcceptedDifference.ofIstioSeries
    var verdict = verdict
    verdict.explanation = "with \(realProxy) this is a documented difference, \(known.id): \(known.reason)"
    return verdict
  }

  private static func status(of expectations: [ExpectationVerdict], _ failure: HarnessFailure?) -> Status {
    if failure != nil { return .errored }
    return expectations.allSatisfy { $0.status == .passed } ? .passed : .failed
  }

  private static func unreached(
    _ expectation: Expectation, in state: State, _ failure: HarnessFailure?
  ) -> ExpectationVerdict {
    ExpectationVerdict(
      text: expectation.text, span: expectation.span, step: state.name, status: .errored,
      expected: expectation.text, actual: "not reached: \(failure?.description ?? "the run ended before")")
  }

  private static func engines(
    _ scenario: Scenario, _ plan: Plan?, _ realScraper: String?, _ realProxy: String?
  ) -> Engines {
    let version = plan?.states.last.map { "\($0.installation.prometheusVersion)" }
    let mesh = scenario.states.last?.mesh
    return Engines(
      scraper: realScraper ?? "built-in" + (version.map { ", as Prometheus \($0)" } ?? ""),
      proxy: mesh.flatMap { mesh in
        mesh.kind == .none
          ? nil
          : realProxy.map { "\($0), as \(mesh.title) configures it" } ?? "built-in, as \(mesh.title)"
      })
  }
}
