internal import Contract

/// Bytes read ahead from a stream.
struct BufferedInput: Sendable {
  let stream: any ByteStream
  private var storage: [UInt8] = []
  private var start = 0
  private var end = 0

  init(stream: any ByteStream) { self.stream = stream }

  /// How many bytes wait in the buffer.
  var count: Int { end - start }

  /// Looks at the waiting bytes.
  func withBuffered<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try storage.withUnsafeBufferPointer { buffer throws(E) in
      try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<end])))
    }
  }

  /// Drops bytes from the front.
  mutating func consume(_ count: Int) {
    start = min(end, start + max(0, count))
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Reads once more behind what waits; false at the end of the stream.
  mutating func fill(deadline: Deadline) throws(WireError) -> Bool {
    if storage.isEmpty {
      storage = [UInt8](repeating: 0, count: 4096)
    } else if end == storage.count {
      if start > 0 {
        storage.removeSubrange(..<start)
        end -= start
        start = 0
        storage.append(contentsOf: repeatElement(0, count: storage.capacity - storage.count))
      }
      if end == storage.count { storage.append(contentsOf: repeatElement(0, count: storage.count)) }
    }
    let end = end
    let count = try storage.withUnsafeMutableBufferPointer { buffer throws(WireError) in
      try stream.read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[end...])),
        deadline: deadline)
    }
    self.end += count
    return count > 0
  }

  /// Takes waiting bytes, or reads from the stream if there are none; 0 at the end of the stream.
  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline
  ) throws(WireError) -> Int {
    guard count > 0 else { return try stream.read(into: buffer, deadline: deadline) }
    let taken = min(count, buffer.count)
    withBuffered { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<taken])) }
    consume(taken)
    return taken
  }

  /// Takes a line without its end (LF or CRLF). The stream's end before it is `unexpected EOF`.
  mutating func line(limit: Int, deadline: Deadline) throws(WireError) -> [UInt8] {
    var searched = 0
    while true {
      let found: [UInt8]? = withBuffered { bytes in
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return Array(bytes[...end])
      }
      if var line = found {
        consume(line.count)
        line.removeLast()
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
      }
      searched = count
      guard searched <= limit else { throw WireError(.protocolViolation, "header line too long") }
      guard try fill(deadline: deadline) else { throw .unexpectedEndOfFile }
    }
  }

  /// Waits until the head of a message is there, and answers its length; nil if the stream ends before.
  mutating func headLength(
    limit: Int, deadline: Deadline
  ) throws(WireError) -> Int? {
    var searched = 0
    while true {
      if let length = withBuffered({ HTTPHead.end(in: $0, searched: searched) }), length <= limit {
        return length
      }
      searched = count
      guard searched <= limit else { throw WireError(.limit, "message head of more than \(limit) bytes") }
      guard try fill(deadline: deadline) else { return nil }
    }
  }
}
