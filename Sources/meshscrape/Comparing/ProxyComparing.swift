import Contract
import Judging
import Planning
import PrometheusModel
import Reporting
import Running
import Scenarios

/// `meshscrape compare --proxy envoy`: scenarios with built-in proxies and with Envoys, or the clients' table.
enum ProxyComparing {
  /// Two runs of a scenario come one after the other, and Envoys take processors.
  private static let width = 4

  static func run(_ text: String, _ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.value("--scraper") == nil else {
      throw UsageError("compares one part at a time: --scraper or --proxy")
    }
    guard case .envoy(let engine) = try EngineChoice.proxy(text) else {
      throw UsageError("--proxy builtin cannot be compared with itself; take envoy")
    }
    let output = try ReportOutput(path: arguments.value("--output"))
    Interruption.install()
    if arguments.has("--clients") { return try clients(engine, output) }
    let format = try arguments.choice("--format", ComparisonRenderer.Format.self) ?? .pretty
    let width = try arguments.number("--jobs") ?? width
    let patience = try arguments.duration("--timeout").map { Patience(milliseconds: $0) } ?? Patience()
    var scenarios = try Selection.scenarios(arguments)
    if let shard = try arguments.value("--shard").map({ text throws(UsageError) in try Shard(text) }) {
      scenarios = try shard.share(of: scenarios)
    }
    let session = ComparisonSession(
      with: ComparedEngine(name: engine.name, version: engine.version), count: scenarios.count,
      format: format, output: output, terminal: terminal)
    let run = try ProxyComparisonRun(executable: try Executable.path(), envoy: engine, patience: patience)
    run.compare(scenarios, width: width) { index, record in
      session.finished(
        index, record.builtIn.diagnostics ?? record.real.diagnostics,
        record.builtIn.failure ?? record.real.failure
      ) { comparison(record) }
    }
    let verdict = try session.report()
    return Interruption.hasCome ? Program.ExitCode.interrupted : verdict.exitCode
  }

  private static func clients(_ engine: RealEngine, _ output: ReportOutput) throws -> Int32 {
    let matrix = try ProxyMatrix.taken(executable: try Executable.path(), envoy: engine)
    let count = matrix.differences.count
    try output.write(
      matrix.table + "\n\(matrix.cells.count) cells, built-in beside Envoy \(engine.version): "
        + "\(count == 0 ? "all the same" : "\(count) differ")\n")
    return count == 0 ? 0 : 1
  }

  private static func comparison(_ record: ProxyComparisonRecord) -> ScenarioComparison {
    let states = record.states
    var comparison = ScenarioComparison(
      of: record.scenario, with: record.engine,
      builtInVersion: record.builtIn.plan?.states.first.map { "\($0.installation.prometheusVersion)" },
      states: states, failure: record.builtIn.failure ?? record.real.failure,
      durationSeconds: record.builtIn.durationSeconds + record.real.durationSeconds)
    comparison.compare(verdict(on: record.builtIn), verdict(on: record.real), in: states, with: record.engine)
    return comparison
  }

  private static func verdict(on record: ScenarioRecord) -> ScenarioVerdict {
    Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds)
  }
}
