internal import CSystem
public import Contract
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A TCP connection. It owns its descriptor and closes it at the latest when it goes.
public final class TCPStream: ByteStream {
  /// The socket, blocking and close-on-exec.
  public let descriptor: Int32
  /// The other end.
  public let peer: Endpoint
  /// This end.
  public let local: Endpoint
  private let isClosed = Atomic(false)

  /// Takes over a connected socket.
  public init(descriptor: Int32, local: Endpoint, peer: Endpoint) {
    self.descriptor = descriptor
    self.local = local
    self.peer = peer
    _ = ms_set_no_delay(descriptor)
  }

  deinit { close() }

  /// Reads what there is, waiting for the first byte; 0 at the end of the stream.
  public func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      let count = ms_receive(descriptor, buffer.baseAddress, buffer.count, deadline == .never ? 1 : 0)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: try waitReadable(deadline)
      case let number: throw failure("read", number)
      }
    }
  }

  /// Writes all bytes.
  public func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) throws(WireError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = ms_send(descriptor, part.baseAddress, part.count, deadline == .never ? 1 : 0)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: try waitWritable(deadline)
      case let number: throw failure("write", number)
      }
    }
  }

  /// Looks at the bytes that have come without taking them; waits until there are at least `least`.
  ///
  /// Fewer than `least` come back only when the peer has closed. `count` bounds what is looked at.
  public func peek(
    upTo count: Int, atLeast least: Int = 1, deadline: Deadline
  ) throws(WireError) -> [UInt8] {
    let least = min(max(1, least), max(1, count))
    var raisedLowWater = false
    defer { if raisedLowWater { _ = ms_set_receive_low_water(descriptor, 1) } }
    var seen = -1
    while true {
      var number: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
        let count = ms_peek(descriptor, buffer.baseAddress, buffer.count)
        if count < 0 { number = errno }
        filled = max(0, count)
      }
      // The same bytes again after waiting: the peer has closed, nothing more will come.
      if number == 0, bytes.count >= least || bytes.isEmpty || bytes.count == seen { return bytes }
      if number == EINTR { continue }
      if number != 0, number != EAGAIN { throw failure("read", number) }
      if number == 0 { seen = bytes.count }
      if least > 1, !raisedLowWater {
        _ = ms_set_receive_low_water(descriptor, Int32(clamping: least))
        raisedLowWater = true
      }
      try waitReadable(deadline)
    }
  }

  /// Waits until a byte, the end or an error can be read.
  public func waitReadable(_ deadline: Deadline) throws(WireError) {
    try Sockets.wait(deadline) { ms_wait_readable(self.descriptor, $0) }
  }

  func waitWritable(_ deadline: Deadline) throws(WireError) {
    try Sockets.wait(deadline) { ms_wait_writable(self.descriptor, $0) }
  }

  /// Sends FIN; reading goes on.
  public func shutdownWrite() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// Ends both directions from another thread: a waiting read or write returns at once.
  public func interrupt() {
    guard !isClosed.load(ordering: .acquiring) else { return }
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Closes in the ordinary way. Further calls do nothing.
  public func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = Sockets.close(descriptor)
  }

  /// Closes so that the peer sees a reset.
  public func reset() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = ms_set_reset_on_close(descriptor)
    _ = Sockets.close(descriptor)
  }

  /// The connection itself.
  public var transport: TCPStream { self }
  /// Nothing is buffered here: always false.
  public var hasBufferedInput: Bool { false }

  /// The failure of a read or write as Go's net package words it.
  ///
  /// Source: golang/go src/net/net.go OpError.Error, 1.24.
  func failure(_ operation: String, _ number: Int32) -> WireError {
    SystemFailure.error("\(operation) tcp \(local)->\(peer)", call: operation, number: number)
  }
}
