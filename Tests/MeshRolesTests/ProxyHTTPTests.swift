import Contract
import Testing
import Wire

@testable import Roles

@Suite("Proxy: HTTP")
struct ProxyHTTPTests {
  @Test("header fields both ways in plaintext")
  func plaintext() throws {
    let proxy = try ProxyBench(.permissive, .http)
    let (_, answer) = try proxy.visit(
      sending: Array(
        "GET /m?a=1 HTTP/1.1\r\nHost: cart\r\nX-Forwarded-Client-Cert: By=fake\r\nAccept: a/b\r\nTE: gzip\r\n\r\n"
          .utf8))
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
    let head = parts[0].split(separator: "\r\n").map(String.init)
    #expect(
      head.map { $0.prefix { $0 != ":" } } == [
        "HTTP/1.1 200 OK", "server", "content-type", "x-app", "content-length", "x-envoy-upstream-service-time",
        "date",
      ])
    #expect(head.contains("server: istio-envoy"))
    let forwarded = parts[1].split(separator: "\n").map(String.init)
    #expect(
      forwarded.map { $0.prefix { $0 != ":" } } == ["host", "accept", "x-forwarded-proto", "x-request-id"])
    #expect(forwarded.prefix(3) == ["host: cart", "accept: a/b", "x-forwarded-proto: http"])
  }

  @Test("the client's identity goes along over mutual TLS")
  func identity() throws {
    let proxy = try ProxyBench(.strict, .http)
    let (_, answer) = try proxy.visit(.init(testDescription: "good"))
    let header = try #require(answer.split(separator: "\n").first { $0.hasPrefix("x-forwarded-client-cert: ") })
    #expect(header.contains("By=\(ProxyBench.own);Hash="))
    #expect(header.hasSuffix(";Subject=\"\";URI=\(ProxyBench.prometheus)"))
    #expect(answer.contains("x-forwarded-proto: https"))
    #expect(proxy.outcomes.first?.peerIdentity == ProxyBench.prometheus)
    #expect(proxy.outcomes.first?.decision == .mutualTLSHTTP)
  }

  @Test("HTTP/2 where the client offers it first, as Go does")
  func http2() throws {
    let proxy = try ProxyBench(.strict, .http)
    let issued = try #require(ProxyBench.authority).issue(spiffeID: ProxyBench.prometheus)
    let tls = try ClientTLS(
      certificateChain: issued.certificateChain, privateKey: issued.privateKey, insecureSkipVerify: true,
      alpn: ["h2", "http/1.1"])
    let client = HTTPClient()
    for _ in 0..<2 {
      let answer = try client.send(
        ClientRequest(HTTPURL(proxy.inbound, scheme: "https"), tls: tls, deadline: .after(milliseconds: 10_000))
      )
      #expect(answer.status == 200 && answer.headers["server"] == "istio-envoy")
      #expect(answer.text.contains("x-forwarded-proto: https"))
    }
    #expect(Set(proxy.outcomes.map(\.decision)) == [.mutualTLSHTTP])
    #expect(proxy.outcomes.first?.offeredProtocols == ["h2", "http/1.1"])
  }

  @Test(
    "an application that answers badly",
    arguments: [
      ("", 503, "connection termination"), ("garbage\r\n\r\n", 502, "protocol error"),
    ])
  func badApplication(bytes: String, status: Int, reason: String) throws {
    let proxy = try ProxyBench(
      .disable, .http,
      .raw { stream in
        _ = try? stream.read(upTo: 4096, deadline: .after(milliseconds: 5000))
        try? stream.write(Array(bytes.utf8), deadline: .never)
        stream.close()
      })
    let (sight, answer) = try proxy.visit()
    #expect(sight == .answer(status) && answer.hasSuffix("reset reason: \(reason)"))
  }

  @Test("an answer that breaks off, breaks off")
  func truncated() throws {
    let proxy = try ProxyBench(
      .disable, .http, .http { _ in HTTPResponse(headers: ["Content-Length": "99"], text: "x") })
    let error = #expect(throws: WireError.self) { try RoleBench.get(proxy.inbound) }
    #expect(error?.message == "unexpected EOF")
  }

  @Test(
    "what is no HTTP/1.1",
    arguments: [
      ("GET / HTTP/1.0\r\n\r\n", PortProtocol.http, "HTTP/1.1 426 Upgrade Required"),
      ("GARBAGE\r\n\r\n", .http, "HTTP/1.1 400 Bad Request"), ("GET / HTTP/1.1\r\n\r\n", .http, "HTTP/1.1 400"),
    ])
  func refused(request: String, portProtocol: PortProtocol, status: String) throws {
    let answer = try ProxyBench(.permissive, portProtocol).visit(sending: Array(request.utf8)).1
    #expect(
      answer.hasPrefix(status) && answer.contains("server: istio-envoy") && answer.contains("connection: close")
    )
  }

  @Test("bytes that are no HTTP pass a sniffed port, both ways and half closed")
  func sniffed() throws {
    let proxy = try ProxyBench(
      .permissive, .auto,
      .raw { stream in
        var all: [UInt8] = []
        while let part = try? stream.read(upTo: 4096, deadline: .after(milliseconds: 5000)), !part.isEmpty {
          all += part
        }
        try? stream.write(Array(all.reversed()), deadline: .never)
        stream.close()
      })
    let stream = try Sockets.connect(to: proxy.inbound, deadline: .after(milliseconds: 5000))
    try stream.write(Array("olleh".utf8), deadline: .never)
    stream.shutdownWrite()
    #expect(try stream.read(upTo: 100, deadline: .after(milliseconds: 5000)) == Array("hello".utf8))
    #expect(try stream.read(upTo: 100, deadline: .after(milliseconds: 5000)).isEmpty)
    #expect(proxy.outcomes.map(\.decision) == [.passedThrough])
  }

  @Test("a connection drains when its port changes, new ones are reset at once")
  func drains() throws {
    let proxy = try ProxyBench(.permissive, .http)
    let client = HTTPClient()
    let request = ClientRequest(HTTPURL(proxy.inbound), deadline: .after(milliseconds: 10_000))
    #expect(try client.send(request).headers["connection"] == nil)
    try proxy.switchMode(to: .strict)
    #expect(try client.send(request).headers["connection"] == "close")
    #expect(throws: WireError.self) { try client.send(request) }
    #expect(proxy.outcomes.map(\.decision) == [.plaintextHTTP, .noFilterChainMatch])
    try proxy.switchMode(to: .strict)
    #expect(proxy.outcomes.count == 2)
  }
}

@Suite("Proxy: HTTP inspector")
struct HTTPInspectorTests {
  @Test(
    "tells HTTP by its first line",
    arguments: [
      ("GET / HTTP/1.1\r\n", HTTPInspector.Reading.http11), ("GET / HTTP/1.0\r\n", .http10),
      ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2), ("PRI * HT", .needsMore), ("GET", .needsMore),
      ("GET /path", .needsMore), ("GET / HTTP/1.1", .needsMore), ("GET / HTTP/3\r\n", .other),
      ("get / HTTP/1.1\r\n", .other), ("\u{16}\u{3}", .other), ("", .needsMore), ("GARBAGE\r\n", .other),
      (" GET / HTTP/1.1\r\n", .other), ("GET HTTP/1.1\r\n", .other),
    ])
  func reads(text: String, reading: HTTPInspector.Reading) {
    #expect(HTTPInspector.read(Array(text.utf8)) == reading)
  }
}
