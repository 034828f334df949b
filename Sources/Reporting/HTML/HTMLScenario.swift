import Contract
import Judging
import SourceText

/// One scenario of the page: a line that opens to expectations, targets and the file with marked lines.
struct HTMLScenario {
  let number: Int
  let verdict: ScenarioVerdict

  var html: String {
    var attributes = [
      ("id", "s\(number)"), ("class", verdict.status.rawValue), ("data-status", verdict.status.rawValue),
      ("data-words", words),
    ]
    if verdict.status == .failed || verdict.status == .errored { attributes.append(("open", "")) }
    let content = [
      summary, HTMLText.element("p", class: "title", text: verdict.title), tags, harness, expectations, targets,
      source,
      HTMLText.element("p", class: "faint", text: engines),
    ]
    return HTMLText.element("details", attributes, content.filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  /// What the filter looks at.
  private var words: String {
    let causes = verdict.expectations.compactMap(\.because)
    return ([verdict.name, verdict.title] + verdict.tags + causes).joined(separator: " ").lowercased()
  }

  private var summary: String {
    HTMLText.element(
      "summary",
      HTMLText.element("span", class: "mark", text: verdict.status.mark)
        + HTMLText.element("span", class: "path", text: verdict.name)
        + HTMLText.element("span", class: "faint", text: Wording.duration(seconds: verdict.durationSeconds)))
  }

  private var tags: String {
    guard !verdict.tags.isEmpty else { return "" }
    return HTMLText.element(
      "p", verdict.tags.map { HTMLText.element("span", class: "tag", text: $0) }.joined(separator: " "))
  }

  private var engines: String {
    [("scraper", verdict.engines.scraper), ("proxy", verdict.engines.proxy ?? "")].filter { !$0.1.isEmpty }
      .map { "\($0.0): \($0.1)" }.joined(separator: " · ")
  }

  private var harness: String {
    guard let failure = verdict.harnessFailure else { return "" }
    return HTMLText.element("p", class: "errored", text: "The harness could not tell: \(failure.description)")
  }

  private var expectations: String {
    HTMLText.table(
      class: "expectations", head: ["", "expectation", "expected", "actual", "why"],
      rows: verdict.expectations.map { expectation in
        let line = expectation.span.start.line
        let link = HTMLText.element("a", [("href", "#s\(number)l\(line)")], "line \(line)")
        let step = expectation.step.map { HTMLText.element("div", class: "faint", text: "step: \($0)") } ?? ""
        return [
          HTMLText.element("span", class: "mark \(expectation.status.rawValue)", text: expectation.status.mark),
          step + HTMLText.element("code", HTMLText.text(expectation.text)) + " " + link,
          HTMLText.text(expectation.expected), HTMLText.text(expectation.actual) + evidence(expectation),
          reason(expectation),
        ]
      })
  }

  private func reason(_ expectation: ExpectationVerdict) -> String {
    (expectation.because.map { HTMLText.element("code", HTMLText.text($0)) } ?? "")
      + (expectation.explanation.map { HTMLText.element("div", HTMLText.text($0)) } ?? "")
  }

  private func evidence(_ expectation: ExpectationVerdict) -> String {
    guard expectation.status == .failed else { return "" }
    let lines = expectation.nearestSeries.prefix(8).map { "nearest: \(SeriesText.series($0))" }
    return lines.map { HTMLText.element("div", class: "faint", text: $0) }.joined()
  }

  private var targets: String {
    HTMLText.table(
      class: "targets", head: ["health", "job", "target", "labels", "last error"],
      rows: verdict.targets.map { target in
        [
          HTMLText.element("span", class: "health \(target.health)", text: target.health),
          HTMLText.text(target.scrapePool), HTMLText.element("code", HTMLText.text(target.scrapeURL)),
          HTMLText.element("code", HTMLText.text(SeriesText.labels(target.labels))),
          HTMLText.text(target.lastError),
        ]
      })
  }

  /// The file, the lines of expectations marked by how they came out.
  private var source: String {
    guard !verdict.sourceText.isEmpty else { return "" }
    var marks: [Int: Status] = [:]
    for expectation in verdict.expectations {
      let line = expectation.span.start.line
      if marks[line].map({ $0 == .passed }) ?? true { marks[line] = expectation.status }
    }
    let lines = verdict.sourceText.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
    let rows = shown.enumerated().map { index, line in
      let attributes = [("id", "s\(number)l\(index + 1)"), ("class", marks[index + 1]?.rawValue ?? "")]
      return HTMLText.element("li", attributes, HTMLText.element("code", HTMLText.text(String(line))))
    }
    return HTMLText.element("ol", [("class", "source")], rows.joined(separator: "\n"))
  }
}
