import Judging

/// Test Anything Protocol 14: a test point an expectation, with a YAML block where it does not hold.
///
/// Source: testanything.org, "TAP 14 specification".
enum TAPReport {
  static func text(_ run: RunVerdict) -> String {
    var lines: [String] = []
    var number = 0
    for scenario in run.scenarios {
      for expectation in scenario.reportedExpectations {
        number += 1
        lines += point(number, expectation, scenario)
      }
    }
    let comments = [Wording.summary(run), Wording.fidelity(run)].filter { !$0.isEmpty }.map { "# \($0)" }
    return (["TAP version 14", "1..\(number)"] + lines + comments).joined(separator: "\n") + "\n"
  }

  private static func point(
    _ number: Int, _ expectation: ReportedExpectation, _ scenario: ScenarioVerdict
  ) -> [String] {
    let description = escaped("\(scenario.name):\(expectation.line) \(expectation.name)")
    switch expectation.status {
    case .passed: return ["ok \(number) - \(description)"]
    case .skipped: return ["ok \(number) - \(description) # SKIP"]
    case .failed, .errored:
      return ["not ok \(number) - \(description)"] + block(expectation, scenario)
    }
  }

  /// Strings are quoted as JSON is, which YAML reads the same way.
  private static func block(_ expectation: ReportedExpectation, _ scenario: ScenarioVerdict) -> [String] {
    var lines = [
      "---", "message: \(quoted(expectation.message))",
      "severity: \(expectation.status == .errored ? "error" : "fail")",
      "at: {file: \(quoted(scenario.path)), line: \(expectation.line), column: \(expectation.column)}",
    ]
    if let because = expectation.because { lines.append("because: \(quoted(because))") }
    lines.append("details:")
    lines += expectation.details.map { "  - \(quoted($0))" }
    return (lines + ["..."]).map { "  \($0)" }
  }

  private static func quoted(_ text: String) -> String { JSONText.string(text).text() }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "#", "\\": escaped += "\\\(character)"
      case _ where character.isNewline: escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
