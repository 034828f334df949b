import Contract
import Synchronization
import Testing

@testable import Wire

/// What Go's client does beyond the protocol. The rows were observed on Prometheus 2.53.3 and 3.5.3.
@Suite struct GoClientTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    var sent: String
    var status: String
    var body: String
    var testDescription: String { "\(sent.prefix(60)) → \(status)" }
  }

  static let answers: [Answer] = [
    .init(sent: "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", status: "404 ", body: ""),
    .init(sent: "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", status: "404", body: ""),
    .init(sent: "HTTP/1.1  200  OK\r\nContent-Length: 1\r\n\r\na", status: "200  OK", body: "a"),
    .init(sent: "HTTP/1.1 099 z\r\nContent-Length: 1\r\n\r\na", status: "099 z", body: "a"),
    .init(sent: "HTTP/2.0 200 OK\r\nContent-Length: 1\r\n\r\na", status: "200 OK", body: "a"),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
      status: "200 OK", body: "abcd"),
    .init(
      sent: "HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n", status: "302 Found", body: ""),
    .init(
      sent: "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 1\r\n\r\na", status: "200 OK",
      body: "a"),
  ]

  @Test(arguments: answers)
  func readsWhatGoReads(_ answer: Answer) throws {
    let server = try LocalServer(sending: Array(answer.sent.utf8))
    let exchange = try HTTPClient().open(ClientRequest(testing: server.url(), decoding: .asEncoded))
    #expect(exchange.statusText == answer.status)
    #expect(try exchange.readAll() == Array(answer.body.utf8))
  }

  @Test(arguments: ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n"])
  func findsFaultWithALineBeforeTheHeadEnds(_ sent: String) throws {
    let server = try LocalServer { stream in
      try? stream.write(Array(sent.utf8), deadline: .never)
      while let part = try? stream.read(upTo: 4096, deadline: .never), !part.isEmpty {}
    }
    let error = #expect(throws: WireError.self) {
      try HTTPClient().send(ClientRequest(server.url(), deadline: .after(milliseconds: 60_000)))
    }
    #expect(error?.kind == .protocolViolation)
  }

  @Test func fieldsAreInGosOrderAndSpelling() {
    let asked: HTTPHeaders = [
      "X-Prometheus-Scrape-Timeout-Seconds": "1", "x-b": "2", "Accept": "*/*", "X-B": "1", "User-Agent": "P/1",
      "host": "h", "odd name": "o",
    ]
    var headers = asked
    headers.add("Accept-Encoding", "gzip")
    #expect(
      GoFields.ordered(headers, asked: asked).description == """
        User-Agent: P/1
        Accept: */*
        X-B: 2
        X-B: 1
        X-Prometheus-Scrape-Timeout-Seconds: 1
        odd name: o
        Accept-Encoding: gzip
        """)
  }

  @Test func aBodyBeyondTheLimitIsReadAwayForTheNextRequest() throws {
    let server = try LocalServer { connection, _ throws(WireError) in
      try connection.respond(HTTPResponse(body: [UInt8](repeating: 97, count: 300_000)))
    }
    let client = HTTPClient()
    for _ in 0..<3 {
      var request = ClientRequest(testing: server.url())
      request.bodyLimit = 10
      let error = #expect(throws: WireError.self) { try client.send(request) }
      #expect(error?.message == "body size limit exceeded")
    }
    #expect(server.connections == 1)
  }
}
