import Reporting
import Testing

@Suite("Reports are as the golden outputs have them")
struct GoldenTests {
  @Test(arguments: [
    (ReportFormat.json, "report.json"), (.junit, "report.xml"), (.tap, "report.tap"), (.github, "github.txt"),
    (.pretty, "pretty.txt"),
  ])
  func format(_ format: ReportFormat, _ snapshot: String) throws {
    let text = ReportRenderer.render(
      SampleRun.run, format: format, style: ReportStyle(hasColour: false, width: nil))
    try Snapshot.expect(text, equals: snapshot)
    #expect(!text.contains("\u{1B}"))
  }

  @Test func prettyOnANarrowTerminalInColour() throws {
    let text = ReportRenderer.render(
      SampleRun.run, format: .pretty, style: ReportStyle(hasColour: true, width: 60))
    try Snapshot.expect(text, equals: "pretty-60-colour.txt")
  }
}
