import Testing

@testable import Roles

@Suite("What an application answers to an Accept header")
struct NegotiationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let accept: String?
    var offersOpenMetrics = true
    let contentType: String
    var testDescription: String {
      "\(accept ?? "none"), OpenMetrics \(offersOpenMetrics ? "offered" : "not offered")"
    }
  }

  static let text = "text/plain; version=0.0.4; charset=utf-8"
  static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
  static let draft = "application/openmetrics-text; version=0.0.1; charset=utf-8"
  /// What Prometheus 2.53 sends.
  static let prometheus2 =
    "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
  /// What Prometheus 3.5 sends.
  static let prometheus3 =
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
    + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
    + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1"

  @Test(arguments: [
    Case(accept: nil, contentType: text + "; escaping=underscores"),
    Case(accept: "*/*", contentType: text + "; escaping=underscores"),
    Case(accept: "text/html, image/gif", contentType: text + "; escaping=underscores"),
    Case(accept: prometheus2, contentType: openMetrics + "; escaping=underscores"),
    Case(accept: prometheus2, offersOpenMetrics: false, contentType: text + "; escaping=underscores"),
    Case(accept: prometheus3, contentType: openMetrics + "; escaping=allow-utf-8"),
    Case(accept: prometheus3, offersOpenMetrics: false, contentType: text + "; escaping=allow-utf-8"),
    Case(accept: "application/openmetrics-text", contentType: draft + "; escaping=underscores"),
    Case(accept: "application/openmetrics-text;version=2.0.0", contentType: text + "; escaping=underscores"),
    Case(
      accept: "text/plain;q=0.9,application/openmetrics-text;version=1.0.0;q=0.8",
      contentType: text + "; escaping=underscores"),
    Case(
      accept: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
      contentType: text + "; escaping=underscores"),
    Case(accept: "text/plain;escaping=nonsense", contentType: text + "; escaping=underscores"),
    Case(accept: ",;,/", contentType: text + "; escaping=underscores"),
  ])
  func contentType(_ example: Case) {
    let negotiated = ExpositionNegotiation(
      accept: example.accept, offersOpenMetrics: example.offersOpenMetrics)
    #expect(negotiated.contentType == example.contentType)
  }
}
