public import Contract
public import Planning
public import Scenarios
public import SourceText

/// What two scrapers told of the same running pods, state by state.
public struct ComparisonRecord: Sendable {
  /// The scenario that ran, with the version of Prometheus that was played.
  public var scenario: Scenario
  /// The real engine.
  public var engine: ComparedEngine
  /// What was planned; nil when planning found the scenario wrong.
  public var plan: Plan?
  /// One a state that was reached.
  public var states: [ComparedState]
  /// Why the harness could not go on, if it could not.
  public var failure: HarnessFailure?
  /// What is wrong with the scenario, if planning found it.
  public var diagnostics: Diagnostics?
  /// From the first process' start to the last reading, in seconds.
  public var durationSeconds: Double
}

/// Runs scenarios with the built-in scraper and a real one on the same pods.
public struct ComparisonRun: Sendable {
  private let resources: RunResources
  private let options: RunOptions
  private let engine: ComparedEngine
  private let agrees: @Sendable (ComparedState) -> Bool

  /// Makes the mesh root that the scenarios share.
  /// - Parameters:
  ///   - executable: the `meshscrape` binary that plays the roles.
  ///   - engine: the real engine, which must not be the built-in scraper.
  ///   - agrees: whether what was read agrees. While it does not, the real engine is asked again until its time is up:
  ///     agreement is fast, disagreement slow.
  public init(
    executable: String, engine: ScraperEngine, patience: Patience = Patience(),
    agrees: @escaping @Sendable (ComparedState) -> Bool
  ) throws(HarnessFailure) {
    guard let compared = engine.compared else {
      throw HarnessFailure(message: "the built-in scraper is compared with a real one")
    }
    self.engine = compared
    self.agrees = agrees
    resources = try RunResources(executable: executable)
    var options = RunOptions(patience: patience)
    options.beside = engine
    self.options = options
  }

  /// Compares over one scenario, on the calling thread.
  public func compare(_ scenario: Scenario) -> ComparisonRecord {
    let watch = Stopwatch()
    var record = ComparisonRecord(
      scenario: playing(scenario), engine: engine, plan: nil, states: [], failure: nil, diagnostics: nil,
      durationSeconds: 0)
    do {
      let range = try resources.slices.take(Planner.addressCount(for: scenario))
      defer { resources.slices.giveBack(range) }
      try run(in: range, &record)
    } catch let failure as HarnessFailure {
      record.failure = failure
    } catch let diagnostics as Diagnostics {
      record.diagnostics = diagnostics
    } catch {
      record.failure = HarnessFailure(message: "\(error)")
    }
    record.durationSeconds = watch.seconds
    return record
  }

  /// Compares over scenarios on `width` threads.
  /// - Parameter finished: as for ``SuiteRun/run(_:width:finished:)``.
  public func compare(
    _ scenarios: [Scenario], width: Int, finished: @escaping @Sendable (Int, ComparisonRecord) -> Bool
  ) {
    Threads.each(scenarios.count, width: width) { index in
      compare(scenarios[index])
    } finished: {
      finished($0, $1)
    }
  }

  /// The scenario under the version of the real Prometheus, whatever it asked for: the built-in scraper must behave as
  /// the engine that it is held against. VictoriaMetrics does as Prometheus 2 where the two versions part.
  private func playing(_ scenario: Scenario) -> Scenario {
    let version = engine.name == "prometheus" ? engine.version : "2.53.3"
    var scenario = scenario
    for index in scenario.states.indices { scenario.states[index].prometheus.version = version }
    return scenario
  }

  private func run(in range: AddressRange, _ record: inout ComparisonRecord) throws {
    let plan = try Planner.plan(record.scenario, addresses: range)
    record.plan = plan
    let folder = try RunFolder()
    defer { folder.remove() }
    let cluster = RunningCluster(resources: resources, options: options, folder: folder)
    defer { cluster.stop() }
    for state in plan.states {
      try cluster.enter(state)
      record.states.append(try cluster.compare(state, until: agrees))
      // Whoever refuses its first configuration is not there any more.
      if record.states.count == 1, !cluster.refusals.isEmpty { return }
    }
  }
}
