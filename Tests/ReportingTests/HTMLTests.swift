import Foundation
import Judging
import Reporting
import Testing

@Suite("The HTML report")
struct HTMLTests {
  @Test func isAsTheGoldenOutput() throws {
    try Snapshot.expect(HTMLReport.text(SampleRun.run), equals: "report.html")
  }

  @Test(arguments: ["src=", "<link", "url(", "@import", "https://", "fetch("])
  func needsNothingFromElsewhere(_ part: String) {
    #expect(!HTMLReport.text(SampleRun.run).contains(part))
  }

  @Test func escapesWhatScenariosAndTargetsSay() {
    var scenario = SampleRun.failed
    scenario.title = "<script>alert('x')</script>"
    scenario.path = "\" onclick=\"x"
    scenario.sourceText = "a: </ol><script>y</script>\u{1B}\n"
    let text = HTMLReport.text(RunVerdict(scenarios: [scenario], durationSeconds: 1))
    #expect(!text.contains("<script>alert"))
    #expect(!text.contains("\" onclick"))
    #expect(!text.contains("<script>y"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("&lt;script&gt;alert('x')&lt;/script&gt;"))
  }

  @Test func isWellFormed() throws {
    let text = HTMLReport.text(SampleRun.run)
    let body = try #require(text.firstRange(of: "<body>")).lowerBound
    var page = String(text[body...]).replacingOccurrences(of: "</html>", with: "")
    let script = try #require(page.firstRange(of: "<script>")).lowerBound
    let end = try #require(page.firstRange(of: "</script>")).upperBound
    page.removeSubrange(script..<end)
    var open: [String] = []
    var rest = page[...]
    while let start = rest.firstIndex(of: "<"), let close = rest[start...].firstIndex(of: ">") {
      let tag = rest[rest.index(after: start)..<close]
      let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
      if tag.hasPrefix("/") {
        #expect(open.popLast() == name)
      } else if name != "input" {
        open.append(name)
      }
      rest = rest[rest.index(after: close)...]
    }
    #expect(open == [])
  }

  @Test func opensWhatFailedAndMarksItsLines() {
    let text = HTMLReport.text(RunVerdict(scenarios: [SampleRun.passed, SampleRun.failed], durationSeconds: 1))
    #expect(text.contains("id=\"s0\" class=\"passed\""))
    #expect(text.firstRange(of: "data-words=\"scenarios/story/05-strict.yaml") != nil)
    #expect(text.contains("<li id=\"s1l4\" class=\"failed\">"))
    #expect(text.contains("<li id=\"s1l6\" class=\"passed\">"))
    #expect(text.contains("href=\"#s1l4\""))
  }
}
