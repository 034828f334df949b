import Judging

/// Workflow commands of GitHub Actions: an annotation at each expectation that does not hold, then the sum.
///
/// Source: docs.github.com, "Workflow commands for GitHub Actions", `::error file={},line={},col={},title={}::{}`.
enum GitHubReport {
  static func text(_ run: RunVerdict) -> String {
    var lines = run.scenarios.flatMap(annotations)
    lines.append(Wording.summary(run))
    let fidelity = Wording.fidelity(run)
    if !fidelity.isEmpty { lines.append(fidelity) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func annotations(_ scenario: ScenarioVerdict) -> [String] {
    scenario.reportedExpectations.filter { $0.status == .failed || $0.status == .errored }.map { expectation in
      let properties = [
        ("file", scenario.path), ("line", "\(expectation.line)"), ("col", "\(expectation.column)"),
        ("title", "\(scenario.title): \(expectation.name)"),
      ]
      let list = properties.map { "\($0.0)=\(escaped($0.1, isProperty: true))" }.joined(separator: ",")
      let message = ([expectation.message] + expectation.details.dropFirst(2)).joined(separator: "\n")
      return "::error \(list)::\(escaped(message, isProperty: false))"
    }
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where isProperty: escaped += "%3A"
      case "," where isProperty: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
