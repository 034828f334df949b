import MeshModel
import Testing

@Suite struct OutboundCaptureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var annotations: [String: String]
    var captured: [UInt16]
    var free: [UInt16]
    var testDescription: String {
      annotations.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ")
    }
  }

  private static let prefix = "traffic.sidecar.istio.io/"

  @Test(
    "What the annotations take in and leave out",
    arguments: [
      Case(annotations: [:], captured: [80, 8080, 15_090], free: []),
      Case(annotations: [prefix + "includeOutboundIPRanges": "*"], captured: [8080], free: []),
      Case(annotations: [prefix + "includeOutboundIPRanges": ""], captured: [], free: [8080, 15_090]),
      Case(
        annotations: [prefix + "excludeOutboundPorts": "15090, 9999"], captured: [8080], free: [15_090, 9999]),
      Case(
        annotations: [prefix + "includeOutboundIPRanges": "", prefix + "includeOutboundPorts": "8080"],
        captured: [8080], free: [15_090]),
      Case(
        annotations: [prefix + "includeOutboundPorts": "8080", prefix + "excludeOutboundPorts": "8080"],
        captured: [9090], free: [8080]),
    ])
  func ports(_ test: Case) throws {
    let capture = try #require(OutboundCapture(annotations: test.annotations))
    for port in test.captured { #expect(capture.captures(port)) }
    for port in test.free { #expect(!capture.captures(port)) }
    #expect(capture.isEmpty == (test.captured.isEmpty && !test.free.isEmpty))
  }

  @Test(
    "What means nothing here is refused",
    arguments: [
      [prefix + "includeOutboundIPRanges": "10.0.0.0/8"], [prefix + "excludeOutboundIPRanges": "10.0.0.0/8"],
      [prefix + "excludeOutboundPorts": "http"], [prefix + "includeOutboundPorts": "70000"],
    ])
  func refusal(_ annotations: [String: String]) {
    #expect(OutboundCapture(annotations: annotations) == nil)
  }
}
