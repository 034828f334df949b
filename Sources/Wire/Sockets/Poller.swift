internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Waits for many descriptors at once: epoll on Linux, kqueue on Darwin.
///
/// Any thread may add and remove while one waits. Descriptors stay the caller's.
public final class Poller: Sendable {
  private let descriptor: Int32

  /// Opens a poller.
  public init() throws(WireError) {
    descriptor = ms_poller_create()
    guard descriptor >= 0 else { throw SystemFailure.error("", call: "epoll_create", number: errno) }
  }

  deinit { Sockets.close(descriptor) }

  /// Reports a descriptor whenever it can be read, until it is removed.
  public func add(_ watched: Int32) throws(WireError) {
    guard ms_poller_add(descriptor, watched) == 0 else {
      throw SystemFailure.error("", call: "epoll_ctl", number: errno)
    }
  }

  /// Forgets a descriptor. Call it before the descriptor is closed.
  public func remove(_ watched: Int32) { _ = ms_poller_remove(descriptor, watched) }

  /// The descriptors that can be read or have ended, at most 64; none when the deadline has passed.
  public func wait(deadline: Deadline = .never) throws(WireError) -> [Int32] {
    while true {
      var number: Int32 = 0
      let ready = [Int32](unsafeUninitializedCapacity: 64) { buffer, filled in
        let count = ms_poller_wait(descriptor, buffer.baseAddress, 64, deadline.pollTimeout)
        if count < 0 { number = errno }
        filled = Int(max(0, count))
      }
      if !ready.isEmpty || (number == 0 && deadline.isPast) { return ready }
      if number != 0, number != EINTR { throw SystemFailure.error("", call: "epoll_wait", number: number) }
    }
  }
}
