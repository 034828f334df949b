import Contract
import Testing
import Wire

@Suite struct TCPStreamTests {
  /// A connected pair on loopback.
  static func pair() throws -> (client: TCPStream, server: TCPStream) {
    let listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    defer { Sockets.close(listener) }
    let queue = ConnectionQueue()
    let acceptor = try Acceptor()
    try acceptor.add(listener) { queue.put($0) }
    try DetachedThread.start { try? acceptor.run() }
    let client = try Sockets.connect(
      to: try Sockets.localEndpoint(of: listener), from: IPAddress(127, 9, 8, 7),
      deadline: .after(milliseconds: 5000))
    let server = queue.take()
    acceptor.remove(listener)
    acceptor.stop()
    return (client, server)
  }

  @Test func carriesBytesAndKnowsBothEnds() throws {
    let (client, server) = try Self.pair()
    #expect(client.local == server.peer)
    #expect(client.peer == server.local)
    #expect(client.local.address == IPAddress(127, 9, 8, 7))
    try client.write(Array("hello".utf8), deadline: .never)
    #expect(try server.read(upTo: 100, deadline: .after(milliseconds: 5000)) == Array("hello".utf8))
  }

  @Test func tellsCloseFromReset() throws {
    let (closing, peerOfClosing) = try Self.pair()
    closing.close()
    #expect(try peerOfClosing.read(upTo: 1, deadline: .never).isEmpty)

    let (resetting, peerOfResetting) = try Self.pair()
    resetting.reset()
    let error = #expect(throws: WireError.self) { try peerOfResetting.read(upTo: 1, deadline: .never) }
    #expect(error?.kind == .reset)
    #expect(
      error?.message
        == "read tcp \(peerOfResetting.local)->\(peerOfResetting.peer): read: connection reset by peer")
  }

  @Test func connectionRefusedReadsLikeGo() throws {
    let listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    let endpoint = try Sockets.localEndpoint(of: listener)
    Sockets.close(listener)
    let error = #expect(throws: WireError.self) {
      try Sockets.connect(to: endpoint, deadline: .after(milliseconds: 5000))
    }
    #expect(error?.kind == .refused)
    #expect(error?.message == "dial tcp \(endpoint): connect: connection refused")
  }

  @Test func aDeadlineEndsAReadAndAWrite() throws {
    let (client, server) = try Self.pair()
    #expect(throws: WireError.deadlineExceeded) { try client.read(upTo: 1, deadline: .after(milliseconds: 1)) }
    #expect(throws: WireError.deadlineExceeded) {
      // Nobody reads: the buffers fill up, then the deadline ends it.
      try client.write([UInt8](repeating: 0, count: 64 << 20), deadline: .after(milliseconds: 20))
    }
    server.close()
  }

  @Test func peekingTakesNothingAndWaitsForAsMuchAsAsked() throws {
    let (client, server) = try Self.pair()
    try client.write([1, 2, 3], deadline: .never)
    #expect(try server.peek(upTo: 10, deadline: .never).first == 1)
    try DetachedThread.start { try? client.write([4, 5], deadline: .never) }
    #expect(try server.peek(upTo: 10, atLeast: 5, deadline: .after(milliseconds: 5000)) == [1, 2, 3, 4, 5])
    #expect(throws: WireError.deadlineExceeded) {
      try server.peek(upTo: 10, atLeast: 6, deadline: .after(milliseconds: 1))
    }
    client.close()
    #expect(try server.peek(upTo: 10, atLeast: 6, deadline: .after(milliseconds: 5000)) == [1, 2, 3, 4, 5])
    #expect(try server.read(upTo: 10, deadline: .never) == [1, 2, 3, 4, 5])
    #expect(try server.peek(upTo: 10, deadline: .never) == [])
  }
}
