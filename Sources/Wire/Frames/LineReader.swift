internal import Contract

/// Reads lines from a descriptor, as processes write their events.
public struct LineReader: ~Copyable, Sendable {
  private let descriptor: Int32
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0

  /// Reads from a descriptor, which stays the caller's. A line longer than `limit` bytes is an error.
  public init(descriptor: Int32, limit: Int = 64 << 20) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next line without its newline; nil at the end. A last line without newline counts.
  public mutating func next(deadline: Deadline = .never) throws(WireError) -> [UInt8]? {
    while true {
      if let line = buffered() { return line }
      guard try fill(deadline: deadline) else {
        guard start < buffer.count else { return nil }
        defer {
          buffer = []
          start = 0
        }
        return Array(buffer[start...])
      }
    }
  }

  private var searched = 0

  /// A whole line that has already been read; does not touch the descriptor.
  public mutating func buffered() -> [UInt8]? {
    guard let end = buffer[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count
      return nil
    }
    defer { start = end + 1 }
    return Array(buffer[start..<end])
  }

  /// Reads once more; false at the end of the stream.
  public mutating func fill(deadline: Deadline = .never) throws(WireError) -> Bool {
    buffer.removeSubrange(..<start)
    searched -= min(searched, start)
    start = 0
    guard buffer.count <= limit else {
      throw WireError(.protocolViolation, "line of more than \(limit) bytes")
    }
    let before = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: 1 << 16))
    defer { searched = min(searched, buffer.count) }
    do throws(WireError) {
      let filled = try buffer.withUnsafeMutableBufferPointer { buffer throws(WireError) in
        try Descriptors.read(
          descriptor,
          into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[before...])),
          deadline: deadline)
      }
      buffer.removeLast((1 << 16) - filled)
      return filled > 0
    } catch {
      buffer.removeLast(1 << 16)
      throw error
    }
  }
}
