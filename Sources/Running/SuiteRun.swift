public import Contract
import Glibc
public import Planning
public import Scenarios
import Wire

/// Runs scenarios, several at a time.
public struct SuiteRun: Sendable {
  private let resources: RunResources
  private let options: RunOptions
  private let holds: @Sendable (ScenarioRecord) -> Bool

  /// Makes the mesh root that the scenarios share.
  /// - Parameters:
  ///   - executable: the `meshscrape` binary that plays the roles.
  ///   - holds: whether what has been seen so far holds. A real engine says by no event when it has seen everything: what
  ///     does not hold is looked at again until its time is up.
  public init(
    executable: String, options: RunOptions = RunOptions(),
    holds: @escaping @Sendable (ScenarioRecord) -> Bool = { _ in true }
  ) throws(HarnessFailure) {
    self.holds = holds
    resources = try RunResources(executable: executable)
    self.options = options
  }

  /// Runs one scenario on the calling thread.
  public func run(_ scenario: Scenario) -> ScenarioRecord {
    ScenarioRun(scenario: scenario, resources: resources, options: options, holds: holds).record()
  }

  /// Runs a scenario and stays in its last state until the user interrupts.
  public func stay(_ scenario: Scenario, announcing: (StatePlan) -> Void) throws {
    var options = options
    options.schedule = .interval
    try ScenarioRun(scenario: scenario, resources: resources, options: options).stay(announcing: announcing)
  }

  /// Runs scenarios on `width` threads.
  /// - Parameter finished: called after each scenario on the thread that ran it, one call at a time; false stops
  ///   the run: no further scenario is started.
  public func run(
    _ scenarios: [Scenario], width: Int, finished: @escaping @Sendable (Int, ScenarioRecord) -> Bool
  ) {
    Threads.each(scenarios.count, width: width) {
      run(scenarios[$0])
    } finished: {
      finished($0, $1)
    }
  }
}
