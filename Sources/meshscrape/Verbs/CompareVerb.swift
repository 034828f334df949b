import Contract
import Judging
import Planning
import PrometheusModel
import Reporting
import Running
import Scenarios
import SourceText
import Synchronization

/// `meshscrape compare`: the built-in scraper and a real one on the same running pods.
enum CompareVerb: Verb {
  static let name = "compare"
  static let usage = "--scraper ENGINE | --proxy ENGINE [PATH… | --worlds N | --clients] [options]"
  static let summary = "Holds the built-in scraper or proxy against a real one."
  static let options =
    [
      Option("--scraper", value: "ENGINE", "the real one: prometheus, prometheus@2.53 or victoriametrics"),
      Option("--proxy", value: "ENGINE", "the real one: envoy, envoy@1.40; runs each scenario twice"),
      Option("--clients", "with --proxy: mode × protocol × client as a table, instead of scenarios"),
    ] + Selection.options + WorldSelection.options + [
      Option("--jobs", short: "-j", value: "N", "compare over N scenarios at a time; default: 16"),
      Option("--format", value: "FORMAT", "pretty or json; default: pretty"),
      Option("--output", short: "-o", value: "FILE", "write the report to FILE instead of standard output"),
      Option("--shard", value: "I/N", "take the I-th of N equal shares"),
      Option("--timeout", value: "DURATION", "the longest wait for a process, for discovery, …; default: 15s"),
    ]

  /// A real Prometheus does nothing for most of five seconds, its discovery's throttle, so that many fit side by side.
  private static let width = 16

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    if let text = arguments.value("--proxy") { return try ProxyComparing.run(text, arguments, terminal) }
    guard let text = arguments.value("--scraper") else {
      throw UsageError(
        "needs the real engine to compare with: --scraper prometheus or victoriametrics, or --proxy envoy")
    }
    let engine = try EngineChoice.scraper(text)
    guard let compared = engine.compared else {
      throw UsageError("--scraper builtin cannot be compared with itself; take prometheus or victoriametrics")
    }
    let format = try arguments.choice("--format", ComparisonRenderer.Format.self) ?? .pretty
    let width = try arguments.number("--jobs") ?? width
    let shard = try arguments.value("--shard").map { text throws(UsageError) in try Shard(text) }
    let patience = try arguments.duration("--timeout").map { Patience(milliseconds: $0) } ?? Patience()
    let worlds = try WorldSelection(arguments, engine: compared)
    var scenarios = try worlds?.scenarios() ?? Selection.scenarios(arguments)
    if let shard { scenarios = try shard.share(of: scenarios) }
    let output = try ReportOutput(path: arguments.value("--output"))

    Interruption.install()
    let session = ComparisonSession(
      engine: compared, count: scenarios.count, terminal: terminal,
      showsProgress: format == .pretty && output.isStandard)
    let run = try ComparisonRun(executable: try Executable.path(), engine: engine, patience: patience) {
      state in
      StateComparison(of: state, with: compared).differences.isEmpty
    }
    run.compare(scenarios, width: width) { session.finished($0, $1) }
    if let diagnostics = session.diagnostics() { throw diagnostics }
    let verdict = session.verdict()
    try output.write(
      ComparisonRenderer.render(
        verdict, format: format,
        style: ReportStyle(hasColour: output.isStandard && terminal.hasColour, width: terminal.width)))
    try worlds?.report(verdict, WorldShrinking(run: run, engine: compared, width: width), terminal)
    return Interruption.hasCome ? Program.ExitCode.interrupted : verdict.exitCode
  }
}

/// Collects comparisons as they come, and shows how far they are.
private final class ComparisonSession: Sendable {
  private struct State {
    var comparisons: [Int: ScenarioComparison] = [:]
    var diagnostics: [Diagnostic] = []
  }

  private let state = Mutex(State())
  private let engine: ComparedEngine
  private let count: Int
  private let terminal: Terminal
  private let showsProgress: Bool
  private let watch = Stopwatch()

  init(engine: ComparedEngine, count: Int, terminal: Terminal, showsProgress: Bool) {
    self.engine = engine
    self.count = count
    self.terminal = terminal
    self.showsProgress = showsProgress
  }

  /// Takes a record. Called one at a time.
  /// - Returns: whether the run goes on.
  func finished(_ index: Int, _ record: ComparisonRecord) -> Bool {
    if let diagnostics = record.diagnostics {
      state.withLock { $0.diagnostics += diagnostics.all }
      return false
    }
    if record.failure == .interrupted { return false }
    let comparison = ScenarioComparison(
      of: record.scenario, with: record.engine,
      builtInVersion: record.plan?.states.first.map { "\($0.installation.prometheusVersion)" },
      states: record.states, failure: record.failure, durationSeconds: record.durationSeconds)
    let done = state.withLock {
      $0.comparisons[index] = comparison
      return $0.comparisons.count
    }
    if showsProgress { terminal.complain(ComparisonRenderer.line(comparison, done: done, of: count)) }
    return true
  }

  func verdict() -> ComparisonVerdict {
    let comparisons = state.withLock { $0.comparisons }
    return ComparisonVerdict(
      engine: engine, scenarios: comparisons.sorted { $0.key < $1.key }.map(\.value),
      durationSeconds: watch.seconds)
  }

  /// What planning found wrong with the scenarios.
  func diagnostics() -> Diagnostics? {
    let all = state.withLock { $0.diagnostics }
    return all.isEmpty ? nil : Diagnostics(all)
  }
}
