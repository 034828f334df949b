import Wire

/// Threads that carry out scrapes: as many as there is work for, up to a limit, and none when there is none.
final class Workers: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var next = 0
    var running = 0
  }

  private let state = Monitor(State())
  private let limit: Int

  /// At most `limit` pieces of work at once: a scrape mostly waits for its target, and may wait long.
  init(limit: Int = 256) { self.limit = limit }

  /// Takes a piece of work, to be done on some thread.
  func submit(_ work: @escaping @Sendable () -> Void) {
    let startsThread = state.change { state in
      state.waiting.append(work)
      guard state.running < limit else { return false }
      state.running += 1
      return true
    }
    guard startsThread else { return }
    do throws(WireError) { try DetachedThread.start { [self] in drain() } } catch {
      // Without a thread the caller has to do it: late, but not never.
      drain()
    }
  }

  private func drain() {
    while let work = take() { work() }
  }

  private func take() -> (@Sendable () -> Void)? {
    state.change { state in
      guard state.next < state.waiting.count else {
        state.waiting.removeAll(keepingCapacity: true)
        state.next = 0
        state.running -= 1
        return nil
      }
      defer { state.next += 1 }
      return state.waiting[state.next]
    }
  }
}
