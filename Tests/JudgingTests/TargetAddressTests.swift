import Contract
import Testing

@testable import Judging

@Suite("Target addresses")
struct TargetAddressTests {
  struct Case: Sendable {
    var url: String
    var host: String
    var port: UInt16
    var path: String
  }

  @Test(
    "The parts of a target's URL",
    arguments: [
      Case(url: "http://127.20.0.4:8080/metrics", host: "127.20.0.4", port: 8080, path: "/metrics"),
      Case(url: "https://127.20.0.4/metrics?a=b", host: "127.20.0.4", port: 443, path: "/metrics"),
      Case(url: "http://127.20.0.4", host: "127.20.0.4", port: 80, path: "/"),
      Case(url: "http://[fd00::1]:9/x", host: "[fd00::1]", port: 9, path: "/x"),
    ])
  func parts(_ example: Case) throws {
    let target = ObservedTarget(scrapePool: "job", discoveredLabels: [:], scrapeURL: example.url)
    let address = try #require(TargetAddress(target))
    #expect(address.host == example.host)
    #expect(address.port == example.port)
    #expect(address.path == example.path)
  }

  @Test("What is no URL has no parts", arguments: ["", "127.0.0.1:80", "http:/x"])
  func none(_ url: String) {
    #expect(TargetAddress(ObservedTarget(scrapePool: "job", discoveredLabels: [:], scrapeURL: url)) == nil)
  }
}
