internal import Contract

/// What the decompressors have in common.
enum Decompression {
  /// One step of a decompressor: takes from the front of the input, fills the output, answers how much.
  typealias Step = (
    _ input: inout Slice<UnsafeRawBufferPointer>, _ output: UnsafeMutableRawBufferPointer
  ) throws(WireError) -> Int

  /// Decompresses a whole input, refusing more than `limit` bytes of output.
  static func whole(
    _ bytes: [UInt8], limit: Int, step: Step, checkEnd: () throws(WireError) -> Void
  ) throws(WireError) -> [UInt8] {
    var out = ByteBuffer()
    try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      var input = UnsafeRawBufferPointer(buffer)[...]
      while true {
        let filled = try step(&input, out.room(16 << 10))
        if filled == 0 { return }
        out.commit(filled)
        guard out.count <= limit else {
          throw WireError(.limit, "decompressed body exceeds \(limit) bytes")
        }
      }
    }
    try checkEnd()
    return [UInt8](copying: out.bytes)
  }
}
