import Contract
import FoundationEssentials
import Glibc
import Judging
import Planning
import Reporting
import Running
import Scenarios
import SourceText

/// What a run keeps with `--keep DIR`, a folder a scenario: enough to judge it again, and to attach to an issue.
///
/// `scenario.yaml` the file as it was · `run.json` addresses, observations, failure, time · `prometheus-N.yml` and
/// `processes-N.json` what each state planned · `verdict.json` the report.
struct EvidenceFolder: Sendable {
  private let path: String

  init(_ path: String) throws(HarnessFailure) {
    self.path = path
    guard Self.makeFolders(path) else {
      throw HarnessFailure(message: "cannot make \(path): \(String(cString: strerror(errno)))")
    }
  }

  /// What `run.json` holds.
  struct Run: Codable {
    var path: String
    var cell: String?
    var slice: UInt8?
    var firstAddress: Int?
    var observations: [Observation]
    var failure: HarnessFailure?
    var durationSeconds: Double
  }

  /// Keeps one scenario. What cannot be written is left out: evidence must not change a verdict.
  func keep(_ record: ScenarioRecord, _ verdict: ScenarioVerdict) {
    let folder = "\(path)/\(Self.folderName(record.scenario))"
    guard Self.makeFolders(folder) else { return }
    Self.write(record.scenario.sourceText, to: "\(folder)/scenario.yaml")
    let run = Run(
      path: record.scenario.path, cell: record.scenario.cell, slice: record.addresses?.slice,
      firstAddress: record.addresses?.first, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds)
    Self.write(json: run, to: "\(folder)/run.json")
    for (index, state) in (record.plan?.states ?? []).enumerated() {
      Self.write(state.prometheusConfiguration, to: "\(folder)/prometheus-\(index).yml")
      let roles =
        state.pods.flatMap(\.roles) + [.kubeAPI(state.kubeAPI), .scraper(state.scraper)]
        + (state.consul.map { [.consul($0)] } ?? [])
      Self.write(json: roles, to: "\(folder)/processes-\(index).json")
    }
    let report = RunVerdict(scenarios: [verdict], durationSeconds: verdict.durationSeconds)
    Self.write(
      ReportRenderer.render(report, format: .json, style: ReportStyle(hasColour: false, width: nil)),
      to: "\(folder)/verdict.json")
  }

  private static func folderName(_ scenario: Scenario) -> String {
    var name = ""
    for character in scenario.name {
      let isPlain = character.isLetter || character.isNumber || "-_.=".contains(character)
      name.append(isPlain ? character : "_")
    }
    return String(name.drop { $0 == "." || $0 == "_" }.suffix(200))
  }

  static func makeFolders(_ path: String) -> Bool {
    var current = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      current += part + "/"
      if mkdir(current, 0o755) != 0, errno != EEXIST { return false }
    }
    return true
  }

  private static func write(json value: some Encodable, to file: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return }
    write(String(decoding: data, as: UTF8.self), to: file)
  }

  static func write(_ text: String, to file: String) {
    let descriptor = open(file, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    Terminal.write(text, to: descriptor)
    close(descriptor)
  }
}
