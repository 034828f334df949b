/// The formats of a report, by the names that the command line takes.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// For people at a terminal or reading a log.
  case pretty
  /// For programs: `docs/report.schema.json`.
  case json
  /// For continuous integration: JUnit's XML, a test case an expectation.
  case junit
  /// Test Anything Protocol 14, a test point an expectation.
  case tap
  /// Workflow commands of GitHub Actions, an annotation a failed expectation.
  case github
}

/// What a pretty report may use.
public struct ReportStyle: Sendable, Hashable {
  /// Whether the reader wants colours.
  public var hasColour: Bool
  /// The columns of the terminal; nil leaves lines as long as they are.
  public var width: Int?

  /// Describes what a pretty report may use.
  public init(hasColour: Bool, width: Int?) {
    self.hasColour = hasColour
    self.width = width
  }
}
