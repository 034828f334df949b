import Contract
import Testing
import Wire

@Suite struct HTTPClientTests {
  let client = HTTPClient()

  @Test func keepsConnectionsAlive() throws {
    let server = try LocalServer { connection, request throws(WireError) in
      try connection.respond(
        HTTPResponse(text: "\(request.method) \(request.target) \(request.headers["Host"] ?? "")"))
    }
    for index in 0..<10 {
      let answer = try client.send(ClientRequest(testing: server.url("/metrics?n=\(index)")))
      #expect(answer.status == 200)
      #expect(String(decoding: answer.body, as: UTF8.self) == "GET /metrics?n=\(index) \(server.endpoint)")
    }
    #expect(server.connections == 1)
    var single = ClientRequest(testing: server.url())
    single.keepsAlive = false
    _ = try client.send(single)
    _ = try client.send(single)
    #expect(server.connections == 3)
  }

  @Test func dialsFromTheSourceAddress() throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(HTTPResponse(text: connection.stream.transport.peer.address.description))
    }
    var request = ClientRequest(testing: server.url())
    request.source = IPAddress(127, 3, 2, 1)
    #expect(try client.send(request).body == Array("127.3.2.1".utf8))
  }

  @Test func streamsChunkedBodies() throws {
    let part = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
    let server = try LocalServer { connection, _ throws(WireError) in
      connection.startResponse(headers: ["Content-Type": "text/plain"])
      for _ in 0..<20 { try connection.write(part) }
      try connection.finish()
    }
    for _ in 0..<2 {
      let answer = try client.send(ClientRequest(testing: server.url()))
      #expect(answer.headers["transfer-encoding"] == "chunked")
      #expect(answer.body.count == 2_000_000)
    }
    #expect(server.connections == 1)
    let exchange = try client.open(ClientRequest(testing: server.url()))
    #expect(!(try exchange.readPart().isEmpty))
    exchange.abandon()
    _ = try client.send(ClientRequest(testing: server.url()))
    #expect(server.connections == 2)
  }

  /// How long a body is and how long it was thought to be, whether or not its head says so.
  @Test(arguments: [0, 1, 16_384, 16_385, 100_000, 9_000_003], [0, 1, 16_384, 99_999, 100_000, 200_000])
  func readsBodiesWholeWhateverWasExpected(_ count: Int, _ expected: Int) throws {
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let server = try LocalServer { connection, request throws(WireError) in
      guard request.target != "/length" else { return try connection.respond(HTTPResponse(body: body)) }
      connection.startResponse(headers: [:])
      for start in stride(from: 0, to: count, by: 70_001) {
        try connection.write([UInt8](body[start..<min(count, start + 70_001)]))
      }
      try connection.finish()
    }
    for target in ["/length", "/chunked"] {
      let exchange = try client.open(ClientRequest(testing: server.url(target)))
      #expect(try exchange.readAll(expecting: expected) == body)
    }
    #expect(server.connections == 1)
  }

  @Test func bodiesOfRequestsArriveWithAndWithoutExpectation() throws {
    let server = try LocalServer { connection, request throws(WireError) in
      try connection.respond(HTTPResponse(text: "\(request.body.count)"))
    }
    for headers in [[:], ["Expect": "100-continue"]] as [HTTPHeaders] {
      var request = ClientRequest(testing: server.url(), headers: headers)
      request.method = "POST"
      request.body = [UInt8](repeating: 1, count: 300_000)
      #expect(try client.send(request).body == Array("300000".utf8))
    }
    #expect(server.connections == 1)
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var sent: String
    var kind: FailureKind
    var message: String
    var thenReset = false
    var testDescription: String { "\(sent.prefix(60)) → \(message)" }
  }

  static let broken: [Broken] = [
    .init(sent: "", kind: .endOfFile, message: "EOF"),
    .init(sent: "", kind: .reset, message: "read tcp A->B: read: connection reset by peer", thenReset: true),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", kind: .endOfFile,
      message: "net/http: HTTP/1.x transport connection broken: unexpected EOF"),
    .init(
      sent: "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{16}", kind: .protocolViolation,
      message:
        #"net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x15\x03\x01\x00\x02\x02\x16""#
    ),
    .init(
      sent: "SSH-2.0-OpenSSH_9.2\r\n", kind: .protocolViolation,
      message: #"net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH_9.2""#
    ),
    .init(
      sent: "HTTP/1.1 20 OK\r\n\r\n", kind: .protocolViolation,
      message: #"net/http: HTTP/1.x transport connection broken: malformed HTTP status code "20""#),
    .init(
      sent: "HTTQ/1.1 200 OK\r\n\r\n", kind: .protocolViolation,
      message: #"net/http: HTTP/1.x transport connection broken: malformed HTTP version "HTTQ/1.1""#),
    .init(
      sent: "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", kind: .protocolViolation,
      message:
        "net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: \"no colon\""),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-", kind: .protocolViolation,
      message:
        #"net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "Content-""#),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-", kind: .protocolViolation,
      message:
        #"net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "Content-""#,
      thenReset: true),
    .init(
      sent: "HTTP/1.1 200 OK\r\nA(b: x\r\n\r\n", kind: .protocolViolation,
      message: "net/http: HTTP/1.x transport connection broken: malformed MIME header line: A(b: x"),
    .init(
      sent: "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", kind: .endOfFile,
      message: "net/http: HTTP/1.x transport connection broken: unexpected EOF"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\na\n0\n\n", kind: .protocolViolation,
      message: "chunked line ends with bare LF"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", kind: .endOfFile,
      message: "http: unexpected EOF reading trailer"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", kind: .protocolViolation,
      message: #"net/http: HTTP/1.x transport connection broken: bad Content-Length "x""#),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: br\r\n\r\n", kind: .protocolViolation,
      message: #"net/http: HTTP/1.x transport connection broken: unsupported transfer encoding: "br""#),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", kind: .endOfFile, message: "unexpected EOF"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", kind: .endOfFile,
      message: "unexpected EOF"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", kind: .protocolViolation,
      message: "invalid byte in chunk length"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
      kind: .protocolViolation,
      message: "malformed chunked encoding"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
      kind: .protocolViolation,
      message: "http chunk length too large"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;" + String(repeating: "x", count: 5000)
        + "\r\na 1\n\r\n0\r\n\r\n", kind: .protocolViolation, message: "header line too long"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", kind: .endOfFile,
      message: "unexpected EOF"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n# TYPE no gzip",
      kind: .protocolViolation,
      message: "gzip: invalid header"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", kind: .endOfFile,
      message: "EOF"),
  ]

  @Test(arguments: broken)
  func brokenAnswersReadLikeGo(_ broken: Broken) throws {
    let server = try LocalServer(sending: Array(broken.sent.utf8), thenReset: broken.thenReset)
    let request = ClientRequest(testing: server.url(), decoding: .asEncoded)
    let error = #expect(throws: WireError.self) { try client.send(request) }
    #expect(error?.kind == broken.kind)
    let message = error?.message.replacing(/tcp 127\S+->127\S+:/, with: "tcp A->B:")
    #expect(message == broken.message)
    // Go names the URL unless the head of the answer has come.
    let isBody = broken.sent.contains("\r\n\r\n") && !broken.message.hasPrefix("net/http: ")
    let prefix = isBody ? "" : "Get \"http://\(server.endpoint)/metrics\": "
    #expect(error?.described(method: "GET") == prefix + (error?.message ?? "none"))
  }

  @Test func aDeadlineIsGosContextDeadline() throws {
    let silent = try LocalServer { stream in
      while let part = try? stream.read(upTo: 4096, deadline: .never), !part.isEmpty {}
    }
    let error = #expect(throws: WireError.self) {
      try client.send(ClientRequest(silent.url(), deadline: .after(milliseconds: 10)))
    }
    #expect(error?.kind == .timeout)
    #expect(error?.message == "context deadline exceeded")

    let stalling = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(HTTPResponse(headers: ["Content-Length": "100"], text: "half"))
      _ = try connection.stream.read(upTo: 1, deadline: .never)
    }
    let late = #expect(throws: WireError.self) {
      try client.send(ClientRequest(stalling.url(), deadline: .after(milliseconds: 50)))
    }
    #expect(late?.message == "context deadline exceeded")
  }

  @Test func aCancellationEndsAWaitingExchange() throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      connection.startResponse()
      try connection.write(Array("first".utf8))
      _ = try connection.stream.read(upTo: 1, deadline: .never)
    }
    let cancellation = Cancellation()
    var request = ClientRequest(testing: server.url("/watch"))
    request.cancellation = cancellation
    let exchange = try client.open(request)
    #expect(try exchange.readPart() == Array("first".utf8))
    try DetachedThread.start { cancellation.cancel() }
    let error = #expect(throws: WireError.self) { try exchange.readPart() }
    #expect(error?.message == "context canceled")
    #expect(throws: WireError.self) { try client.send(request) }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func followsRedirectsLikeGo(status: Int) throws {
    let target = try LocalServer { connection, request throws(WireError) in
      try connection.respond(
        HTTPResponse(
          text: [
            request.method, request.target, "\(request.body.count)", request.headers["Authorization"] ?? "none",
            request.headers["Referer"] ?? "none",
          ].joined(separator: " ")))
    }
    let elsewhere = HTTPURL(target.endpoint, target: "/there?x=1").description
    let server = try LocalServer { connection, request throws(WireError) in
      if request.path == "/loop" {
        try connection.respond(HTTPResponse(status: status, headers: ["Location": "loop"]))
      } else if request.path == "/here" {
        try connection.respond(HTTPResponse(text: "here \(request.headers["Authorization"] ?? "none")"))
      } else {
        let location = request.path == "/near" ? "here" : elsewhere
        try connection.respond(HTTPResponse(status: status, headers: ["Location": location], text: "moved"))
      }
    }
    var request = ClientRequest(testing: server.url("/far"), headers: ["Authorization": "Bearer secret"])
    request.method = "POST"
    request.body = [1, 2, 3]
    let answer = try client.send(request)
    let method = status < 307 ? "GET" : "POST"
    // Another port of the same address counts as the same domain to Go.
    #expect(
      String(decoding: answer.body, as: UTF8.self)
        == "\(method) /there?x=1 \(status < 307 ? 0 : 3) Bearer secret http://\(server.endpoint)/far")
    #expect(answer.url.description == elsewhere)
    request.url = server.url("/near")
    #expect(try client.send(request).body == Array("here Bearer secret".utf8))
    let error = #expect(throws: WireError.self) { try client.send(ClientRequest(testing: server.url("/loop"))) }
    #expect(error?.message == "stopped after 10 redirects")
    request.followsRedirects = false
    #expect(try client.send(request).status == status)
  }

  static let badLocations = [
    (#"ftp://x/y"#, #"Get "ftp://x/y": unsupported protocol scheme "ftp""#),
    (
      "http://[::1",
      #"Get "B": failed to parse Location header "http://[::1": parse "http://[::1": missing ']' in host"#
    ),
    ("http://127.0.0.1:99999/x", #"Get "http://127.0.0.1:99999/x": dial tcp: address 99999: invalid port"#),
    (
      "http://127.0.0.1:1/%zz",
      #"Get "B": failed to parse Location header "http://127.0.0.1:1/%zz": parse "http://127.0.0.1:1/%zz": invalid URL escape "%zz""#
    ),
    ("http:///x", #"Get "http:///x": http: no Host in request URL"#),
    ("/metrics", #"Get "/metrics": stopped after 10 redirects"#),
    ("a b", #"Get "a b": stopped after 10 redirects"#),
    ("http://127.0.0.1:1/x", #"Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused"#),
    ("http://no.such.host/x", #"Get "http://no.such.host/x": dial tcp: lookup no.such.host: no such host"#),
  ]

  /// Taken from what Prometheus 2.53.3 and 3.5.3 print.
  @Test(arguments: badLocations)
  func redirectsFailLikeGo(location: String, expected: String) throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(HTTPResponse(status: 302, headers: ["Location": location]))
    }
    let error = #expect(throws: WireError.self) { try client.send(ClientRequest(testing: server.url())) }
    #expect(error?.described(method: "GET").replacing(server.url().description, with: "B") == expected)
  }

  @Test func aClosedIdleConnectionIsReplacedUnseen() throws {
    // Closes after each response without saying so.
    let server = try LocalServer { stream in
      _ = try? stream.read(upTo: 4096, deadline: .never)
      try? stream.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8), deadline: .never)
      stream.close()
    }
    for _ in 0..<20 {
      #expect(try client.send(ClientRequest(testing: server.url())).body == Array("ok".utf8))
    }
    #expect(server.connections == 20)
  }

  @Test func limitsAreErrorsOfTheirOwn() throws {
    let bomb = try Gzip.compress([UInt8](repeating: 0, count: 5_000_000))
    let server = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(HTTPResponse(headers: ["Content-Encoding": "gzip"], body: bomb))
    }
    var request = ClientRequest(testing: server.url(), decoding: .transparent)
    request.bodyLimit = 5_000_000
    let answer = try client.send(request)
    #expect(answer.body.count == 5_000_000)
    #expect(answer.headers["Content-Encoding"] == nil)
    request.bodyLimit = 4_999_999
    let error = #expect(throws: WireError.self) { try client.send(request) }
    #expect(error?.kind == .limit)
    #expect(error?.message == "body size limit exceeded")
  }

  @Test func namesAreResolvedByTheCallerOnly() throws {
    let server = try LocalServer { connection, request throws(WireError) in
      try connection.respond(HTTPResponse(text: request.headers["Host"] ?? ""))
    }
    let port = server.endpoint.port
    let named = HTTPClient { $0 == "app.default.svc" ? IPAddress(127, 0, 0, 1) : nil }
    let url = HTTPURL(scheme: "http", host: "app.default.svc", port: port)
    #expect(try named.send(ClientRequest(testing: url)).body == Array("app.default.svc:\(port)".utf8))
    let error = #expect(throws: WireError.self) { try client.send(ClientRequest(testing: url)) }
    #expect(error?.message == "dial tcp: lookup app.default.svc: no such host")
    #expect(error?.kind == .unreachable)
  }
}
