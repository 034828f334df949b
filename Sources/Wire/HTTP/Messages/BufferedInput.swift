internal import Contract

/// Bytes read ahead from a stream.
struct BufferedInput: ~Copyable, Sendable {
  let stream: any ByteStream
  private var buffer = ByteBuffer()

  init(stream: any ByteStream) { self.stream = stream }

  /// How many bytes wait in the buffer.
  var count: Int { buffer.count }

  /// The waiting bytes; valid until the next change.
  var bytes: UnsafeRawBufferPointer { buffer.bytes }

  /// Drops bytes from the front.
  mutating func consume(_ count: Int) { buffer.consume(count) }

  /// Reads once more behind what waits; false at the end of the stream.
  mutating func fill(deadline: Deadline) throws(WireError) -> Bool {
    let count = try stream.read(into: buffer.room(4096), deadline: deadline)
    buffer.commit(count)
    return count > 0
  }

  /// Takes waiting bytes, or reads from the stream if there are none; 0 at the end of the stream.
  mutating func read(
    into target: UnsafeMutableRawBufferPointer, deadline: Deadline
  ) throws(WireError) -> Int {
    guard count > 0 else {
      // Small wishes are read ahead, so that a chunk's line does not cost a system call for each part.
      guard target.count < 4096 else { return try stream.read(into: target, deadline: deadline) }
      guard try fill(deadline: deadline) else { return 0 }
      return try read(into: target, deadline: deadline)
    }
    let taken = min(count, target.count)
    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
    consume(taken)
    return taken
  }

  /// Takes a line of the chunked coding, which has to end in CRLF.
  ///
  /// Source: golang/go src/net/http/internal/chunked.go readChunkLine, 1.24.
  mutating func chunkLine(limit: Int, deadline: Deadline) throws(WireError) -> [UInt8] {
    try line(limit: limit, needsReturn: true, deadline: deadline)
  }

  /// Takes a line without its end (LF or CRLF). The stream's end before it is `unexpected EOF`.
  mutating func line(
    limit: Int, needsReturn: Bool = false, deadline: Deadline
  ) throws(WireError) -> [UInt8] {
    var searched = 0
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        if limit > 0, end + 1 >= limit { throw WireError(.protocolViolation, "header line too long") }
        let hasReturn = end > 0 && bytes[end - 1] == UInt8(ascii: "\r")
        if needsReturn, !hasReturn {
          throw WireError(.protocolViolation, "chunked line ends with bare LF")
        }
        let line = [UInt8](copying: UnsafeRawBufferPointer(rebasing: bytes[..<(hasReturn ? end - 1 : end)]))
        consume(end + 1)
        return line
      }
      searched = count
      guard searched <= limit else { throw WireError(.protocolViolation, "header line too long") }
      guard try fill(deadline: deadline) else { throw .unexpectedEndOfFile }
    }
  }

  /// Waits until the head of a message is there, and answers its length; nil if the stream ends before.
  ///
  /// `check` may complain of the whole lines that have come while the head's end has not.
  mutating func headLength(
    limit: Int, deadline: Deadline,
    check: (UnsafeRawBufferPointer) throws(WireError) -> Void = { _ throws(WireError) in }
  ) throws(WireError) -> Int? {
    var searched = 0
    while true {
      if let length = HTTPHead.end(in: bytes, searched: searched), length <= limit { return length }
      if let last = bytes[searched...].lastIndex(of: UInt8(ascii: "\n")) {
        try check(UnsafeRawBufferPointer(rebasing: bytes[...last]))
      }
      searched = count
      guard searched <= limit else { throw WireError(.limit, "message head of more than \(limit) bytes") }
      guard try fill(deadline: deadline) else { return nil }
    }
  }
}
