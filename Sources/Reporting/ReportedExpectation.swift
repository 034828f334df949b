import Contract
import Judging
import SourceText

/// An expectation as a test case of other tools: named once in its scenario, its failure told in lines.
struct ReportedExpectation {
  /// The text, with step and line where it would not be unique.
  var name: String
  /// The line in the scenario, 1 for the scenario itself.
  var line: Int
  /// The column in the line.
  var column: Int
  /// How it came out.
  var status: Status
  /// What was there instead, in one line.
  var message: String
  /// The cause code.
  var because: String?
  /// Everything there is to say about a failure, line by line.
  var details: [String]

  fileprivate init(_ expectation: ExpectationVerdict, isUnique: Bool) {
    let step = expectation.step.map { "\($0): " } ?? ""
    let start = expectation.span.start
    name = step + expectation.text + (isUnique ? "" : " (line \(start.line))")
    line = max(start.line, 1)
    column = max(start.column, 1)
    status = expectation.status
    message =
      status == .errored
      ? expectation.actual : "expected \(expectation.expected), found \(expectation.actual)"
    because = expectation.because
    details = ["expected: \(expectation.expected)", "actual: \(expectation.actual)"]
    details += expectation.because.map { ["cause: \($0)"] } ?? []
    details += expectation.explanation.map { ["why: \($0)"] } ?? []
    details += Self.listed(expectation.nearestSeries.map { "nearest: \(SeriesText.series($0))" })
    details += Self.listed(expectation.relatedTargets.map(Self.target))
  }

  /// The scenario itself, where there is no expectation that could carry its failure.
  fileprivate init(_ failure: HarnessFailure?, of scenario: ScenarioVerdict) {
    name = "scenario"
    line = 1
    column = 1
    status = scenario.status
    message = failure.map { "the harness could not tell: \($0.description)" } ?? scenario.status.rawValue
    because = nil
    details = [message]
  }

  private static func target(_ target: ObservedTarget) -> String {
    guard !target.health.isEmpty else { return "target: dropped \(SeriesText.labels(target.discoveredLabels))" }
    let error = target.lastError.isEmpty ? "" : ": \(target.lastError)"
    return "target: \(target.health) \(target.scrapeURL) \(SeriesText.labels(target.labels))\(error)"
  }

  /// Annotations and test results have no room for a thousand targets.
  private static func listed(_ lines: [String]) -> [String] {
    lines.count <= 9 ? lines : lines.prefix(8) + ["and \(lines.count - 8) more"]
  }
}

extension ScenarioVerdict {
  /// The expectations as test cases. A failure of the harness that no expectation tells of has one of its own.
  var reportedExpectations: [ReportedExpectation] {
    var seen: [String: Int] = [:]
    for expectation in expectations { seen["\(expectation.step ?? "")\n\(expectation.text)", default: 0] += 1 }
    let cases = expectations.map {
      ReportedExpectation($0, isUnique: seen["\($0.step ?? "")\n\($0.text)"] == 1)
    }
    let isTold = harnessFailure == nil || expectations.contains { $0.status == .errored }
    return cases.isEmpty || !isTold ? [ReportedExpectation(harnessFailure, of: self)] + cases : cases
  }
}
