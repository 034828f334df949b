import Contract
import Judging
import Planning
import PrometheusModel
import Reporting
import Running
import Scenarios

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
      with: compared, count: scenarios.count, format: format, output: output, terminal: terminal)
    let run = try ComparisonRun(executable: try Executable.path(), engine: engine, patience: patience) {
      state in
      StateComparison(of: state, with: compared).differences.isEmpty
    }
    run.compare(scenarios, width: width) { index, record in
      session.finished(index, record.diagnostics, record.failure) { Self.comparison(record) }
    }
    let verdict = try session.report()
    try worlds?.report(verdict, WorldShrinking(run: run, engine: compared, width: width), terminal)
    return Interruption.hasCome ? Program.ExitCode.interrupted : verdict.exitCode
  }

  private static func comparison(_ record: ComparisonRecord) -> ScenarioComparison {
    ScenarioComparison(
      of: record.scenario, with: record.engine,
      builtInVersion: record.plan?.states.first.map { "\($0.installation.prometheusVersion)" },
      states: record.states, failure: record.failure, durationSeconds: record.durationSeconds)
  }
}
