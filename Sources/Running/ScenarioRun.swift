import CSystem
public import Contract
import Exposition
import Glibc
public import Planning
import PrometheusModel
public import Scenarios
public import SourceText
import Wire

/// What came of running one scenario.
public struct ScenarioRecord: Sendable {
  /// The scenario that ran.
  public var scenario: Scenario
  /// What was planned; nil when planning found the scenario wrong.
  public var plan: Plan?
  /// The addresses that the plan used, with which it can be planned again.
  public var addresses: AddressRange?
  /// What was seen, one observation a state that was reached.
  public var observations: [Observation]
  /// Why the harness could not go on, if it could not.
  public var failure: HarnessFailure?
  /// What is wrong with the scenario, if planning found it.
  public var diagnostics: Diagnostics?
  /// From the first process' start to the last observation, in seconds.
  public var durationSeconds: Double
  /// Everything that the scraper told, one reading a state that was reached; empty unless it was asked for.
  public var readings: [ScraperReading] = []
}

/// Runs one scenario: plan, processes, observations, tear-down. Blocks the calling thread.
struct ScenarioRun {
  let scenario: Scenario
  let resources: RunResources
  let options: RunOptions
  /// Whether what has been seen so far holds. What does not is looked at again while a real engine may still change its
  /// mind; the built-in scraper says by events when it has seen all.
  var holds: @Sendable (ScenarioRecord) -> Bool = { _ in true }

  func record() -> ScenarioRecord {
    do throws(HarnessFailure) {
      let range = try resources.slices.take(Planner.addressCount(for: scenario))
      defer { resources.slices.giveBack(range) }
      return record(in: range)
    } catch {
      return ScenarioRecord(
        scenario: scenario, plan: nil, addresses: nil, observations: [], failure: error, diagnostics: nil,
        durationSeconds: 0)
    }
  }

  /// Runs on given addresses, which nobody else may use.
  func record(in range: AddressRange) -> ScenarioRecord {
    let watch = Stopwatch()
    var record = ScenarioRecord(
      scenario: scenario, plan: nil, addresses: range, observations: [], failure: nil, diagnostics: nil,
      durationSeconds: 0)
    do {
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

  private func run(in range: AddressRange, _ record: inout ScenarioRecord) throws {
    let plan = try Planner.plan(scenario, addresses: range)
    record.plan = plan
    let permits = resources.takePermits(for: plan, options)
    defer { resources.giveBack(permits) }
    let folder = try RunFolder()
    defer { folder.remove() }
    let cluster = RunningCluster(resources: resources, options: options, folder: folder)
    defer { cluster.stop() }
    for (state, expectations) in zip(plan.states, scenario.states.map(\.expectations)) {
      try cluster.enter(state)
      let deadline = Deadline.after(milliseconds: cluster.hesitationMilliseconds)
      record.observations.append(try cluster.observe(state, expectations: expectations))
      while !holds(record), try cluster.looksAgain(until: deadline) {
        record.observations[record.observations.count - 1] = try cluster.observe(
          state, expectations: expectations)
      }
      if options.readsEverything { record.readings.append(try cluster.readEverything(state)) }
    }
  }

  /// Runs the scenario's states and stays in the last one until interrupted.
  func stay(announcing: (StatePlan) -> Void) throws {
    let range = try resources.slices.take(Planner.addressCount(for: scenario))
    defer { resources.slices.giveBack(range) }
    let plan = try Planner.plan(scenario, addresses: range)
    let permits = resources.takePermits(for: plan, options)
    defer { resources.giveBack(permits) }
    let folder = try RunFolder()
    defer { folder.remove() }
    let cluster = RunningCluster(resources: resources, options: options, folder: folder)
    defer { cluster.stop() }
    for state in plan.states { try cluster.enter(state) }
    if let last = plan.states.last { announcing(last) }
    try cluster.stay()
  }
}

/// What the scenarios of a run share.
struct RunResources: Sendable {
  let slices: AddressSlices
  let identities: Identities
  let executable: String
  let permits: EnvoyPermits

  init(executable: String) throws(HarnessFailure) {
    slices = AddressSlices()
    identities = try Identities()
    self.executable = executable
    permits = try EnvoyPermits()
  }

  /// Waits until as many Envoys may start as a plan needs.
  func takePermits(for plan: Plan, _ options: RunOptions) -> Int {
    options.proxy == .builtIn ? 0 : permits.take(for: plan)
  }

  func giveBack(_ number: Int) { permits.giveBack(number) }
}

/// How scenarios are run.
public struct RunOptions: Sendable {
  /// The longest waits.
  public var patience: Patience
  /// How many times every target is scraped after discovery is in step, before anything is read.
  ///
  /// One more than the first: counters of the agent that appear only after a failure, and connections that a
  /// changed policy drains, show on the second.
  public var scrapes: Int
  /// When the scraper scrapes.
  public var schedule: ScraperConfiguration.Schedule
  /// Whether several pods' roles share one process.
  public var isolation: Isolation
  /// Which scraper runs.
  public var scraper: ScraperEngine
  /// Which proxy runs in the pods.
  public var proxy: ProxySoftware
  /// A real engine that scrapes the same pods beside the built-in scraper; nil for none.
  public var beside: ScraperEngine?

  /// Whether everything that the scraper tells is read in every state.
  var readsEverything = false

  /// The real engine that runs, alone or beside the built-in scraper.
  var realScraper: ScraperEngine? { scraper == .builtIn ? beside : scraper }

  /// How pods share processes.
  public enum Isolation: String, Sendable, CaseIterable {
    /// A process a role.
    case process
    /// A process for the roles of many pods, as a node has them.
    case node
  }

  /// The defaults of `meshscrape run`.
  public init(
    patience: Patience = Patience(), scrapes: Int = 2, schedule: ScraperConfiguration.Schedule = .onCommand,
    isolation: Isolation = .process, scraper: ScraperEngine = .builtIn,
    proxy: ProxySoftware = .builtIn
  ) {
    self.patience = patience
    self.scrapes = scrapes
    self.schedule = schedule
    self.isolation = isolation
    self.scraper = scraper
    self.proxy = proxy
  }
}
