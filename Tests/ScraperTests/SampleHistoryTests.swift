import Testing

@testable import Roles

@Suite struct SampleHistoryTests {
  private func sample(_ time: Int) -> StoredSample { StoredSample(time: Int64(time), value: Double(time)) }

  private func times(_ history: SampleHistory, _ series: Int) -> [Int64] {
    history.samples(of: series).map(\.time)
  }

  @Test(arguments: [1, 2, 8, 512]) func keepsTheNewest(limit: Int) {
    var history = SampleHistory()
    history.addSeries()
    for time in 1...20 {
      history.append(sample(time), to: 0, limit: limit)
      #expect(times(history, 0) == (1...time).suffix(limit).map(Int64.init))
    }
    #expect(history.sample(of: 0, at: 25)?.time == 20)
    #expect(history.sample(of: 0, at: 19)?.time == (limit > 1 ? 19 : nil))
    #expect(history.sample(of: 0, at: 0) == nil)
  }

  @Test func seriesThatComeLaterHaveNoneOfTheOthers() {
    var history = SampleHistory()
    history.addSeries()
    for time in 1...5 { history.append(sample(time), to: 0, limit: 8) }
    history.addSeries()
    history.addSeries()
    #expect(times(history, 2).isEmpty)
    history.append(sample(7), to: 2, limit: 8)
    #expect(times(history, 0) == [1, 2, 3, 4, 5] && times(history, 1).isEmpty && times(history, 2) == [7])
    for time in 8...30 { history.append(sample(time), to: 1, limit: 8) }
    #expect(times(history, 1) == Array(23...30) && times(history, 2) == [7])
  }

  @Test func aLowerLimitForgetsTheOldest() {
    var history = SampleHistory()
    for _ in 0..<3 { history.addSeries() }
    for time in 1...10 { history.append(sample(time), to: time % 2, limit: 8) }
    history.addSeries()
    history.append(sample(11), to: 1, limit: 2)
    #expect(times(history, 0) == [8, 10] && times(history, 1) == [9, 11])
    #expect(times(history, 2).isEmpty && times(history, 3).isEmpty)
    history.append(sample(12), to: 3, limit: 2)
    #expect(times(history, 3) == [12])
  }
}
