import Judging

/// JUnit's XML as continuous integration reads it: a suite a scenario, a test case an expectation.
enum JUnitReport {
  static func text(_ run: RunVerdict) -> String {
    let cases = run.scenarios.flatMap(\.reportedExpectations)
    let attributes =
      [("name", "meshscrape")] + counts(cases) + [("time", SeriesText.number(run.durationSeconds))]
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", XMLText.tag("testsuites", attributes)]
    lines += run.scenarios.flatMap(suite)
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func suite(_ scenario: ScenarioVerdict) -> [String] {
    let cases = scenario.reportedExpectations
    let attributes =
      [("name", scenario.name)] + counts(cases)
      + [("time", SeriesText.number(scenario.durationSeconds)), ("file", scenario.path)]
    let properties = [
      ("title", scenario.title), ("tags", scenario.tags.joined(separator: ",")),
      ("scraper", scenario.engines.scraper), ("proxy", scenario.engines.proxy ?? ""),
    ]
    var lines = ["  " + XMLText.tag("testsuite", attributes), "    <properties>"]
    lines += properties.filter { !$0.1.isEmpty }.map {
      "      " + XMLText.tag("property", [("name", $0.0), ("value", $0.1)], closed: true)
    }
    lines.append("    </properties>")
    lines += cases.flatMap { testCase($0, scenario) }
    lines.append("  </testsuite>")
    return lines
  }

  private static func testCase(_ expectation: ReportedExpectation, _ scenario: ScenarioVerdict) -> [String] {
    let attributes = [
      ("name", expectation.name), ("classname", scenario.name), ("file", scenario.path),
      ("line", "\(expectation.line)"),
    ]
    let outcome: [String]
    switch expectation.status {
    case .passed: return ["    " + XMLText.tag("testcase", attributes, closed: true)]
    case .failed: outcome = element("failure", expectation)
    case .errored: outcome = element("error", expectation)
    case .skipped: outcome = ["      <skipped/>"]
    }
    return ["    " + XMLText.tag("testcase", attributes)] + outcome + ["    </testcase>"]
  }

  private static func element(_ name: String, _ expectation: ReportedExpectation) -> [String] {
    let attributes = [("message", expectation.message), ("type", expectation.because ?? name)]
    let text = expectation.details.joined(separator: "\n")
    return ["      " + XMLText.tag(name, attributes) + XMLText.text(text) + "</\(name)>"]
  }

  private static func counts(_ cases: [ReportedExpectation]) -> [(String, String)] {
    [
      ("tests", "\(cases.count)"), ("failures", "\(cases.count { $0.status == .failed })"),
      ("errors", "\(cases.count { $0.status == .errored })"),
      ("skipped", "\(cases.count { $0.status == .skipped })"),
    ]
  }
}
