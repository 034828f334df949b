import Testing

@testable import Planning

@Suite("Mentioned ports")
struct MentionedPortsTests {
  struct Case: Sendable {
    var text: String
    var ports: Set<UInt16>
  }

  @Test(
    "The numbers in a text that can be ports",
    arguments: [
      Case(text: "8080", ports: [8080]),
      Case(text: "$1:15020", ports: [1, 15020]),
      Case(text: "8080:/metrics,9090:/m2", ports: [8080, 9090, 2]),
      Case(text: "99999 123456 0", ports: []),
      Case(text: "", ports: []),
      Case(text: "http", ports: []),
    ])
  func numbers(_ example: Case) {
    #expect(MentionedPorts.numbers(in: example.text) == example.ports)
  }
}
