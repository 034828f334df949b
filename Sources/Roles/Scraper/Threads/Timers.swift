import Wire

/// Work that is due at a time, on one thread that exists from the first of it on.
final class Timers: Sendable {
  fileprivate struct Entry {
    var time: MonotonicTime
    var order: Int
    var work: @Sendable () -> Void

    func isBefore(_ other: Entry) -> Bool { (time, order) < (other.time, other.order) }
  }

  private struct State {
    /// A binary heap: the earliest first.
    var heap: [Entry] = []
    var order = 0
    var isRunning = false
  }

  private let state = Monitor(State())

  /// Has work done at a time. It must be short.
  func schedule(at time: MonotonicTime, _ work: @escaping @Sendable () -> Void) {
    let startsThread = state.change { state in
      state.order += 1
      state.heap.push(Entry(time: time, order: state.order, work: work))
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if startsThread { try? DetachedThread.start { [self] in run() } }
  }

  private func run() -> Never {
    while true {
      let next = state.wait { $0.heap.first?.time } ?? .never
      let due: Entry?? = state.wait(until: next) { state in
        guard let first = state.heap.first else { return nil }
        if first.time <= .now { return .some(state.heap.popFirst()) }
        // Something more urgent has come: the wait begins anew.
        return first.time < next ? .some(nil) : nil
      }
      due??.work()
    }
  }
}

extension [Timers.Entry] {
  fileprivate mutating func push(_ entry: Element) {
    append(entry)
    var index = count - 1
    while index > 0, self[index].isBefore(self[(index - 1) / 2]) {
      swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  fileprivate mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    swapAt(0, count - 1)
    let first = removeLast()
    var index = 0
    while true {
      let left = 2 * index + 1
      guard left < count else { return first }
      let least = left + 1 < count && self[left + 1].isBefore(self[left]) ? left + 1 : left
      guard self[least].isBefore(self[index]) else { return first }
      swapAt(index, least)
      index = least
    }
  }
}
