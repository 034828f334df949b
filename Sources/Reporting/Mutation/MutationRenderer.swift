public import Judging

/// From verdicts on mutants to the text of a report.
public enum MutationRenderer {
  /// The forms of the report.
  public enum Format: String, Sendable, CaseIterable {
    /// For people.
    case pretty
    /// For programs.
    case json
  }

  /// Renders a run.
  public static func render(_ run: MutationVerdict, format: Format, style: ReportStyle) -> String {
    switch format {
    case .pretty: pretty(run, Palette(isOn: style.hasColour))
    case .json: json(run).text() + "\n"
    }
  }

  /// What is shown of a mutant as soon as its fate is known.
  public static func line(_ mutant: MutantVerdict, done: Int, of count: Int) -> String {
    mutant.isSettled ? "" : "\(done)/\(count) \(mutant.id): \(word(mutant))\n"
  }

  // MARK: For people

  private static func pretty(_ run: MutationVerdict, _ palette: Palette) -> String {
    let width = run.mutants.map(\.id.count).max() ?? 0
    var text = ""
    for mutant in run.mutants {
      let mark = mutant.isSettled ? palette.green("✓") : palette.red("✗")
      let id = mutant.id + String(repeating: " ", count: width - mutant.id.count)
      text += "\(mark) \(id)  \(told(mutant))\n"
      for path in mutant.idleClaims { text += "    \(path) claims to notice it, and does not\n" }
      // Where the mutant is caught all the same, they do not matter.
      guard mutant.fate != .caught else { continue }
      for name in mutant.doubtful { text += "    nothing can be told from \(name)\n" }
    }
    let parts = MutantVerdict.Fate.allCases.compactMap { fate in
      let count = run.count(fate)
      return count == 0 ? nil : "\(count) \(word(fate))"
    }
    let idle = run.mutants.reduce(0) { $0 + $1.idleClaims.count }
    let runs = run.mutants.reduce(0) { $0 + $1.runs }
    return text + "\n"
      + palette.bold(
        "\(Wording.count(run.mutants.count, "mutant")): \(parts.joined(separator: ", "))"
          + (idle == 0 ? "" : ", \(Wording.count(idle, "idle claim"))")) + "\n"
      + palette.faint(
        "\(Wording.count(runs, "run")) of \(Wording.count(run.scenarios, "scenario")) in "
          + Wording.duration(seconds: run.durationSeconds)) + "\n"
  }

  private static func told(_ mutant: MutantVerdict) -> String {
    switch mutant.fate {
    case .caught: mutant.noticedBy.joined(separator: ", ")
    case .leftToTests: mutant.tests.map { "left to tests: \($0)" } ?? word(mutant.fate)
    case .uncaught, .untouched: word(mutant.fate)
    }
  }

  private static func word(_ mutant: MutantVerdict) -> String {
    mutant.fate == .caught ? "caught, but not by all that claim to" : word(mutant.fate)
  }

  private static func word(_ fate: MutantVerdict.Fate) -> String {
    switch fate {
    case .caught: "caught"
    case .uncaught: "uncaught"
    case .untouched: "in no scenario"
    case .leftToTests: "left to tests"
    }
  }

  // MARK: For programs

  private static func json(_ run: MutationVerdict) -> JSONText {
    .object([
      ("scenarios", .integer(run.scenarios)), ("durationSeconds", .number(run.durationSeconds)),
      ("mutants", .array(run.mutants.map(json))),
    ])
  }

  private static func json(_ mutant: MutantVerdict) -> JSONText {
    func texts(_ texts: [String]) -> JSONText { .array(texts.map { .string($0) }) }
    return .object([
      ("id", .string(mutant.id)), ("summary", .string(mutant.summary)), ("fate", .string(mutant.fate.rawValue)),
      ("noticedBy", texts(mutant.noticedBy)), ("idleClaims", texts(mutant.idleClaims)),
      ("doubtful", texts(mutant.doubtful)), ("runs", .integer(mutant.runs)),
    ])
  }
}
