internal import CSystem

/// Threads of the system, for work that blocks.
public enum DetachedThread {
  /// Enough for a TLS handshake and a request; only touched pages cost memory.
  public static let defaultStackSize = 512 * 1024

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs the body on a thread of its own, which nobody waits for.
  public static func start(
    stackSize: Int = defaultStackSize, _ body: @escaping @Sendable () -> Void
  ) throws(WireError) {
    let context = Unmanaged.passRetained(Work(body))
    let number = ms_start_thread(
      { context in
        guard let context else { return }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
      }, context.toOpaque(), stackSize)
    guard number == 0 else {
      context.release()
      throw SystemFailure.error("", call: "pthread_create", number: number)
    }
  }
}
