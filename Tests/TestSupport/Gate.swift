import Foundation

/// Lets so many pieces of blocking work run at a time, each on a thread of its own.
public actor Gate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// A gate for `width` at a time.
  public init(width: Int) { free = max(1, width) }

  /// Waits for a place, then runs the work on a thread of its own.
  public nonisolated func run<Output: Sendable>(_ work: @escaping @Sendable () -> Output) async -> Output {
    await enter()
    let output = await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: work()) }
      thread.stackSize = 8 << 20
      thread.start()
    }
    await leave()
    return output
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
