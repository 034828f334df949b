public import Contract
public import Scenarios

/// How the built-in scraper and a real engine agree over scenarios.
public struct ComparisonVerdict: Sendable {
  /// The real engine.
  public var engine: ComparedEngine
  /// The scenarios in order.
  public var scenarios: [ScenarioComparison]
  /// How long all took, in seconds.
  public var durationSeconds: Double

  /// Sums up scenarios.
  public init(engine: ComparedEngine, scenarios: [ScenarioComparison], durationSeconds: Double) {
    self.engine = engine
    self.scenarios = scenarios
    self.durationSeconds = durationSeconds
  }

  /// How many scenarios have a status.
  public func count(_ status: ScenarioComparison.Status) -> Int {
    scenarios.count { $0.status == status }
  }

  /// 0 if all agree but for accepted differences, 1 if some do not, 3 if something could not be compared.
  public var exitCode: Int32 {
    if count(.errored) > 0 { return 3 }
    return count(.differs) > 0 ? 1 : 0
  }
}

/// How the two agree over one scenario.
public struct ScenarioComparison: Sendable {
  /// What came of it.
  public enum Status: String, Sendable, Codable, CaseIterable {
    /// No difference, or accepted ones alone.
    case agrees
    /// A difference that is not accepted.
    case differs
    /// The harness could not compare.
    case errored
  }

  /// The file as it was named.
  public var path: String
  /// The matrix cell.
  public var cell: String?
  /// The claim of the scenario.
  public var title: String
  /// The version of Prometheus that the built-in scraper played.
  public var builtInVersion: String?
  /// The states that were compared.
  public var states: [StateComparison]
  /// Why the harness could not go on, if it could not.
  public var failure: HarnessFailure?
  /// From the first process' start to the last reading, in seconds.
  public var durationSeconds: Double

  /// What came of it.
  public var status: Status {
    if failure != nil { return .errored }
    return states.contains { !$0.differences.isEmpty } ? .differs : .agrees
  }

  /// The path, and the cell in brackets if there is one.
  public var name: String { cell.map { "\(path) [\($0)]" } ?? path }

  /// Compares what was read in each state of a scenario.
  public init(
    of scenario: Scenario, with engine: ComparedEngine, builtInVersion: String?, states: [ComparedState],
    failure: HarnessFailure?, durationSeconds: Double
  ) {
    path = scenario.path
    cell = scenario.cell
    title = scenario.title
    self.builtInVersion = builtInVersion
    self.states = states.map { StateComparison(of: $0, with: engine) }
    self.failure = failure
    self.durationSeconds = durationSeconds
  }
}

/// How the two agree in one state.
public struct StateComparison: Sendable {
  /// The name of the step, nil for the first state.
  public var name: String?
  /// How many active targets the real engine has.
  public var activeTargets: Int
  /// How many dropped targets it lists.
  public var droppedTargets: Int
  /// How many series it has.
  public var series: Int
  /// The differences that nobody has reasoned.
  public var differences: [Difference]
  /// The accepted differences.
  public var accepted: [Accepted]

  /// A difference, and which known one it is.
  public struct Accepted: Sendable {
    /// The ``AcceptedDifference/id``.
    public var id: String
    /// The difference.
    public var difference: Difference
  }

  /// Compares a state and sorts the differences.
  public init(of state: ComparedState, with engine: ComparedEngine) {
    name = state.name
    activeTargets = state.real.active.count
    droppedTargets = state.real.dropped.count
    series = state.real.series.count
    differences = []
    accepted = []
    for difference in Comparison.differences(in: state) {
      if let known = AcceptedDifference.matching(difference, in: state, of: engine) {
        accepted.append(Accepted(id: known.id, difference: difference))
      } else {
        differences.append(difference)
      }
    }
  }
}
