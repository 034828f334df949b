import Contract
import Foundation
import Synchronization
import Testing

@testable import Wire

/// Damaged input, the same in every run: no trap, no hang, bounded memory.
///
/// `WIRE_MUTATIONS=100` makes it a hundred times as many.
@Suite struct MutationTests {
  static let factor = ProcessInfo.processInfo.environment["WIRE_MUTATIONS"].flatMap { Int($0) } ?? 1

  /// A stream that is all there from the start, cut into parts of a few bytes.
  final class Script: ByteStream {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let part: Int
    let output = Mutex<[UInt8]>([])
    private let tcp: TCPStream

    init(_ bytes: [UInt8], part: Int, tcp: TCPStream) {
      rest = Mutex(bytes[...])
      self.part = part
      self.tcp = tcp
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int {
      rest.withLock { rest in
        let taken = rest.prefix(min(part, buffer.count))
        buffer.copyBytes(from: taken)
        rest = rest.dropFirst(taken.count)
        return taken.count
      }
    }

    func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) throws(WireError) {
      output.withLock { $0.append(contentsOf: bytes) }
    }

    func shutdownWrite() {}
    func close() {}
    func reset() {}
    func interrupt() {}
    var transport: TCPStream { tcp }
    var hasBufferedInput: Bool { false }
  }

  static let requests = [
    "GET /metrics?name%5B%5D=a&x=%zz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Prometheus/3.5.0\r\nAccept: */*\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n3;e=f\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: v\r\n\r\n",
    "PUT /b HTTP/1.0\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhelloGET / HTTP/1.1\r\nHost: y\r\n\r\n",
  ]

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func serverSurvivesDamagedRequests(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (tcp, _) = try TCPStreamTests.pair()
    var served = 0
    for round in 0..<(1_000 * Self.factor) {
      let original = Array((Self.requests.randomElement(using: &random) ?? "").utf8)
      let stream = Script(
        round == 0 ? original : original.mutated(by: &random), part: Int.random(in: 1...200, using: &random),
        tcp: tcp)
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        served += 1
        _ = request.queryItems
        try connection.respond(HTTPResponse(text: request.path))
      }
    }
    #expect(served > 100)
  }

  static let responses = [
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: a\r\n b\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "HTTP/1.0 404 Not Found\r\nContent-Encoding: gzip\r\n\r\nnot gzip at all",
  ]

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func clientSurvivesDamagedResponses(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (tcp, _) = try TCPStreamTests.pair()
    let endpoint = Endpoint(IPAddress(127, 0, 0, 1), 1)
    let request = ClientRequest(HTTPURL(endpoint), bodyLimit: 1 << 20, decoding: .asEncoded, keepsAlive: false)
    let key = ConnectionKey(endpoint: endpoint, source: nil, scheme: "http", serverName: "", trust: nil)
    var understood = 0
    for _ in 0..<(1_000 * Self.factor) {
      let original = Array((Self.responses.randomElement(using: &random) ?? "").utf8)
      let stream = Script(
        original.mutated(by: &random), part: Int.random(in: 1...200, using: &random), tcp: tcp)
      let connection = try ClientConnection(key: key, stream: stream)
      do throws(WireError) {
        let head = try connection.begin(request, headers: [:])
        let exchange = try ClientExchange(
          head: head, request: request, connection: connection, pool: ConnectionPool(limitPerKey: 1))
        _ = try exchange.readAll()
        understood += 1
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(understood > 80)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func helloParserSurvivesDamage(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let mesh = try #require(TestMesh.shared)
    let (client, server) = try TCPStreamTests.pair()
    let tls = try mesh.client(.good, version: .tls13, alpn: ["istio-http/1.1", "h2"])
    try DetachedThread.start { _ = try? tls.connect(client, host: "a.b", deadline: .after(milliseconds: 5000)) }
    guard case .hello(let hello) = try server.peekClientHello(deadline: .after(milliseconds: 5000)) else {
      Issue.record("no hello")
      return
    }
    #expect(hello == ClientHello(offeredProtocols: ["istio-http/1.1", "h2"], serverName: "a.b"))
    let bytes = try server.peek(upTo: 65_536, deadline: .never)
    server.reset()
    var wholes = 0
    for _ in 0..<(2_000 * Self.factor) {
      if case .hello = ClientHello.read(bytes.mutated(by: &random)) { wholes += 1 }
    }
    #expect(wholes > 10)
    // Every beginning asks for more, and never for more than there is.
    for count in 0..<bytes.count {
      guard case .needs(let needed) = ClientHello.read(Array(bytes[..<count])) else {
        Issue.record("\(count) bytes are no beginning")
        return
      }
      #expect(needed > count && needed <= bytes.count)
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func decompressorsSurviveDamage(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let text = Array(String(repeating: "cart_items{namespace=\"shop\"} 3\n", count: 500).utf8)
    let gzip = try Gzip.compress(text)
    let zstd = try Zstd.compress(text)
    for _ in 0..<(200 * Self.factor) {
      _ = try? Gzip.decompress(gzip.mutated(by: &random), limit: 1 << 20)
      _ = try? Zstd.decompress(zstd.mutated(by: &random), limit: 1 << 20)
    }
    #expect(try Gzip.decompress(gzip) == text)
    #expect(try Zstd.decompress(zstd) == text)
  }
}
