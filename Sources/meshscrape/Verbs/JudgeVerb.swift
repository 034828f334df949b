import Contract
import FoundationEssentials
import Glibc
import Judging
import Planning
import Reporting
import Scenarios

/// `meshscrape judge`: from kept evidence to the verdict, again.
enum JudgeVerb: Verb {
  static let name = "judge"
  static let usage = "DIR [options]"
  static let summary = "Judges again what a run kept with --keep; no process is started."
  static let options = [
    Option("--format", value: "FORMAT", "pretty, json, junit, tap or github; default: pretty")
  ]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.count == 1, let folder = arguments.positional.first else {
      throw UsageError("takes the folder that 'meshscrape run --keep' wrote")
    }
    let format = try arguments.choice("--format", ReportFormat.self) ?? .pretty
    let verdicts = try folders(under: folder).map { try judge($0) }
    guard !verdicts.isEmpty else { throw UsageError("\(folder) holds no kept run (no run.json)") }
    let verdict = RunVerdict(
      scenarios: verdicts, durationSeconds: verdicts.reduce(0) { $0 + $1.durationSeconds })
    terminal.print(
      ReportRenderer.render(
        verdict, format: format, style: ReportStyle(hasColour: terminal.hasColour, width: terminal.width)))
    return verdict.exitCode
  }

  private static func folders(under path: String) throws(UsageError) -> [String] {
    if access("\(path)/run.json", R_OK) == 0 { return [path] }
    guard let folder = opendir(path) else {
      throw UsageError("cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if access("\(path)/\(name)/run.json", R_OK) == 0 { names.append(name) }
    }
    return names.sorted().map { "\(path)/\($0)" }
  }

  private static func judge(_ folder: String) throws -> ScenarioVerdict {
    guard let text = DiagnosticText.read("\(folder)/run.json"),
      let run = try? JSONDecoder().decode(
        EvidenceFolder.Run.self, from: Array(text.utf8).withUnsafeBytes { Data($0) })
    else { throw UsageError("\(folder)/run.json is not what 'meshscrape run --keep' wrote") }
    let scenarios = try ScenarioLoader.load("\(folder)/scenario.yaml")
    guard var scenario = scenarios.first(where: { $0.cell == run.cell }) else {
      throw UsageError("\(folder)/scenario.yaml has no cell \(run.cell ?? "")")
    }
    scenario.path = run.path
    var plan: Plan?
    if let slice = run.slice, let first = run.firstAddress {
      plan = try Planner.plan(
        scenario,
        addresses: AddressRange(slice: slice, first: first, count: Planner.addressCount(for: scenario)))
    }
    return Judge.verdict(
      on: scenario, plan: plan, observations: run.observations, failure: run.failure,
      durationSeconds: run.durationSeconds)
  }
}
