import Contract
import Synchronization
import Wire

/// Threads that a caller waits for.
enum Threads {
  /// Runs the body `count` times at once and returns when all have ended.
  ///
  /// A scenario blocks in poll(2) most of its time; on the threads of Swift's concurrency it would keep them from
  /// everybody else.
  static func concurrently(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    guard count > 1, let ended = try? Descriptors.pipe() else { return body() }
    defer {
      Sockets.close(ended.reading)
      Sockets.close(ended.writing)
    }
    var started = 0
    for _ in 1..<count {
      let work: @Sendable () -> Void = {
        body()
        _ = Descriptors.signal(ended.writing)
      }
      if (try? DetachedThread.start(stackSize: 8 << 20, work)) != nil { started += 1 }
    }
    body()
    for _ in 0..<started { Descriptors.awaitSignal(ended.reading) }
  }
}
