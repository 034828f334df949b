import Wire

/// Threads that carry out scrapes: as many as there is work for, up to a limit. A few linger for more to come, as
/// making one costs more than a small scrape.
final class Workers: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var next = 0
    var running = 0
    /// Those of the running that wait for work.
    var idle = 0

    var pending: Int { waiting.count - next }

    mutating func take() -> (@Sendable () -> Void)? {
      guard next < waiting.count else {
        waiting.removeAll(keepingCapacity: true)
        next = 0
        return nil
      }
      defer { next += 1 }
      return waiting[next]
    }
  }

  private let state = Monitor(State())
  private let limit: Int
  private static let mostIdle = 2
  /// How long a thread lingers, in nanoseconds: more than the usual interval of a minute.
  private static let patience: Int64 = 70_000_000_000

  /// At most `limit` pieces of work at once: a scrape mostly waits for its target, and may wait long.
  init(limit: Int = 256) { self.limit = limit }

  /// Takes a piece of work, to be done on some thread.
  func submit(_ work: @escaping @Sendable () -> Void) {
    let startsThread = state.change { state in
      state.waiting.append(work)
      guard state.pending > state.idle, state.running < limit else { return false }
      state.running += 1
      return true
    }
    guard startsThread else { return }
    do throws(WireError) { try DetachedThread.start { [self] in drain() } } catch {
      // Without a thread the caller has to do it: late, but not never.
      drainAtOnce()
    }
  }

  private func drain() {
    while let work = take() { work() }
  }

  private func drainAtOnce() {
    while let work = state.change({ $0.take() }) { work() }
    state.change { $0.running -= 1 }
  }

  /// The next piece of work; nil if the thread is no longer needed.
  private func take() -> (@Sendable () -> Void)? {
    let (work, lingers): ((@Sendable () -> Void)?, Bool) = state.change { state in
      if let work = state.take() { return (work, false) }
      let lingers = state.idle < Self.mostIdle
      if lingers { state.idle += 1 } else { state.running -= 1 }
      return (nil, lingers)
    }
    guard lingers else { return work }
    // Who takes work is not idle from that very moment on, or the next piece would be left to it.
    let late = state.wait(until: .now + Self.patience) { state in
      let work = state.take()
      if work != nil { state.idle -= 1 }
      return work
    }
    if let late { return late }
    return state.change { state in
      state.idle -= 1
      let work = state.take()
      if work == nil { state.running -= 1 }
      return work
    }
  }
}
