import Contract
import Testing
import Wire

@Suite struct CompressionTests {
  static func text(_ count: Int) -> [UInt8] {
    var random = SeededRandom(seed: UInt64(count) + 1)
    return (0..<count).map { _ in UInt8.random(in: 97...110, using: &random) }
  }

  @Test(arguments: [0, 1, 100, 16_384, 1_000_003])
  func roundTrips(count: Int) throws {
    let bytes = Self.text(count)
    #expect(try Gzip.decompress(Gzip.compress(bytes)) == bytes)
    #expect(try Zstd.decompress(Zstd.compress(bytes)) == bytes)
  }

  @Test(arguments: [1, 7, 4096, 100_000])
  func streamsInParts(part: Int) throws {
    let bytes = Self.text(part == 1 ? 3_000 : 300_000)
    let gzip = try GzipCompressor()
    let zstd = try ZstdCompressor()
    var gzipped: [UInt8] = []
    var zstded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: part) {
      let slice = Array(bytes[start..<min(bytes.count, start + part)])
      try slice.withUnsafeBytes { try gzip.compress($0, into: &gzipped) }
      try slice.withUnsafeBytes { try zstd.compress($0, into: &zstded) }
      if start == 0 {
        try gzip.flush(into: &gzipped)
        try zstd.flush(into: &zstded)
        #expect(!gzipped.isEmpty && !zstded.isEmpty)
      }
    }
    try gzip.finish(into: &gzipped)
    try zstd.finish(into: &zstded)
    #expect(try Gzip.decompress(gzipped) == bytes)
    #expect(try Zstd.decompress(zstded) == bytes)
  }

  @Test func severalMembersAreOneStream() throws {
    #expect(try Gzip.decompress(Gzip.compress([1, 2]) + Gzip.compress([]) + Gzip.compress([3])) == [1, 2, 3])
    #expect(try Zstd.decompress(Zstd.compress([1, 2]) + Zstd.compress([3])) == [1, 2, 3])
  }

  @Test func bombsMeetTheLimit() throws {
    let zeros = [UInt8](repeating: 0, count: 20_000_000)
    for (bytes, decompress) in [
      (try Gzip.compress(zeros), { (bytes: [UInt8], limit: Int) in try Gzip.decompress(bytes, limit: limit) }),
      (try Zstd.compress(zeros), { try Zstd.decompress($0, limit: $1) }),
    ] {
      let error = #expect(throws: WireError.self) { try decompress(bytes, 1_000_000) }
      #expect(error?.kind == .limit)
      #expect(try decompress(bytes, 20_000_000).count == 20_000_000)
    }
  }

  @Test func brokenGzipReadsLikeGo() throws {
    var bytes = try Gzip.compress(Self.text(1000))
    #expect(throws: WireError.endOfFile) { try Gzip.decompress([]) }
    #expect(throws: WireError.unexpectedEndOfFile) { try Gzip.decompress(Array(bytes.dropLast())) }
    #expect(throws: WireError.unexpectedEndOfFile) { try Gzip.decompress([1, 2, 3]) }
    #expect(message { try Gzip.decompress(bytes + Array("trailing garbage".utf8)) } == "gzip: invalid header")
    bytes[bytes.count - 5] ^= 1
    #expect(message { try Gzip.decompress(bytes) } == "gzip: invalid checksum")
    bytes[12] ^= 0xFF
    #expect(message { try Gzip.decompress(bytes) }?.hasPrefix("flate: corrupt input before offset ") == true)
  }

  private func message(_ body: () throws -> [UInt8]) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? WireError)?.message
    }
  }
}
