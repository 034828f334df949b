import Contract
import Synchronization
import Testing
import Wire

@testable import Roles

@Suite("Faults that are the same for every role")
struct FaultTests {
  @Test("hang accepts and never answers")
  func hang() throws {
    let app = try AppRoleTests.app([AppEndpoint(metrics: "a 1\n")], fault: .hang)
    let failure = #expect(throws: WireError.self) { try app.send("/metrics", seconds: 0.05) }
    #expect(failure?.kind == .timeout)
    #expect(app.events.served.isEmpty)
  }

  @Test("wrong-answer answers, but not with metrics")
  func wrongAnswer() throws {
    let app = try AppRoleTests.app([AppEndpoint(metrics: "a 1\n")], fault: .wrongAnswer)
    let response = try app.send("/metrics")
    #expect(response.status == 200)
    #expect(!response.text.contains("a 1"))
  }

  @Test("A fault can come and go while the role runs")
  func change() throws {
    let app = try AppRoleTests.app([AppEndpoint(metrics: "a 1\n")])
    #expect(try app.send("/metrics").text == "a 1\n")
    app.acceptor.fault = .wrongAnswer
    #expect(try app.send("/metrics").text != "a 1\n")
    app.acceptor.fault = nil
    #expect(try app.send("/metrics").text == "a 1\n")
  }
}

@Suite("Commands on their way to the roles")
struct CommandQueueTests {
  @Test("They wait for the roles, then are carried out in order, one at a time")
  func order() throws {
    let queue = CommandQueue()
    let done = Mutex<[Int]>([])
    let atOnce = Atomic(0)
    let (reading, writing) = try pipe()
    for id in 0..<50 { queue.append(.scrape(id: id)) }
    #expect(done.withLock { $0 }.isEmpty)
    queue.open { command in
      if atOnce.add(1, ordering: .relaxed).newValue == 1 { done.withLock { $0.append(command.id) } }
      atOnce.subtract(1, ordering: .relaxed)
      if command.id == 99 { writing.close() }
    }
    for id in 50..<100 { queue.append(.scrape(id: id)) }
    // The end of the stream says that the last command has been carried out.
    #expect(try reading.read(upTo: 1, deadline: .after(seconds: 20)).isEmpty)
    #expect(done.withLock { $0 } == Array(0..<100))
  }
}

@Suite("Waiting for the other end to close")
struct PeerClosingTests {
  @Test("It lasts until the deadline while the other end is there, whatever it sends")
  func open() throws {
    let (here, there) = try pipe()
    try there.write(Array("GET".utf8), deadline: .never)
    #expect(here.staysOpen(until: .after(milliseconds: 30)))
    #expect(try here.read(upTo: 10, deadline: .never) == Array("GET".utf8))
  }

  @Test("It ends at once when the other end closes", arguments: [false, true])
  func closed(sendsFirst: Bool) throws {
    let (here, there) = try pipe()
    if sendsFirst { try there.write(Array("GET".utf8), deadline: .never) }
    try DetachedThread.start { there.close() }
    #expect(!here.staysOpen(until: .after(seconds: 3600)))
  }

  @Test("It ends at once when the other end resets")
  func reset() throws {
    let (here, there) = try pipe()
    try DetachedThread.start { there.reset() }
    #expect(!here.staysOpen(until: .after(seconds: 3600)))
  }
}

/// Two ends of a connection.
private func pipe() throws -> (TCPStream, TCPStream) {
  let listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
  defer { Sockets.close(listener) }
  let accepted = Mutex<TCPStream?>(nil)
  let acceptor = try Acceptor()
  try acceptor.add(listener) { stream in
    accepted.withLock { $0 = stream }
    acceptor.stop()
  }
  let dialled = try Sockets.connect(
    to: try Sockets.localEndpoint(of: listener), from: nil, deadline: .after(seconds: 20))
  try acceptor.run()
  acceptor.remove(listener)
  return (try #require(accepted.withLock { $0 }), dialled)
}
