import Contract
import Planning
import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many real Envoys run at once: each takes 15 MB and 60 ms of a processor to start.
///
/// A permit is a byte in a pipe, so that waiting for one is a read.
final class EnvoyPermits: Sendable {
  private let pipe: Descriptors.Pipe
  /// One scenario takes its permits at a time: two that had half of theirs each would wait for ever.
  private let taking = Mutex(())

  /// As many as there are.
  static let count = 30

  init() throws(HarnessFailure) {
    do {
      pipe = try Descriptors.pipe()
    } catch {
      throw HarnessFailure(message: "cannot open a pipe: \(error)")
    }
    giveBack(Self.count)
  }

  deinit {
    close(pipe.reading)
    close(pipe.writing)
  }

  /// Waits for the permits of a plan; one that needs more than there are takes all.
  /// - Returns: how many were taken.
  func take(for plan: Plan) -> Int {
    let wanted = min(Self.count, plan.states.map { $0.pods.count { $0.hasSidecar } }.max() ?? 0)
    taking.withLock { _ in
      for _ in 0..<wanted { Descriptors.awaitSignal(pipe.reading) }
    }
    return wanted
  }

  /// Gives permits back.
  func giveBack(_ number: Int) {
    for _ in 0..<number { _ = Descriptors.signal(pipe.writing) }
  }
}
