import Contract
import Synchronization
import Wire

/// Commands on their way to the roles: carried out in order, one at a time, on a thread that lives while there
/// are any. The control thread only ever reads, so that it notices the runner's end whatever a command does.
final class CommandQueue: Sendable {
  private struct State {
    var pending: [Command] = []
    var carryOut: (@Sendable (Command) -> Void)?
    var isDraining = false
  }

  private let state = Mutex(State())

  /// Takes a command; it waits until the queue is open.
  func append(_ command: Command) {
    state.withLock { $0.pending.append(command) }
    drain()
  }

  /// Begins to carry commands out: the roles have started.
  func open(carryOut: @escaping @Sendable (Command) -> Void) {
    state.withLock { $0.carryOut = carryOut }
    drain()
  }

  private func drain() {
    let begun: (@Sendable (Command) -> Void)? = state.withLock { state in
      guard let carryOut = state.carryOut, !state.isDraining, !state.pending.isEmpty else { return nil }
      state.isDraining = true
      return carryOut
    }
    guard let carryOut = begun else { return }
    let work: @Sendable () -> Void = { [self] in while let command = next() { carryOut(command) } }
    do {
      try DetachedThread.start(work)
    } catch {
      // Without a thread the caller has to do it: late, but not never.
      work()
    }
  }

  private func next() -> Command? {
    state.withLock { state in
      guard !state.pending.isEmpty else {
        state.isDraining = false
        return nil
      }
      return state.pending.removeFirst()
    }
  }
}
