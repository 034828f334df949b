internal import CZstd
internal import Contract

/// The Zstandard content coding.
public enum Zstd {
  /// Compresses at once.
  public static func compress(_ bytes: [UInt8], level: Int32 = 3) throws(WireError) -> [UInt8] {
    var code = 0
    let out = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { buffer, filled in
      code = ZSTD_compress(buffer.baseAddress, buffer.count, bytes, bytes.count, level)
      filled = ZSTD_isError(code) != 0 ? 0 : code
    }
    try check(code)
    return out
  }

  /// Decompresses at once, refusing more than `limit` bytes of output.
  public static func decompress(_ bytes: [UInt8], limit: Int = .max) throws(WireError) -> [UInt8] {
    let decompressor = try ZstdDecompressor()
    return try Decompression.whole(bytes, limit: limit) { input, output throws(WireError) in
      try decompressor.step(&input, output)
    } checkEnd: { () throws(WireError) in
      try decompressor.checkEnd()
    }
  }

  static func check(_ code: Int) throws(WireError) {
    guard ZSTD_isError(code) != 0 else { return }
    throw WireError(.protocolViolation, "zstd: \(String(cString: ZSTD_getErrorName(code)))")
  }
}

/// Compresses a stream piece by piece.
public final class ZstdCompressor {
  private let context: OpaquePointer

  /// Begins a stream.
  public init(level: Int32 = 3) throws(WireError) {
    guard let context = ZSTD_createCCtx() else { throw WireError(.configuration, "zstd: out of memory") }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Takes a piece; appends what comes out of it so far.
  public func compress(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) throws(WireError) {
    try run(bytes, ZSTD_e_continue, &out)
  }

  /// Appends what has been held back so that a reader can decode everything so far.
  public func flush(into out: inout [UInt8]) throws(WireError) {
    try run(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_flush, &out)
  }

  /// Ends the stream.
  public func finish(into out: inout [UInt8]) throws(WireError) {
    try run(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end, &out)
  }

  private func run(
    _ bytes: UnsafeRawBufferPointer, _ end: ZSTD_EndDirective, _ out: inout [UInt8]
  ) throws(WireError) {
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    let room = max(4096, min(bytes.count, 256 << 10))
    while true {
      var left = 0
      try out.append(upTo: room) { buffer in
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: room, pos: 0)
        left = ZSTD_compressStream2(context, &output, &input, end)
        return output.pos
      }
      try Zstd.check(left)
      if end == ZSTD_e_continue ? input.pos == input.size : left == 0 { return }
    }
  }
}

/// Decompresses a stream piece by piece. Several frames one after the other are one stream.
public final class ZstdDecompressor {
  private let context: OpaquePointer
  private var isBetweenFrames = true
  private var hasPendingOutput = false

  /// Begins a stream. A frame that wants a window of more than 128 MiB is refused.
  public init() throws(WireError) {
    guard let context = ZSTD_createDCtx() else { throw WireError(.configuration, "zstd: out of memory") }
    self.context = context
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Complains if the input may not end here.
  func checkEnd() throws(WireError) {
    if !isBetweenFrames { throw .unexpectedEndOfFile }
  }

  /// Takes from the front of `input` and fills `output`; answers how many bytes it filled in, 0 for more input.
  func step(
    _ input: inout Slice<UnsafeRawBufferPointer>, _ output: UnsafeMutableRawBufferPointer
  ) throws(WireError) -> Int {
    while !input.isEmpty || hasPendingOutput {
      var source = ZSTD_inBuffer(
        src: UnsafeRawBufferPointer(rebasing: input).baseAddress, size: input.count, pos: 0)
      var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      let left = ZSTD_decompressStream(context, &target, &source)
      try Zstd.check(left)
      input = input.dropFirst(source.pos)
      isBetweenFrames = left == 0
      hasPendingOutput = left != 0 && target.pos == target.size
      if target.pos > 0 { return target.pos }
      if source.pos == 0 { return 0 }
    }
    return 0
  }
}
