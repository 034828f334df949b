import Behaviours
import Judging
import Running
import Scenarios
import Synchronization

/// Runs scenarios with one behaviour at a time deliberately wrong.
///
/// The files that claim a behaviour run first, and each of them has to notice; what none of them notices is then looked
/// for in all others that can be touched by it. A verdict comes from nothing but real runs.
struct MutationRun: Sendable {
  private let suite: SuiteRun
  private let scenarios: [Scenario]
  private let claims: [String: [String]]
  /// Whether every scenario runs, rather than those up to the first that notices.
  private let findsAll: Bool
  private let baseline = Baseline()

  init(_ scenarios: [Scenario], suite: SuiteRun, findsAll: Bool) {
    self.suite = suite
    self.scenarios = scenarios
    self.findsAll = findsAll
    claims = Ledger.claims(of: scenarios)
  }

  /// The verdict on one mutant. Blocks the calling thread.
  func verdict(on entry: Ledger.Entry) -> MutantVerdict {
    var verdict = MutantVerdict(
      id: entry.id, summary: entry.row.summary, tests: entry.row.tests, fate: .untouched)
    let claiming = claims[entry.id] ?? []
    if entry.row.tests != nil, claiming.isEmpty {
      verdict.fate = .leftToTests
      return verdict
    }
    for path in claiming where !Interruption.hasCome {
      let cells = scenarios.filter { $0.path == path }
      if !cells.contains(where: { notices(entry, $0, &verdict) }) { verdict.idleClaims.append(path) }
    }
    if verdict.noticedBy.isEmpty || findsAll {
      for scenario in scenarios where !claiming.contains(scenario.path) && !Interruption.hasCome {
        if notices(entry, scenario, &verdict), !findsAll { break }
      }
    }
    if !verdict.noticedBy.isEmpty { verdict.fate = .caught }
    return verdict
  }

  /// Whether a scenario fails with the mutant and passes without it.
  private func notices(_ entry: Ledger.Entry, _ scenario: Scenario, _ verdict: inout MutantVerdict) -> Bool {
    guard let mutant = scenario.mutated(by: entry) else { return false }
    verdict.fate = .uncaught
    verdict.runs += 1
    switch status(of: mutant) {
    case .passed, .skipped: return false
    case .errored:
      verdict.doubtful.append(scenario.name)
      return false
    case .failed:
      guard baseline.passes(scenario.name, { status(of: scenario) == .passed }) else {
        verdict.doubtful.append(scenario.name)
        return false
      }
      verdict.noticedBy.append(scenario.name)
      return true
    }
  }

  private func status(of scenario: Scenario) -> Status {
    let record = suite.run(scenario)
    guard record.diagnostics == nil else { return .errored }
    return Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds
    ).status
  }
}

/// How scenarios come out with nothing wrong; each is run once, when it is asked for.
private final class Baseline: Sendable {
  private let known = Mutex<[String: Bool]>([:])

  func passes(_ name: String, _ run: () -> Bool) -> Bool {
    if let passes = known.withLock({ $0[name] }) { return passes }
    let passes = run()
    known.withLock { $0[name] = passes }
    return passes
  }
}
