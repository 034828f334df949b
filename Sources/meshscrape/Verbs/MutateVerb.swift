import Contract
import Glibc
import Judging
import Reporting
import Running
import Scenarios
import SourceText
import Synchronization

/// `meshscrape mutate`: whether the suite notices when a behaviour is wrong.
enum MutateVerb: Verb {
  static let name = "mutate"
  static let usage = "[PATH…] [options]"
  static let summary = "Makes one behaviour of the ledger wrong at a time, and says which scenarios notice."
  static let options =
    Selection.options + [
      Option("--behaviour", value: "ID,…", "only these; * and ? are wildcards: 'merge.*'"),
      Option("--all", "find every scenario that notices, not only the first"),
      Option("--jobs", short: "-j", value: "N", "try N behaviours at a time; default: twice the processors"),
      Option("--format", value: "FORMAT", "pretty or json; default: pretty"),
      Option("--output", short: "-o", value: "FILE", "write the report to FILE instead of standard output"),
      Option("--timeout", value: "DURATION", "the longest wait for a process, for discovery, …; default: 15s"),
    ]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    let format = try arguments.choice("--format", MutationRenderer.Format.self) ?? .pretty
    let width = try arguments.number("--jobs") ?? 2 * Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    var options = RunOptions()
    if let milliseconds = try arguments.duration("--timeout") {
      options.patience = Patience(milliseconds: milliseconds)
    }
    let entries = try chosen(arguments.value("--behaviour"))
    let scenarios = try Selection.scenarios(arguments)
    let output = try ReportOutput(path: arguments.value("--output"))

    Interruption.install()
    let watch = Stopwatch()
    let suite = try SuiteRun(executable: try Executable.path(), options: options)
    let run = MutationRun(scenarios, suite: suite, findsAll: arguments.has("--all"))
    let found = Mutex<[Int: MutantVerdict]>([:])
    let showsProgress = format == .pretty && output.isStandard
    Threads.each(entries.count, width: width) {
      run.verdict(on: entries[$0])
    } finished: { index, verdict in
      if Interruption.hasCome { return false }
      let done = found.withLock {
        $0[index] = verdict
        return $0.count
      }
      if showsProgress { terminal.complain(MutationRenderer.line(verdict, done: done, of: entries.count)) }
      return true
    }
    let verdict = MutationVerdict(
      mutants: found.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value), scenarios: scenarios.count,
      durationSeconds: watch.seconds)
    try output.write(
      MutationRenderer.render(
        verdict, format: format,
        style: ReportStyle(hasColour: output.isStandard && terminal.hasColour, width: terminal.width)))
    return Interruption.hasCome ? Program.ExitCode.interrupted : verdict.exitCode
  }

  /// The behaviours that are asked for, all by default.
  private static func chosen(_ text: String?) throws(UsageError) -> [Ledger.Entry] {
    guard let text else { return Ledger.entries }
    var chosen: [Ledger.Entry] = []
    for pattern in text.split(separator: ",").map(String.init) {
      let glob = Glob(pattern)
      let matching = Ledger.entries.filter { glob.matches($0.id) && !chosen.contains($0) }
      guard !matching.isEmpty || chosen.contains(where: { glob.matches($0.id) }) else {
        let hint = nearest(pattern, among: Ledger.entries.map(\.id)).map { ", did you mean \($0)" } ?? ""
        throw UsageError("no behaviour is called '\(pattern)'\(hint); 'meshscrape behaviours' lists them")
      }
      chosen += matching
    }
    guard !chosen.isEmpty else { throw UsageError("--behaviour takes ids, such as merge.streams") }
    return chosen
  }
}
