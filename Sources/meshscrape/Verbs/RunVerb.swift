import Contract
import Glibc
import Judging
import Reporting
import Running
import Scenarios
import SourceText
import Synchronization

/// `meshscrape run`: scenarios to verdicts.
enum RunVerb: Verb {
  static let name = "run"
  static let usage = "[PATH…] [options]"
  static let summary = "Runs scenarios in real processes and says which expectations hold."
  static let options =
    Selection.options + [
      Option("--jobs", short: "-j", value: "N", "run N scenarios at a time; default: twice the processors"),
      Option("--format", value: "FORMAT", "pretty, json, junit, tap or github; default: pretty"),
      Option("--output", short: "-o", value: "FILE", "write the report to FILE instead of standard output"),
      Option("--shard", value: "I/N", "run the I-th of N equal shares"),
      Option("--fail-fast", "start no further scenario after the first that does not pass"),
      Option("--repeat", value: "N", "run everything N times"),
      Option("--keep", value: "DIR", "keep plan, events, API answers and verdict of every scenario in DIR"),
      Option("--timeout", value: "DURATION", "the longest wait for a process, for discovery, …; default: 15s"),
      Option(
        "--scraper", value: "ENGINE", "builtin, or a real one: prometheus, prometheus@2.53, victoriametrics"),
      Option("--proxy", value: "ENGINE", "the pods' proxy: builtin, or a real one: envoy, envoy@1.40"),
      Option("--isolation", value: "HOW", "process (a process a role) or node (pods share processes)"),
    ]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    let format = try arguments.choice("--format", ReportFormat.self) ?? .pretty
    let repeats = try arguments.number("--repeat") ?? 1
    let width = try arguments.number("--jobs") ?? 2 * Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let shard = try arguments.value("--shard").map { text throws(UsageError) in try Shard(text) }
    var options = RunOptions()
    if let milliseconds = try arguments.duration("--timeout") {
      options.patience = Patience(milliseconds: milliseconds)
    }
    if let isolation = try arguments.choice("--isolation", RunOptions.Isolation.self) {
      options.isolation = isolation
    }
    if let text = arguments.value("--scraper") { options.scraper = try EngineChoice.scraper(text) }
    if let text = arguments.value("--proxy") { options.proxy = try EngineChoice.proxy(text) }

    var scenarios = try Selection.scenarios(arguments)
    if let shard { scenarios = try shard.share(of: scenarios) }
    let all = repeats == 1 ? scenarios : (0..<repeats).flatMap { _ in scenarios }

    let output = try ReportOutput(path: arguments.value("--output"))
    let keeper = try arguments.value("--keep").map { folder throws(HarnessFailure) in try EvidenceFolder(folder)
    }
    Interruption.install()
    let session = RunSession(
      count: all.count, terminal: terminal, keeper: keeper, failsFast: arguments.has("--fail-fast"),
      isPretty: format == .pretty && output.isStandard, scraper: options.scraper.label,
      proxy: options.proxy.label)
    let suite = try SuiteRun(executable: try Executable.path(), options: options) { record in
      Judge.verdict(
        on: record.scenario, plan: record.plan, observations: record.observations, failure: nil,
        durationSeconds: 0
      ).expectations.allSatisfy { $0.status != .failed }
    }
    suite.run(all, width: width) { session.finished($0, $1) }
    let verdict = session.verdict()
    if let diagnostics = session.diagnostics() { throw diagnostics }
    try output.write(
      ReportRenderer.render(
        verdict, format: format,
        style: ReportStyle(hasColour: output.isStandard && terminal.hasColour, width: terminal.width)))
    return Interruption.hasCome ? Program.ExitCode.interrupted : verdict.exitCode
  }
}

/// One of several equal shares of the scenarios.
struct Shard {
  private let index: Int
  private let count: Int

  init(_ text: String) throws(UsageError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1, (1...count).contains(index)
    else { throw UsageError("--shard takes I/N with 1 <= I <= N, such as 2/4, not '\(text)'") }
    self.index = index
    self.count = count
  }

  /// Every N-th scenario, so that shares take about the same time.
  func share(of scenarios: [Scenario]) throws(UsageError) -> [Scenario] {
    let share = scenarios.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
    guard !share.isEmpty else {
      throw UsageError("--shard \(index)/\(count) selects none of the \(scenarios.count) scenarios")
    }
    return share
  }
}
