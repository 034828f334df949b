/// A connection that carries bytes both ways: plain TCP or TLS over it.
///
/// One thread reads and writes at a time, except that ``interrupt()`` may be called by any.
public protocol ByteStream: AnyObject, Sendable {
  /// Reads what there is, waiting for the first byte; 0 at the end of the stream.
  func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int
  /// Writes all bytes.
  func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) throws(WireError)
  /// Says that nothing more will be written; reading goes on.
  func shutdownWrite()
  /// Closes in the ordinary way. Further calls do nothing.
  func close()
  /// Closes so that the peer sees a reset.
  func reset()
  /// Ends both directions from another thread: a waiting read or write returns at once.
  func interrupt()
  /// The TCP connection at the bottom.
  var transport: TCPStream { get }
  /// Whether bytes wait that ``transport``'s descriptor does not show, because they are already decrypted.
  var hasBufferedInput: Bool { get }
}

extension ByteStream {
  /// Writes all bytes of an array.
  public func write(_ bytes: [UInt8], deadline: Deadline) throws(WireError) {
    try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      try write(UnsafeRawBufferPointer(buffer), deadline: deadline)
    }
  }

  /// Reads up to `count` bytes as an array; empty at the end of the stream.
  public func read(upTo count: Int, deadline: Deadline) throws(WireError) -> [UInt8] {
    var failure: WireError?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      do throws(WireError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), deadline: deadline)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
