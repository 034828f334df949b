import Contract
import Foundation
import Testing

@testable import Running

@Suite("Event lines")
struct EventLineTests {
  static let records: [(Event, Bool)] = [
    (.ready, true),
    (.acknowledged(id: 3, error: nil), true),
    (.failed(message: "no"), true),
    (.discoverySynchronised(job: "pods", resourceVersion: 7), true),
    (.log(message: "x"), false),
    (.merged(MergePart(source: .agent, url: nil, status: nil, bytes: 1, error: nil)), false),
  ]

  @Test("What the runner waits for is told apart without decoding, and decodes", arguments: records.indices)
  func lines(_ index: Int) throws {
    let (event, isControl) = Self.records[index]
    let record = EventRecord(role: .app, instance: "shop/cart/app", microseconds: 5, event: event)
    let line = [UInt8](try JSONEncoder().encode(record))
    #expect(EventLine.isControl(line) == isControl)
    #expect(EventLine.decode(line) == record)
  }

  @Test("Rubbish is no event", arguments: ["", "{", "\"ready\"", "{\"ready\":{}}", "\""])
  func rubbish(_ text: String) {
    #expect(EventLine.decode(Array(text.utf8)) == nil)
  }
}
