import Contract
import Judging
import Reporting
import Running
import SourceText

/// Collects comparisons as they come, shows how far they are, and reports them.
final class ComparisonSession: Sendable {
  private let results = Results<ScenarioComparison>()
  private let engine: ComparedEngine
  private let count: Int
  private let format: ComparisonRenderer.Format
  private let output: ReportOutput
  private let terminal: Terminal
  private let watch = Stopwatch()

  init(
    with engine: ComparedEngine, count: Int, format: ComparisonRenderer.Format, output: ReportOutput,
    terminal: Terminal
  ) {
    self.engine = engine
    self.count = count
    self.format = format
    self.output = output
    self.terminal = terminal
  }

  /// Takes what came of a scenario. Called one at a time.
  /// - Parameters:
  ///   - diagnostics: what planning found wrong with it.
  ///   - failure: why the harness could not go on.
  ///   - comparison: asked for only if there is one.
  /// - Returns: whether the run goes on.
  func finished(
    _ index: Int, _ diagnostics: Diagnostics?, _ failure: HarnessFailure?,
    comparison: () -> ScenarioComparison
  ) -> Bool {
    if let diagnostics {
      results.refuse(diagnostics)
      return false
    }
    if failure == .interrupted { return false }
    let comparison = comparison()
    let done = results.add(comparison, at: index)
    if format == .pretty, output.isStandard {
      terminal.complain(ComparisonRenderer.line(comparison, done: done, of: count))
    }
    return true
  }

  /// Writes the report.
  /// - Throws: what planning found wrong with the scenarios.
  func report() throws -> ComparisonVerdict {
    if let diagnostics = results.diagnostics { throw diagnostics }
    let verdict = ComparisonVerdict(
      engine: engine, scenarios: results.inOrder, durationSeconds: watch.seconds)
    try output.write(
      ComparisonRenderer.render(
        verdict, format: format,
        style: ReportStyle(hasColour: output.isStandard && terminal.hasColour, width: terminal.width)))
    return verdict
  }
}
