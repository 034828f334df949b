import Planning
import Testing

@testable import Running

@Suite("Address slices")
struct AddressSlicesTests {
  @Test("Two runs never have the same slice")
  func twoRuns() throws {
    let (one, two) = (AddressSlices(), AddressSlices())
    #expect(try one.take(10).slice != two.take(10).slice)
  }

  @Test("What is taken at once does not overlap, and what is given back is given out again")
  func reuse() throws {
    let slices = AddressSlices()
    let first = try slices.take(100)
    let second = try slices.take(100)
    #expect(first.slice == second.slice)
    #expect(first.first + first.count <= second.first)
    slices.giveBack(first)
    slices.giveBack(second)
    #expect(try slices.take(AddressRange.sliceSize).first == 0)
  }

  @Test("More than a slice is refused")
  func tooMany() {
    #expect(throws: (any Error).self) { try AddressSlices().take(AddressRange.sliceSize + 1) }
  }
}
