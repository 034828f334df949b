import PrometheusModel
import Testing

@Suite struct PrometheusVersionTests {
  @Test(arguments: readable) func reads(_ text: String, _ printed: String) {
    #expect(PrometheusVersion(text)?.description == printed)
  }

  static let readable: [(String, String)] = [
    ("3.5.0", "3.5.0"), ("3.5", "3.5.0"), ("3", "3.0.0"), ("v2.53.3", "2.53.3"), ("3.0.0-rc.1", "3.0.0"),
    ("2.53.3+ds1", "2.53.3"),
  ]

  @Test(arguments: ["", "v", "3.", ".5", "3.5.0.1", "latest", "3.x", "-3", "3.5 ", "99999999999999999999"])
  func refuses(_ text: String) { #expect(PrometheusVersion(text) == nil) }

  @Test func ordersByNumber() {
    #expect(PrometheusVersion(2, 9) < PrometheusVersion(2, 10))
    #expect(PrometheusVersion(2, 55, 1) < PrometheusVersion(3, 0))
    #expect(PrometheusVersion(3, 5) == PrometheusVersion("v3.5.0"))
  }
}
