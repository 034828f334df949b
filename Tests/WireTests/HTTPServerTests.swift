import Contract
import Testing
import Wire

@Suite struct HTTPServerTests {
  /// Sends bytes, says that nothing follows, and reads all that comes back.
  static func exchange(_ server: LocalServer, _ sent: [UInt8]) throws -> String {
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    try tcp.write(sent, deadline: .after(milliseconds: 5000))
    tcp.shutdownWrite()
    var answer: [UInt8] = []
    while true {
      let part = try tcp.read(upTo: 65_536, deadline: .after(milliseconds: 20_000))
      if part.isEmpty { return String(decoding: answer, as: UTF8.self) }
      answer += part
    }
  }

  static func echo() throws -> LocalServer {
    try LocalServer { connection, request throws(WireError) in
      let body = String(decoding: request.body, as: UTF8.self)
      try connection.respond(HTTPResponse(text: "\(request.method) \(request.target) <\(body)>"))
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var sent: String
    var answer: String
    var testDescription: String { name }
  }

  static func ok(_ body: String, connection: String = "") -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(connection)\r\n\(body)"
  }

  static func refusal(_ status: String, _ why: String = "") -> String {
    let text = why.isEmpty ? status : "\(status): \(why)"
    return
      "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
  }

  static let rows: [Row] = [
    Row(name: "plain", sent: "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", answer: ok("GET /a <>")),
    Row(name: "bare line feeds", sent: "GET /a HTTP/1.1\nHost: x\n\n", answer: ok("GET /a <>")),
    Row(
      name: "pipelined", sent: "GET /a HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: ok("GET /a <>") + ok("GET /b <>")),
    Row(
      name: "close", sent: "GET /a HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\nGET /b HTTP/1.1\r\n\r\n",
      answer: ok("GET /a <>", connection: "Connection: close\r\n")),
    Row(name: "1.0", sent: "GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n", answer: ok("GET /a <>")),
    Row(
      name: "1.0 keep-alive", sent: "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      answer: ok("GET /a <>", connection: "Connection: keep-alive\r\n")),
    Row(
      name: "body by length",
      sent: "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: ok("POST /a <abc>") + ok("GET /b <>")),
    Row(
      name: "chunked body",
      sent:
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: ok("POST /a <abcde>") + ok("GET /b <>")),
    Row(
      name: "expectation",
      sent: "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nz",
      answer: "HTTP/1.1 100 Continue\r\n\r\n" + ok("POST /a <z>")),
    Row(
      name: "HEAD", sent: "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
    Row(
      name: "absolute target", sent: "GET http://x/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: ok("GET http://x/a?b=c <>")),
    Row(name: "nothing", sent: "", answer: ""),
    Row(name: "cut off", sent: "GET /a HTT", answer: ""),
    Row(
      name: "no host", sent: "GET / HTTP/1.1\r\n\r\n",
      answer: refusal("400 Bad Request", "missing required Host header")),
    Row(
      name: "two hosts", sent: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      answer: refusal("400 Bad Request", "too many Host headers")),
    Row(
      name: "no version", sent: "GET /\r\n\r\n",
      answer: refusal("400 Bad Request", #"malformed HTTP request "GET /""#)),
    Row(
      name: "odd version", sent: "GET / HTTP/11\r\nHost: x\r\n\r\n",
      answer: refusal("400 Bad Request", #"malformed HTTP version "HTTP/11""#)),
    Row(
      name: "HTTP/2 preface", sent: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      answer: refusal("505 HTTP Version Not Supported", "unsupported protocol version")),
    Row(
      name: "odd method", sent: "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: refusal("400 Bad Request", #"invalid method "G(T""#)),
    Row(
      name: "odd target", sent: "GET metrics HTTP/1.1\r\nHost: x\r\n\r\n",
      answer: refusal("400 Bad Request", #"parse "metrics": invalid URI for request"#)),
    Row(
      name: "blank before colon", sent: "GET / HTTP/1.1\r\nHost: x\r\nA : x\r\n\r\n",
      answer: refusal("400 Bad Request", "invalid header name")),
    Row(
      name: "folded field", sent: "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
      answer: refusal("400 Bad Request", "malformed MIME header initial line:  y")),
    Row(
      name: "control character", sent: "GET / HTTP/1.1\r\nHost: x\u{1}\r\n\r\n",
      answer: refusal("400 Bad Request", "malformed MIME header line: Host: x\u{1}")),
    Row(
      name: "odd length", sent: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      answer: refusal("400 Bad Request", #"bad Content-Length "-1""#)),
    Row(
      name: "two lengths", sent: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      answer: refusal(
        "400 Bad Request", #"http: message cannot contain multiple Content-Length headers; got ["1" "2"]"#)),
    Row(
      name: "length beyond numbers",
      sent: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
      answer: refusal("400 Bad Request", #"bad Content-Length "99999999999999999999""#)),
    Row(
      name: "unknown coding", sent: "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
      answer: refusal("501 Not Implemented", #"unsupported transfer encoding: "gzip""#)),
    Row(
      name: "unknown expectation", sent: "POST / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n",
      answer: refusal("417 Expectation Failed")),
    Row(
      name: "broken chunk", sent: "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      answer: refusal("400 Bad Request")),
    Row(
      name: "chunk beyond numbers",
      sent: "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
      answer: refusal("400 Bad Request")),
    Row(
      name: "endless head", sent: "GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 2 << 20),
      answer: refusal("431 Request Header Fields Too Large")),
  ]

  @Test(arguments: rows)
  func answersEveryKindOfRequest(_ row: Row) throws {
    #expect(try Self.exchange(Self.echo(), Array(row.sent.utf8)) == row.answer)
  }

  @Test func requestsMayComeByteByByte() throws {
    let server = try Self.echo()
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    for byte in "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n".utf8 {
      try tcp.write([byte], deadline: .never)
    }
    let expected = Self.ok("POST /a <ab>")
    var answer: [UInt8] = []
    while answer.count < expected.utf8.count {
      answer += try tcp.read(upTo: 1000, deadline: .after(milliseconds: 5000))
    }
    #expect(String(decoding: answer, as: UTF8.self) == expected)
  }

  @Test func sendsExactlyWhatItIsTold() throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(
        HTTPResponse(
          status: 299, reason: "Odd", headers: ["content-length": "10", "x": "a\r\nInjected: b"],
          body: Array("half".utf8)))
    }
    let answer = try Self.exchange(server, Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    #expect(
      answer == "HTTP/1.1 299 Odd\r\ncontent-length: 10\r\nx: a  Injected: b\r\nConnection: close\r\n\r\nhalf")
  }

  @Test func streamsToOldAndNewClients() throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      connection.startResponse(headers: ["Content-Type": "text/plain"])
      try connection.write(Array("one".utf8))
      try connection.write([])
      try connection.write(Array("twenty characters...".utf8))
      try connection.finish()
    }
    #expect(
      try Self.exchange(server, Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n14\r\ntwenty characters...\r\n0\r\n\r\n"
    )
    #expect(
      try Self.exchange(server, Array("GET / HTTP/1.0\r\n\r\n".utf8))
        == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nonetwenty characters...")
    #expect(
      try Self.exchange(server, Array("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
  }

  @Test func anUnreadBodyIsReadAwayOrEndsTheConnection() throws {
    let server = try LocalServer { stream in
      var connection = HTTPServerConnection(stream: stream)
      while let request = try? connection.nextRequest(readingBody: false, deadline: .after(milliseconds: 5000))
      {
        try? connection.respond(HTTPResponse(text: request.target))
      }
      stream.close()
    }
    let small = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n"
    #expect(try Self.exchange(server, Array(small.utf8)) == Self.ok("/a") + Self.ok("/b"))
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    try tcp.write(
      Array("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n".utf8),
      deadline: .never)
    #expect(try tcp.read(upTo: 1000, deadline: .after(milliseconds: 5000)) == Array(Self.ok("/a").utf8))
    #expect(try tcp.read(upTo: 1000, deadline: .after(milliseconds: 5000)).isEmpty)
  }
}
