import PrometheusModel
import Scenarios
import SourceText
import Testing

@testable import Judging

@Suite("Expectations under a real Envoy")
struct RealProxyTests {
  @Test(
    "Where the proxy cannot make the series, the verdict says that it is a documented difference",
    arguments: [
      ("istio_requests_total", "envoy 1.40.0", Status.failed, true),
      ("istio_build", "envoy 1.40.0", .failed, true), ("istio_requests_total", nil, .failed, false),
      ("istio_requests_total", "envoy 1.40.0", .passed, false), ("cart_items", "envoy 1.40.0", .failed, false),
      ("istio_agent_scrapes_total", "envoy 1.40.0", .failed, false),
    ] as [(String, String?, Status, Bool)])
  func explained(name: String, proxy: String?, status: Status, isExplained: Bool) {
    let expectation = Expectation(
      text: "arrives: \(name)", span: .synthetic, kind: .arrives(Arrives(selector: SeriesSelector(name: name))))
    let verdict = ExpectationVerdict(
      text: expectation.text, span: .synthetic, step: nil, status: status, expected: "", actual: "",
      explanation: "before")
    let explanation = Judge.explained(verdict, expectation, proxy).explanation
    #expect(explanation?.contains("documented difference, envoy.no-istio-series: ") == isExplained)
    if !isExplained { #expect(explanation == "before") }
  }
}
