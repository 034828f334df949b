import Contract
import Judging
import Running
import Scenarios
import SourceText
import TestSupport
import Testing

/// Every scenario of the suite, a case a scenario and matrix cell.
///
/// `SCENARIO=story/03 swift test` picks those whose path contains the text.
@Suite("Scenarios")
struct ConformanceTests {
  @Test("A selection selects something")
  func selection() {
    #expect(!ConformanceCase.selected.isEmpty, "SCENARIO selects no scenario")
    #expect(ConformanceCase.problems.isEmpty)
  }

  @Test("Scenario", arguments: ConformanceCase.selected)
  func scenario(_ subject: ConformanceCase) async throws {
    let suite = try ConformanceCase.suite.get()
    let record = await ConformanceCase.gate.run { suite.run(subject.scenario) }
    #expect(record.diagnostics == nil, "\(record.diagnostics?.all.map(\.description) ?? [])")
    let verdict = Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds)
    #expect(verdict.harnessFailure == nil)
    #expect(!verdict.expectations.isEmpty, "a scenario without expectations shows nothing")
    for expectation in verdict.expectations where expectation.status != .passed {
      Issue.record(
        """
        \(expectation.span.file):\(expectation.span.start.line): \(expectation.text)
          expected: \(expectation.expected)
          actual:   \(expectation.actual)
          because:  \(expectation.because ?? "-"): \(expectation.explanation ?? "-")
          targets:  \(expectation.relatedTargets.map { "\($0.scrapeURL) \($0.health) \($0.lastError)" })
        """)
    }
    #expect(verdict.status == .passed)
  }
}
