internal import CSystem
internal import Contract

/// Reads frames from a descriptor: a 4-byte big-endian length and that many bytes. See `Contract.Channel`.
public struct FrameReader: ~Copyable, Sendable {
  private let descriptor: Int32
  private let limit: Int

  /// Reads from a descriptor, which stays the caller's. A frame longer than `limit` bytes is an error.
  public init(descriptor: Int32, limit: Int = 1 << 30) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next frame; nil at the end of the stream between two frames.
  public mutating func next(deadline: Deadline = .never) throws(WireError) -> [UInt8]? {
    guard let head = try read(4, deadline: deadline) else { return nil }
    let length = head.reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else {
      throw WireError(.protocolViolation, "frame of \(length) bytes, at most \(limit) are allowed")
    }
    guard length > 0 else { return [] }
    guard let body = try read(length, deadline: deadline) else { throw .unexpectedEndOfFile }
    return body
  }

  /// Exactly `count` bytes; nil if the stream ends before the first.
  private func read(_ count: Int, deadline: Deadline) throws(WireError) -> [UInt8]? {
    var bytes = ByteBuffer(capacity: min(count, 64 << 10))
    while bytes.count < count {
      // In steps, so that a length alone cannot claim memory.
      let room = bytes.room(min(count - bytes.count, 64 << 10))
      let part = UnsafeMutableRawBufferPointer(rebasing: room.prefix(count - bytes.count))
      let filled = try Descriptors.read(descriptor, into: part, deadline: deadline)
      if filled == 0 {
        guard bytes.count == 0 else { throw .unexpectedEndOfFile }
        return nil
      }
      bytes.commit(filled)
    }
    return [UInt8](copying: bytes.bytes)
  }
}

/// Writes frames to a descriptor, see ``FrameReader``.
public struct FrameWriter: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Writes to a descriptor, which stays the caller's. It becomes non-blocking, so that deadlines hold.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
    _ = ms_set_nonblocking(descriptor, 1)
    // A process that is gone is an error to report, not a signal to die of.
    ms_ignore_sigpipe()
  }

  /// Writes one frame.
  public mutating func write(_ frame: [UInt8], deadline: Deadline = .never) throws(WireError) {
    guard let length = UInt32(exactly: frame.count) else {
      throw WireError(.protocolViolation, "frame of \(frame.count) bytes is too long")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frame.count + 4)
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
    bytes.append(contentsOf: frame)
    try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      try Descriptors.write(descriptor, UnsafeRawBufferPointer(buffer), deadline: deadline)
    }
  }
}
