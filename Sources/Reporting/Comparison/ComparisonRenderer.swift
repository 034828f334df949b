public import Judging

/// From comparisons to the text of a report. Pure.
public enum ComparisonRenderer {
  /// How a comparison is written.
  public enum Format: String, Sendable, CaseIterable {
    /// For people.
    case pretty
    /// For programs, `meshscrape/comparison/v1`.
    case json
  }

  /// Renders a comparison; `style` is looked at by ``Format/pretty`` only.
  public static func render(_ comparison: ComparisonVerdict, format: Format, style: ReportStyle) -> String {
    switch format {
    case .pretty: ComparisonText(style: style).text(comparison)
    case .json: ComparisonJSON.text(comparison)
    }
  }

  /// One scenario on a line, for progress.
  public static func line(_ scenario: ScenarioComparison, done: Int, of count: Int) -> String {
    "\(done)/\(count) \(scenario.status.rawValue) \(scenario.name)\n"
  }
}
