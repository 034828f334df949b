public import Judging

/// From verdicts to the text of a report. Pure: the same verdicts give the same text.
public enum ReportRenderer {
  /// Renders a run.
  ///
  /// `style` is looked at by ``ReportFormat/pretty`` only; the other formats are for programs.
  public static func render(_ run: RunVerdict, format: ReportFormat, style: ReportStyle) -> String {
    switch format {
    case .pretty: PrettyReport(style: style).text(run)
    case .json: JSONReport.text(run)
    case .junit: JUnitReport.text(run)
    case .tap: TAPReport.text(run)
    case .github: GitHubReport.text(run)
    }
  }
}
