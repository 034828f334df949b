import Contract
import Synchronization
import Testing
import Wire

@Suite struct HTTP2Tests {
  static func server(
    alpn: [String] = ["h2", "http/1.1"],
    _ handler: @escaping @Sendable (inout HTTPServerConnection, HTTPRequest) throws(WireError) -> Void
  ) throws -> LocalServer {
    let mesh = try #require(TestMesh.shared)
    let tls = try mesh.serverTLS(alpn: alpn)
    return try LocalServer { tcp in
      guard let stream = try? tls.accept(tcp, deadline: .after(milliseconds: 10_000)) else { return }
      HTTPServerConnection.serve(stream, handler: handler)
    }
  }

  static func request(_ server: LocalServer, alpn: [String] = ["h2", "http/1.1"]) throws -> ClientRequest {
    let mesh = try #require(TestMesh.shared)
    var request = ClientRequest(testing: HTTPURL(server.endpoint, target: "/metrics?x=1", scheme: "https"))
    request.tls = try mesh.client(.good, version: .tls13, alpn: alpn)
    return request
  }

  @Test(arguments: [0, 1, 50_000, 10_000_000])
  func bodiesOfAnySizeCrossTheWindows(size: Int) throws {
    let body = [UInt8](repeating: 7, count: size)
    let server = try Self.server { connection, request throws(WireError) in
      try connection.respond(
        HTTPResponse(
          headers: [
            "Content-Type": "text/plain",
            "X-Seen": "\(request.minorVersion) \(request.target) \(request.body.count)",
            "X-Host": request.headers["Host"] ?? "", "X-Agent": request.headers["User-Agent"] ?? "",
          ], body: body))
    }
    let client = HTTPClient()
    var request = try Self.request(server)
    request.headers = ["User-Agent": "Prometheus/3.5.0", "Connection": "keep-alive"]
    request.method = "POST"
    for _ in 0..<3 {
      request.body = body
      let answer = try client.send(request)
      #expect(answer.status == 200)
      #expect(answer.headers["x-seen"] == "2 /metrics?x=1 \(size)")
      #expect(answer.headers["x-host"] == "\(server.endpoint)")
      #expect(answer.headers["x-agent"] == "Prometheus/3.5.0")
      #expect(answer.body == body)
    }
    #expect(server.connections == 1)
  }

  @Test func streamsAndAbandons() throws {
    let server = try Self.server { connection, _ throws(WireError) in
      connection.startResponse(headers: ["Content-Type": "text/plain"])
      try connection.flush()
      for _ in 0..<200 { try connection.write([UInt8](repeating: 1, count: 100_000)) }
      try connection.finish()
    }
    let client = HTTPClient()
    let request = try Self.request(server)
    #expect(try client.send(request).body.count == 20_000_000)
    let exchange = try client.open(request)
    #expect(!(try exchange.readPart().isEmpty))
    exchange.abandon()
    #expect(try client.send(request).body.count == 20_000_000)
  }

  @Test func headAndNoContentHaveNoBody() throws {
    let server = try Self.server { connection, request throws(WireError) in
      try connection.respond(HTTPResponse(status: request.method == "HEAD" ? 200 : 204, text: "body"))
    }
    let client = HTTPClient()
    var request = try Self.request(server)
    request.method = "HEAD"
    let head = try client.send(request)
    #expect(head.headers["content-length"] == "4")
    #expect(head.body.isEmpty)
    request.method = "GET"
    #expect(try client.send(request).status == 204)
    #expect(server.connections == 1)
  }

  @Test func anHTTP1ServerBehindALPNReadsLikeGo() throws {
    // Envoy's TCP chain accepts h2 and passes its frames to an application that knows HTTP/1.1 only.
    let mesh = try #require(TestMesh.shared)
    let tls = try mesh.serverTLS(alpn: ["h2"])
    let tooLarge = "http2: frame too large"
    for (answer, message) in [
      (
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        "http2: failed reading the frame payload: \(tooLarge), note that the frame header looked like an HTTP/1.1 header"
      ),
      ("SSH-2.0-OpenSSH\r\n", tooLarge), ("", "unexpected EOF"),
    ] {
      let server = try LocalServer { tcp in
        guard let stream = try? tls.accept(tcp, deadline: .after(milliseconds: 10_000)) else { return }
        _ = try? stream.read(upTo: 4096, deadline: .after(milliseconds: 10_000))
        try? stream.write(Array(answer.utf8), deadline: .after(milliseconds: 10_000))
        stream.close()
      }
      let request = try Self.request(server)
      let error = #expect(throws: WireError.self) { try HTTPClient().send(request) }
      #expect(error?.message == message)
    }
  }

  @Test func aDeadlineEndsAnExchange() throws {
    let server = try Self.server { connection, _ throws(WireError) in
      connection.startResponse()
      try connection.write(Array("first".utf8))
      _ = try connection.stream.read(upTo: 1000, deadline: .after(milliseconds: 20_000))
      _ = try connection.stream.read(upTo: 1000, deadline: .after(milliseconds: 20_000))
    }
    var request = try Self.request(server)
    request.deadline = .after(milliseconds: 300)
    let error = #expect(throws: WireError.self) { try HTTPClient().send(request) }
    #expect(error?.message == "context deadline exceeded")
  }
}
