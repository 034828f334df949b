import Contract
import Synchronization
import Testing

@testable import Wire

@Suite struct ChunkTests {
  /// Gives one byte at a time, whatever is asked for.
  private final class Drip: ByteStream {
    private let rest: Mutex<[UInt8]>
    init(_ text: String) { rest = Mutex(Array(text.utf8)) }

    func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) -> Int {
      rest.withLock { rest in
        guard !rest.isEmpty else { return 0 }
        buffer[0] = rest.removeFirst()
        return 1
      }
    }
    func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) {}
    func shutdownWrite() {}
    func close() {}
    func reset() {}
    func interrupt() {}
    var transport: TCPStream { fatalError("there is none") }
    var hasBufferedInput: Bool { false }
  }

  private static func body(_ text: String) throws(WireError) -> String {
    var input = BufferedInput(stream: Drip(text))
    var reader = BodyReader(.chunked)
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try reader.read(into: buffer, from: &input, deadline: .never)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  @Test func theEndOfAChunkMayArriveInTwoParts() throws {
    #expect(try Self.body("5\r\nhello\r\n3;x\r\n...\r\n0\r\n\r\n") == "hello...")
  }

  @Test(arguments: [
    ("1\r\nab\r\n", "malformed chunked encoding"), ("1\r\na\n\r\n", "malformed chunked encoding"),
    ("1\r\na\r", "unexpected EOF"), ("1\r\na", "unexpected EOF"),
  ])
  func whatFollowsAChunkMustBeItsEnd(_ sent: String, _ message: String) {
    let error = #expect(throws: WireError.self) { try Self.body(sent) }
    #expect(error?.message == message)
  }
}
