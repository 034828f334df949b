import Judging
import Reporting
import Testing

@Suite("The pretty report")
struct PrettyTests {
  private func pretty(_ scenarios: [ScenarioVerdict], width: Int? = nil) -> String {
    ReportRenderer.render(
      RunVerdict(scenarios: scenarios, durationSeconds: 0.5), format: .pretty,
      style: ReportStyle(hasColour: false, width: width))
  }

  @Test func aRunThatPassedIsAListAndASum() {
    #expect(
      pretty([SampleRun.passed]) == """
        Scenarios/story
          ✓ 01-no-mesh  18 ms

        1 scenario: 1 passed in 500 ms
        scraper: built-in, as Prometheus 3.14.0

        """)
  }

  @Test func anEmptyRunSaysSo() {
    #expect(pretty([]) == "0 scenarios in 500 ms\n")
  }

  @Test func aFailureShowsPlaceExpectedActualCauseSeriesAndTargets() {
    let text = pretty([SampleRun.failed])
    for part in [
      "scenario.yaml:4:5: arrives: cart_items{namespace=\"shop\"}", "4 |   - arrives: cart_items",
      "^~~~", "expected  exactly 2 series with value 3", "actual    no series",
      "cause     tls.plaintext-to-strict",
      "why       the scraper speaks plaintext", "nearest   cart_item{namespace=\"shop\"", "0.25",
      "targets   down http://127.18.0.5:8080/metrics", "connection reset by peer",
    ] {
      #expect(text.contains(part), "\(part) is missing in\n\(text)")
    }
    #expect(!text.contains("envoy_server_live"), "an expectation that holds is not told of")
  }

  @Test func aHarnessFailureNamesTheProcessAndNoExpectation() {
    let text = pretty([SampleRun.errored])
    #expect(text.contains("could not tell: proxy shop/cart: exited with status 1"))
    #expect(text.contains("unjudged  1 expectation"))
    #expect(!text.contains("arrives: up"))
    #expect(text.contains("1 scenario: 1 errored"))
  }

  @Test func stepsAreNamedOnceAndLongListsAreCut() {
    let text = pretty([SampleRun.steps])
    #expect(text.components("step: STRICT, 100 % on") == 1)
    #expect(text.contains("and 2 more"))
    #expect(text.contains("dropped by kubernetes-pods {__meta_kubernetes_pod_name=\"cart\"}"))
  }

  @Test(arguments: [24, 60, 100])
  func noLineOfTheListIsWiderThanTheTerminal(_ width: Int) {
    let run = [SampleRun.passed, SampleRun.cell]
    let list = pretty(run, width: width).split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(list.count == 2)
    for line in list { #expect(line.count <= width, "\(line)") }
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
