import Contract
import Judging
import Planning
import Running
import Scenarios
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints what a verdict costs beside the floor that the machine sets, and what many pods and scenarios do.
struct VerdictBench {
  let options: BenchOptions

  func run() throws {
    let executable = options.executable
    let isQuick = options.isQuick
    let rounds = isQuick ? 10 : 60
    let suite = try SuiteRun(executable: executable)
    var table = Table(["measurement", "median", "p90", "n", "ratio to floor"])

    let scenario = try SampleScenario.strictMerging(pods: 1)
    let floor = Statistics(try Floor(processes: 5).measure(rounds: rounds))
    let one = Statistics(try verdicts(suite, scenario, rounds: rounds))
    table.add([
      "floor: 5 bare processes, 1 TLS handshake, 12 exchanges", ms(floor.median), ms(floor.quantile(0.9)),
      "\(rounds)", "1",
    ])
    table.add([
      "1 pod, STRICT, merging: start to verdict", ms(one.median), ms(one.quantile(0.9)), "\(rounds)",
      (one.median / floor.median).fixed(2),
    ])
    print(table.text)

    var scale = Table(["measurement", "wall s", "CPU s", "largest process MiB"])
    try measure("the whole suite", into: &scale) {
      let scenarios = try ScenarioLoader.files(at: ["Scenarios"]).filter { !$0.contains("/invalid/") }
        .flatMap { try ScenarioLoader.load($0) }
      try runAll(suite, scenarios)
      return "\(scenarios.count) scenarios, 4 at a time"
    }
    for (pods, isolation) in sizes(isQuick) {
      try measure("", into: &scale) {
        var options = RunOptions(patience: Patience(milliseconds: 120_000))
        options.isolation = isolation
        let suite = try SuiteRun(executable: executable, options: options)
        _ = try verdicts(suite, try SampleScenario.strictMerging(pods: pods), rounds: 1)
        return "\(pods) pods, isolation \(isolation.rawValue)"
      }
    }
    print(scale.text)
  }

  private func sizes(_ isQuick: Bool) -> [(Int, RunOptions.Isolation)] {
    isQuick ? [(100, .process)] : [(100, .process), (1000, .process), (1000, .node), (10_000, .node)]
  }

  /// The times from start to verdict of a scenario that must pass.
  private func verdicts(_ suite: SuiteRun, _ scenario: Scenario, rounds: Int) throws -> [Double] {
    try (0..<rounds).map { _ in
      let watch = Stopwatch()
      let record = suite.run(scenario)
      let verdict = Judge.verdict(
        on: scenario, plan: record.plan, observations: record.observations, failure: record.failure,
        durationSeconds: record.durationSeconds)
      let seconds = watch.seconds
      guard verdict.status == .passed else {
        throw HarnessFailure(
          message: "the measured scenario did not pass: \(record.failure?.description ?? "") "
            + "\(verdict.expectations.filter { $0.status != .passed }.map { "\($0.text): \($0.actual)" })")
      }
      return seconds
    }
  }

  private func runAll(_ suite: SuiteRun, _ scenarios: [Scenario]) throws {
    suite.run(scenarios, width: 4) { _, record in record.failure == nil }
  }

  private func measure(_ name: String, into table: inout Table, _ work: () throws -> String) throws {
    let before = Usage.now
    let watch = Stopwatch()
    let detail = try work()
    let seconds = watch.seconds
    let after = Usage.now
    table.add([
      name.isEmpty ? detail : "\(name) (\(detail))", seconds.fixed(2),
      (after.cpuSeconds - before.cpuSeconds).fixed(2),
      after.largestChild.fixed(0),
    ])
  }

  private func ms(_ seconds: Double) -> String { (seconds * 1000).fixed(1) + " ms" }
}
