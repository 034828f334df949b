import PrometheusModel
import Testing

@testable import Roles

@Suite struct ScrapeOffsetTests {
  @Test func everyTargetHasATimeOfItsOwn() {
    let offsets = (0..<100).map { index in
      ScrapeOffset(intervalMilliseconds: 15_000, labels: ["instance": "127.0.0.1:\(index)"], url: "http://x")
    }
    #expect(Set(offsets.map { $0.wait(after: 0) }).count == 100)
    for offset in offsets {
      let first = offset.wait(after: 1_700_000_000_123_456_789)
      #expect(first > 0 && first <= 15_000_000_000)
      // Whenever one looks, the times are the same ones.
      #expect(offset.wait(after: 1_700_000_000_123_456_789 + first - 1) == 1)
      #expect(offset.wait(after: 1_700_000_000_123_456_789 + first) == 15_000_000_000)
    }
  }
}
