internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Reading and writing on plain descriptors (pipes), with deadlines.
public enum Descriptors {
  /// The two ends of a pipe, both close-on-exec.
  public struct Pipe: Sendable {
    /// The end to read from.
    public let reading: Int32
    /// The end to write to.
    public let writing: Int32
  }

  /// Opens a pipe. Both ends are the caller's to close.
  public static func pipe() throws(WireError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    guard ms_pipe(&ends) == 0 else { throw SystemFailure.error("", call: "pipe", number: errno) }
    return Pipe(reading: ends[0], writing: ends[1])
  }

  /// Reads what there is, waiting for the first byte; 0 at the end.
  static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline
  ) throws(WireError) -> Int {
    while true {
      if deadline != .never { try Sockets.wait(deadline) { ms_wait_readable(descriptor, $0) } }
      let count = ms_read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: try Sockets.wait(deadline) { ms_wait_readable(descriptor, $0) }
      case let number: throw SystemFailure.error("", call: "read", number: number)
      }
    }
  }

  /// Writes all bytes. The descriptor must be non-blocking for a deadline to hold.
  static func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, deadline: Deadline
  ) throws(WireError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = ms_write(descriptor, part.baseAddress, part.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: try Sockets.wait(deadline) { ms_wait_writable(descriptor, $0) }
      case let number: throw SystemFailure.error("", call: "write", number: number)
      }
    }
  }
}
