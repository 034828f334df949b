internal import Contract
internal import Synchronization

/// Ends an exchange from another thread, whatever it waits for.
public final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    var stream: (any ByteStream)?
  }

  private let state = Mutex(State())

  /// Makes a cancellation for one exchange after the other.
  public init() {}

  /// Whether ``cancel()`` has been called.
  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Makes the exchange under way, and every later one, fail with `context canceled`.
  public func cancel() {
    state.withLock {
      $0.isCancelled = true
      $0.stream?.interrupt()
      $0.stream = nil
    }
  }

  func detach() { state.withLock { $0.stream = nil } }

  func attach(_ stream: any ByteStream) throws(WireError) {
    let isCancelled = state.withLock {
      $0.stream = stream
      return $0.isCancelled
    }
    if isCancelled { throw Self.error }
  }

  /// As Go words it. Source: golang/go src/context/context.go, 1.24.
  static let error = WireError(.endOfFile, "context canceled")
}
