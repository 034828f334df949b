internal import Contract

/// Undoes the content coding of a response's body as it is read.
final class BodyDecoder {
  private enum Coding {
    case gzip(GzipDecompressor)
    case zstd(ZstdDecompressor)
  }

  private let coding: Coding
  private var raw = ByteBuffer(capacity: 32 << 10)
  private var hasEnded = false

  private init(_ coding: Coding) { self.coding = coding }

  /// The decoder that a response calls for; nil if its body is handed on as it is.
  static func make(for request: ClientRequest, headers: inout HTTPHeaders) throws(WireError) -> BodyDecoder? {
    guard let coding = headers["Content-Encoding"] else { return nil }
    switch request.decoding {
    case .none: return nil
    case .transparent:
      guard HTTPHeaders.isSame(coding, "gzip") else { return nil }
      headers["Content-Encoding"] = nil
      headers["Content-Length"] = nil
      return BodyDecoder(.gzip(try GzipDecompressor()))
    case .asEncoded:
      if coding == "gzip" { return BodyDecoder(.gzip(try GzipDecompressor())) }
      if coding == "zstd" { return BodyDecoder(.zstd(try ZstdDecompressor())) }
      return nil
    }
  }

  /// Takes what there is; 0 at the end.
  func read(
    into buffer: UnsafeMutableRawBufferPointer,
    from source: (UnsafeMutableRawBufferPointer) throws(WireError) -> Int
  ) throws(WireError) -> Int {
    while true {
      let count = try step(buffer)
      if count > 0 { return count }
      if hasEnded {
        switch coding {
        case .gzip(let decompressor): try decompressor.checkEnd()
        case .zstd(let decompressor): try decompressor.checkEnd()
        }
        return 0
      }
      let filled = try source(raw.room(4096))
      raw.commit(filled)
      hasEnded = filled == 0
    }
  }

  private func step(_ buffer: UnsafeMutableRawBufferPointer) throws(WireError) -> Int {
    var input = raw.bytes[...]
    let before = input.count
    defer { raw.consume(before - input.count) }
    switch coding {
    case .gzip(let decompressor): return try decompressor.step(&input, buffer)
    case .zstd(let decompressor): return try decompressor.step(&input, buffer)
    }
  }
}
