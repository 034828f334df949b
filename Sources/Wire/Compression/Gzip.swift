internal import CZlib
internal import Contract

/// The gzip content coding.
public enum Gzip {
  /// Compresses at once.
  public static func compress(_ bytes: [UInt8], level: Int32 = 6) throws(WireError) -> [UInt8] {
    let compressor = try GzipCompressor(level: level)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count / 8 + 64)
    try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      try compressor.compress(UnsafeRawBufferPointer(buffer), into: &out)
    }
    try compressor.finish(into: &out)
    return out
  }

  /// Decompresses at once, refusing more than `limit` bytes of output.
  public static func decompress(_ bytes: [UInt8], limit: Int = .max) throws(WireError) -> [UInt8] {
    let decompressor = try GzipDecompressor()
    return try Decompression.whole(bytes, limit: limit) { input, output throws(WireError) in
      try decompressor.step(&input, output)
    } checkEnd: { () throws(WireError) in
      try decompressor.checkEnd()
    }
  }
}

/// Compresses a stream piece by piece.
public final class GzipCompressor {
  // On the heap: zlib remembers the address.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Begins a stream.
  public init(level: Int32 = 6) throws(WireError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 31: the largest window, and gzip's header and trailer.
    let result = deflateInit2_(
      stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard result == Z_OK else { throw WireError(.configuration, "zlib: deflateInit failed with \(result)") }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Takes a piece; appends what comes out of it so far.
  public func compress(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) throws(WireError) {
    // avail_in has 32 bits.
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = rest.dropFirst(part.count)
      try run(part, Z_NO_FLUSH, &out)
    }
  }

  /// Appends what has been held back so that a reader can decode everything so far.
  public func flush(into out: inout [UInt8]) throws(WireError) {
    try run(UnsafeRawBufferPointer(start: nil, count: 0), Z_SYNC_FLUSH, &out)
  }

  /// Ends the stream. Nothing can be added afterwards.
  public func finish(into out: inout [UInt8]) throws(WireError) {
    try run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, &out)
  }

  private func run(_ input: UnsafeRawBufferPointer, _ flush: Int32, _ out: inout [UInt8]) throws(WireError) {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    let room = max(4096, min(input.count, 256 << 10))
    while true {
      var result = Z_OK
      var left = 0
      try out.append(upTo: room) { buffer in
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(room)
        result = deflate(stream, flush)
        left = Int(stream.pointee.avail_out)
        return room - left
      }
      guard result != Z_STREAM_ERROR else { throw WireError(.configuration, "zlib: deflate failed") }
      if result == Z_STREAM_END || left > 0 { return }
    }
  }
}

/// Decompresses a stream piece by piece. Several members one after the other are one stream, as in Go.
public final class GzipDecompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  private var hasPendingOutput = false
  private var hasEndedMember = false
  /// The fixed part of a member's header, as far as it has come. Go reads all of it before it looks at any.
  private var header: [UInt8] = []
  private static let headerLength = 10

  /// Begins a stream.
  public init() throws(WireError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let result = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard result == Z_OK else { throw WireError(.configuration, "zlib: inflateInit failed with \(result)") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Complains if the input may not end here.
  func checkEnd() throws(WireError) {
    guard header.isEmpty else { throw .unexpectedEndOfFile }
    guard hasEndedMember else { throw .endOfFile }
  }

  /// Takes from the front of `input` and fills `output`; answers how many bytes it filled in.
  ///
  /// 0 means that it needs more input.
  ///
  /// Source of the messages: golang/go src/compress/gzip/gunzip.go, src/compress/flate/inflate.go, 1.24.
  func step(
    _ input: inout Slice<UnsafeRawBufferPointer>, _ output: UnsafeMutableRawBufferPointer
  ) throws(WireError) -> Int {
    while !input.isEmpty || hasPendingOutput {
      if header.count < Self.headerLength {
        guard try takeHeader(&input) else { return 0 }
        continue
      }
      let part = UnsafeRawBufferPointer(rebasing: input.prefix(1 << 30))
      let (taken, filled, hasEnded) = try run(part, output)
      input = input.dropFirst(taken)
      if hasEnded {
        hasEndedMember = true
        hasPendingOutput = false
        header = []
        inflateReset(stream)
      } else {
        hasPendingOutput = filled == output.count
      }
      if filled > 0 { return filled }
      // No progress at all: the rest of the input is yet to come.
      if taken == 0, !hasEnded { return 0 }
    }
    return 0
  }

  /// Collects a member's header and checks it; false while it is not all there.
  private func takeHeader(_ input: inout Slice<UnsafeRawBufferPointer>) throws(WireError) -> Bool {
    let part = input.prefix(Self.headerLength - header.count)
    header += part
    input = input.dropFirst(part.count)
    guard header.count == Self.headerLength else { return false }
    guard header.starts(with: [0x1F, 0x8B, 8]) else { throw Self.invalidHeader }
    // Reserved flags are nothing to Go, and an error to zlib.
    header[3] &= 0x1F
    try header.withUnsafeBufferPointer { bytes throws(WireError) in
      _ = try run(UnsafeRawBufferPointer(bytes), UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
    return true
  }

  private func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(WireError) -> (taken: Int, filled: Int, hasEnded: Bool) {
    var nothing: UInt8 = 0
    return try withUnsafeMutablePointer(to: &nothing) { nothing throws(WireError) in
      let room = min(output.count, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
      stream.pointee.avail_in = UInt32(input.count)
      // zlib wants a place to write to even where there is no room.
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress ?? nothing
      stream.pointee.avail_out = UInt32(room)
      let result = inflate(stream, Z_NO_FLUSH)
      guard [Z_OK, Z_BUF_ERROR, Z_STREAM_END].contains(result) else { throw failure() }
      return (
        input.count - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), result == Z_STREAM_END
      )
    }
  }

  private static let invalidHeader = WireError(.protocolViolation, "gzip: invalid header")

  private func failure() -> WireError {
    let reason = stream.pointee.msg.map { String(cString: $0) } ?? ""
    switch reason {
    case "header crc mismatch": return Self.invalidHeader
    case "incorrect data check", "incorrect length check":
      return WireError(.protocolViolation, "gzip: invalid checksum", detail: reason)
    default:
      // Go counts from where the header ends.
      let offset = max(0, Int(stream.pointee.total_in) - Self.headerLength)
      return WireError(.protocolViolation, "flate: corrupt input before offset \(offset)", detail: reason)
    }
  }
}
