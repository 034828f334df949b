import Contract
import Synchronization
import Wire

/// Threads that a caller waits for.
public enum Threads {
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

  /// Does work number 0 to `count` - 1 on `width` threads.
  /// - Parameter finished: called after each on the thread that did it, one call at a time; false stops all: no
  ///   further work is begun.
  public static func each<Result>(
    _ count: Int, width: Int, _ work: @escaping @Sendable (Int) -> Result,
    finished: @escaping @Sendable (Int, Result) -> Bool
  ) {
    let progress = Mutex(Progress())
    concurrently(max(1, min(width, count))) {
      while let index = progress.withLock({ $0.take(of: count) }) {
        let result = work(index)
        let goesOn = progress.withLock { _ in finished(index, result) }
        if !goesOn || Interruption.hasCome { progress.withLock { $0.isStopped = true } }
      }
    }
  }

  private struct Progress {
    var next = 0
    var isStopped = false

    mutating func take(of count: Int) -> Int? {
      guard !isStopped, next < count else { return nil }
      defer { next += 1 }
      return next
    }
  }
}
