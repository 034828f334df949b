internal import Contract

/// Reads lines from a descriptor, as processes write their events.
public struct LineReader: ~Copyable, Sendable {
  private let descriptor: Int32
  private let limit: Int
  private var buffer = ByteBuffer()
  private var searched = 0

  /// Reads from a descriptor, which stays the caller's. A line longer than `limit` bytes is an error.
  public init(descriptor: Int32, limit: Int = 64 << 20) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next line without its newline; nil at the end. A last line without newline counts.
  public mutating func next(deadline: Deadline = .never) throws(WireError) -> [UInt8]? {
    while true {
      if let line = buffered() { return line }
      guard try fill(deadline: deadline) else { return buffer.count == 0 ? nil : take(buffer.count, ending: 0) }
    }
  }

  /// A whole line that has already been read; does not touch the descriptor.
  public mutating func buffered() -> [UInt8]? {
    guard let end = buffer.bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count
      return nil
    }
    return take(end, ending: 1)
  }

  /// Reads once more; false at the end of the stream.
  public mutating func fill(deadline: Deadline = .never) throws(WireError) -> Bool {
    guard buffer.count <= limit else {
      throw WireError(.protocolViolation, "line of more than \(limit) bytes")
    }
    let count = try Descriptors.read(descriptor, into: buffer.room(64 << 10), deadline: deadline)
    buffer.commit(count)
    return count > 0
  }

  private mutating func take(_ count: Int, ending: Int) -> [UInt8] {
    let line = [UInt8](copying: UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count]))
    buffer.consume(count + ending)
    searched = 0
    return line
  }
}
