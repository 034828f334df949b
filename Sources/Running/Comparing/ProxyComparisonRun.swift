public import Contract
import Planning
public import Scenarios
import Wire

/// What the built-in scraper told of a scenario with built-in proxies, and then with real Envoys.
public struct ProxyComparisonRecord: Sendable {
  /// The scenario that ran.
  public var scenario: Scenario
  /// The Envoy.
  public var engine: ComparedEngine
  /// The run with built-in proxies.
  public var builtIn: ScenarioRecord
  /// The run with Envoys, on the same addresses.
  public var real: ScenarioRecord

  /// What was read in each state that both runs reached.
  public var states: [ComparedState] {
    zip(builtIn.readings, real.readings).enumerated().map { index, readings in
      ComparedState(
        name: builtIn.plan?.states[index].name, builtIn: readings.0, real: readings.1)
    }
  }
}

/// Runs scenarios twice: with built-in proxies, then with real Envoys, since two proxies cannot share one set of pods.
public struct ProxyComparisonRun: Sendable {
  private let resources: RunResources
  private let options: RunOptions
  private let engine: RealEngine

  /// Makes the mesh root that the scenarios share.
  /// - Parameter executable: the `meshscrape` binary that plays the roles.
  public init(
    executable: String, envoy engine: RealEngine, patience: Patience = Patience()
  ) throws(HarnessFailure) {
    self.engine = engine
    resources = try RunResources(executable: executable)
    var options = RunOptions(patience: patience)
    options.readsEverything = true
    self.options = options
  }

  /// Compares over one scenario, on the calling thread.
  public func compare(_ scenario: Scenario) -> ProxyComparisonRecord {
    let envoy = ComparedEngine(name: engine.name, version: engine.version)
    do {
      let range = try resources.slices.take(Planner.addressCount(for: scenario))
      defer { resources.slices.giveBack(range) }
      func run(_ proxy: ProxySoftware) -> ScenarioRecord {
        var options = options
        options.proxy = proxy
        return ScenarioRun(scenario: scenario, resources: resources, options: options).record(in: range)
      }
      let builtIn = run(.builtIn)
      guard builtIn.failure == nil, builtIn.diagnostics == nil else {
        return ProxyComparisonRecord(scenario: scenario, engine: envoy, builtIn: builtIn, real: builtIn)
      }
      return ProxyComparisonRecord(
        scenario: scenario, engine: envoy, builtIn: builtIn, real: run(.envoy(engine)))
    } catch {
      let failed = ScenarioRecord(
        scenario: scenario, plan: nil, addresses: nil, observations: [], failure: error, diagnostics: nil,
        durationSeconds: 0)
      return ProxyComparisonRecord(scenario: scenario, engine: envoy, builtIn: failed, real: failed)
    }
  }

  /// Compares over scenarios on `width` threads.
  /// - Parameter finished: as for ``SuiteRun/run(_:width:finished:)``.
  public func compare(
    _ scenarios: [Scenario], width: Int, finished: @escaping @Sendable (Int, ProxyComparisonRecord) -> Bool
  ) {
    Threads.each(scenarios.count, width: width) { index in
      compare(scenarios[index])
    } finished: {
      finished($0, $1)
    }
  }
}

extension RunningCluster {
  /// Everything that the built-in scraper tells. It is read twice with a scrape between, so that the values that
  /// change with every scrape can be told.
  func readEverything(_ state: StatePlan) throws(HarnessFailure) -> ScraperReading {
    let api = ScraperAPI(
      client: client, endpoint: state.scraper.listener.endpoint, patience: options.patience.answer)
    var values = RestlessValues()
    _ = values.marking(try api.reading(of: .all))
    guard let scraper = table.process(playing: .scraper) else { return try api.reading(of: .all) }
    try table.command("scrape every target", of: scraper, milliseconds: options.patience.scrape) {
      .scrape(id: $0)
    }
    return values.marking(try api.reading(of: .all))
  }
}
