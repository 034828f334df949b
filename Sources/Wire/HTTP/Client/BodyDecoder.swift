internal import Contract

/// Undoes the content coding of a response's body as it is read.
final class BodyDecoder {
  private let gzip: GzipDecompressor
  private var raw = ByteBuffer(capacity: 32 << 10)
  private var hasEnded = false

  private init() throws(WireError) { gzip = try GzipDecompressor() }

  /// The decoder that a response calls for; nil if its body is handed on as it is.
  static func make(for request: ClientRequest, headers: inout HTTPHeaders) throws(WireError) -> BodyDecoder? {
    guard let coding = headers["Content-Encoding"] else { return nil }
    switch request.decoding {
    case .none: return nil
    case .transparent:
      guard HTTPHeaders.isSame(coding, "gzip") else { return nil }
      headers["Content-Encoding"] = nil
      headers["Content-Length"] = nil
      return try BodyDecoder()
    case .asEncoded:
      return coding == "gzip" ? try BodyDecoder() : nil
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
        try gzip.checkEnd()
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
    return try gzip.step(&input, buffer)
  }
}
