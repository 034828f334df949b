internal import CSystem
internal import Contract
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Accepts for any number of listening sockets on one thread; every connection gets a thread of its own.
public final class Acceptor: Sendable {
  /// What a connection's thread runs. The stream is closed when it returns, unless somebody else holds it.
  public typealias Handler = @Sendable (TCPStream) -> Void

  private struct Entry {
    var handler: Handler
    /// Where connections arrive; nil for a wildcard, whose connections are asked one by one.
    var local: Endpoint?
  }

  private struct State {
    var entries: [Int32: Entry] = [:]
    /// A descriptor kept for the moment when there are no others left.
    var reserve: Int32 = -1
  }

  private let state: Mutex<State>
  private let poller: Poller
  private let wakeUp: Descriptors.Pipe
  private let stackSize: Int

  /// Makes an acceptor without listeners.
  public init(stackSize: Int = DetachedThread.defaultStackSize) throws(WireError) {
    self.stackSize = stackSize
    poller = try Poller()
    wakeUp = try Descriptors.pipe()
    state = Mutex(State(reserve: open("/dev/null", O_RDONLY | O_CLOEXEC)))
    try poller.add(wakeUp.reading)
  }

  deinit {
    Sockets.close(wakeUp.reading)
    Sockets.close(wakeUp.writing)
    let reserve = state.withLock { $0.reserve }
    if reserve >= 0 { Sockets.close(reserve) }
  }

  /// Accepts from a listening socket from now on. The socket stays the caller's, see ``remove(_:)``.
  public func add(_ listener: Int32, handler: @escaping Handler) throws(WireError) {
    guard ms_set_nonblocking(listener, 1) == 0 else {
      throw SystemFailure.error("", call: "fcntl", number: errno)
    }
    let local = try Sockets.localEndpoint(of: listener)
    let isWildcard = local.address.description == "0.0.0.0" || local.address.description == "::"
    state.withLock { $0.entries[listener] = Entry(handler: handler, local: isWildcard ? nil : local) }
    do throws(WireError) { try poller.add(listener) } catch {
      state.withLock { $0.entries[listener] = nil }
      throw error
    }
  }

  /// Accepts no more from a listening socket; afterwards it can be closed.
  public func remove(_ listener: Int32) {
    state.withLock {
      guard $0.entries.removeValue(forKey: listener) != nil else { return }
      poller.remove(listener)
    }
  }

  /// Accepts until ``stop()``.
  public func run() throws(WireError) {
    while true {
      for descriptor in try poller.wait() {
        if descriptor == wakeUp.reading { return }
        acceptAll(descriptor)
      }
    }
  }

  /// Makes ``run()`` return. Connections go on.
  public func stop() { _ = ms_write(wakeUp.writing, [0], 1) }

  /// Takes what waits on one listener, a bounded number so that others get their turn.
  private func acceptAll(_ listener: Int32) {
    for _ in 0..<64 {
      // Under the lock, so that a listener that is being removed and closed is not touched.
      let accepted: (TCPStream, Handler)? = state.withLock { state in
        guard let entry = state.entries[listener] else { return nil }
        do throws(WireError) {
          return try Sockets.accept(listener, at: entry.local).map { ($0, entry.handler) }
        } catch {
          if error.systemError == EMFILE || error.systemError == ENFILE { refuseOne(listener, &state) }
          return nil
        }
      }
      guard let (stream, handler) = accepted else { return }
      do throws(WireError) {
        try DetachedThread.start(stackSize: stackSize) {
          handler(stream)
        }
      } catch {
        stream.reset()
      }
    }
  }

  /// Without a free descriptor the connection would wait for ever and the poller would spin: the reserve
  /// descriptor lets it be accepted and reset.
  private func refuseOne(_ listener: Int32, _ state: inout State) {
    guard state.reserve >= 0 else { return }
    Sockets.close(state.reserve)
    if let stream = try? Sockets.accept(listener, at: nil) { stream.reset() }
    state.reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
  }
}
