import Contract
import Judging
import Planning
import PrometheusModel
import Reporting
import Running
import Scenarios
import SourceText
import Synchronization

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
    let session = ProxyComparisonSession(
      count: scenarios.count, terminal: terminal, showsProgress: format == .pretty && output.isStandard)
    let run = try ProxyComparisonRun(executable: try Executable.path(), envoy: engine, patience: patience)
    run.compare(scenarios, width: width) { session.finished($0, $1) }
    if let diagnostics = session.diagnostics() { throw diagnostics }
    let verdict = session.verdict(ComparedEngine(name: engine.name, version: engine.version))
    try output.write(
      ComparisonRenderer.render(
        verdict, format: format,
        style: ReportStyle(hasColour: output.isStandard && terminal.hasColour, width: terminal.width)))
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
}

/// Collects comparisons as they come.
private final class ProxyComparisonSession: Sendable {
  private struct State {
    var comparisons: [Int: ScenarioComparison] = [:]
    var diagnostics: [Diagnostic] = []
  }

  private let state = Mutex(State())
  private let count: Int
  private let terminal: Terminal
  private let showsProgress: Bool
  private let watch = Stopwatch()

  init(count: Int, terminal: Terminal, showsProgress: Bool) {
    self.count = count
    self.terminal = terminal
    self.showsProgress = showsProgress
  }

  func finished(_ index: Int, _ record: ProxyComparisonRecord) -> Bool {
    if let diagnostics = record.builtIn.diagnostics ?? record.real.diagnostics {
      state.withLock { $0.diagnostics += diagnostics.all }
      return false
    }
    let failure = record.builtIn.failure ?? record.real.failure
    if failure == .interrupted { return false }
    let states = record.states
    var comparison = ScenarioComparison(
      of: record.scenario, with: record.engine,
      builtInVersion: record.builtIn.plan?.states.first.map { "\($0.installation.prometheusVersion)" },
      states: states, failure: failure,
      durationSeconds: record.builtIn.durationSeconds + record.real.durationSeconds)
    comparison.compare(
      Self.verdict(on: record.builtIn), Self.verdict(on: record.real), in: states, with: record.engine)
    let finished = comparison
    let done = state.withLock {
      $0.comparisons[index] = finished
      return $0.comparisons.count
    }
    if showsProgress { terminal.complain(ComparisonRenderer.line(finished, done: done, of: count)) }
    return true
  }

  private static func verdict(on record: ScenarioRecord) -> ScenarioVerdict {
    Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds)
  }

  func verdict(_ engine: ComparedEngine) -> ComparisonVerdict {
    let comparisons = state.withLock { $0.comparisons }
    return ComparisonVerdict(
      engine: engine, scenarios: comparisons.sorted { $0.key < $1.key }.map(\.value),
      durationSeconds: watch.seconds)
  }

  func diagnostics() -> Diagnostics? {
    let all = state.withLock { $0.diagnostics }
    return all.isEmpty ? nil : Diagnostics(all)
  }
}
