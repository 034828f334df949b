import Contract
import Judging
import SourceText

/// What a person needs to understand a scenario that did not pass.
struct FailureText {
  let palette: Palette
  let width: Int?

  /// A scenario that failed or errored: its title, then what it stumbled over.
  func scenario(_ scenario: ScenarioVerdict) -> String {
    let mark = palette.coloured(scenario.status.mark, as: scenario.status)
    let title = Columns.wrapped(scenario.title, to: width.map { $0 - 2 }).map { "  \($0)" }
    var blocks = [(["\(mark) \(palette.bold(scenario.name))"] + title).joined(separator: "\n")]
    if let failure = scenario.harnessFailure { blocks.append(harness(failure, scenario)) }
    var step: String?
    for expectation in scenario.expectations where isTold(expectation, scenario) {
      if expectation.step != step, let name = expectation.step {
        blocks.append("  \(palette.bold("step: \(name)"))")
      }
      step = expectation.step
      blocks.append(self.expectation(expectation, scenario))
    }
    return blocks.joined(separator: "\n\n")
  }

  /// Expectations that the harness did not reach say nothing beyond why it did not.
  private func isTold(_ expectation: ExpectationVerdict, _ scenario: ScenarioVerdict) -> Bool {
    switch expectation.status {
    case .failed: true
    case .errored: scenario.harnessFailure == nil
    case .passed, .skipped: false
    }
  }

  private func harness(_ failure: HarnessFailure, _ scenario: ScenarioVerdict) -> String {
    let unreached = scenario.expectations.count { $0.status == .errored }
    var rows = field("harness", "could not tell: \(failure.description)")
    if unreached > 0 { rows += field("unjudged", Wording.count(unreached, "expectation")) }
    return rows.joined(separator: "\n")
  }

  private func expectation(_ expectation: ExpectationVerdict, _ scenario: ScenarioVerdict) -> String {
    let excerpt = Diagnostic(expectation.text, at: expectation.span)
      .rendered(sourceText: scenario.sourceText, colour: palette.isOn)
    var rows = excerpt.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    rows += field("expected", expectation.expected)
    rows += field("actual", expectation.actual)
    if let because = expectation.because { rows += field("cause", because) }
    if let explanation = expectation.explanation { rows += field("why", explanation) }
    rows += list("nearest", expectation.nearestSeries.map(SeriesText.series), most: 5)
    rows += list("targets", expectation.relatedTargets.map(target), most: 8)
    return rows.joined(separator: "\n")
  }

  private func target(_ target: ObservedTarget) -> String {
    guard !target.health.isEmpty else {
      return "dropped by \(target.scrapePool) \(SeriesText.labels(target.discoveredLabels))"
    }
    let line = "\(target.health) \(target.scrapeURL) \(SeriesText.labels(target.labels))"
    return target.lastError.isEmpty ? line : "\(line)\n\(target.lastError)"
  }

  private func list(_ name: String, _ items: [String], most: Int) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = items.count > most + 1 ? items.prefix(most) + ["and \(items.count - most) more"] : items
    return shown.enumerated().flatMap { field($0.offset == 0 ? name : "", $0.element) }
  }

  /// `  name      text`, further lines below the text.
  private func field(_ name: String, _ text: String) -> [String] {
    let lines = Columns.wrapped(text, to: width.map { $0 - Self.indentation })
    return lines.enumerated().map { index, line in
      let label = Columns.padded(index == 0 ? "  \(name)" : "", to: Self.indentation)
      return palette.faint(label) + line
    }
  }

  private static let indentation = 12
}
