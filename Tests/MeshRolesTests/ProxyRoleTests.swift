import Contract
import Testing
import Wire

@testable import Roles

private typealias Credentials = ProxyBench.Credentials
private typealias Sight = ProxyBench.Sight

@Suite("Proxy: what clients see")
struct ProxyMatrixTests {
  private static let clients: [Credentials?] = [
    nil, Credentials(testDescription: "no ALPN"),
    Credentials(testDescription: "http/1.1", alpn: ["http/1.1"]),
    Credentials(testDescription: "sidecar", alpn: ["istio-http/1.1", "istio"]),
  ]

  /// Mode, protocol, and what each of the clients above sees of an application in plaintext.
  private static let table: [(MTLSMode, PortProtocol, [Sight])] = [
    (.strict, .http, [.reset, .answer(200), .answer(200), .answer(200)]),
    (.strict, .tcp, [.reset, .answer(200), .answer(200), .answer(200)]),
    (.strict, .auto, [.reset, .answer(200), .answer(200), .answer(200)]),
    (.permissive, .http, [.answer(200), .reset, .reset, .answer(200)]),
    (.permissive, .tcp, [.answer(200), .notTLS, .notTLS, .answer(200)]),
    (.permissive, .auto, [.answer(200), .notTLS, .notTLS, .answer(200)]),
    (.disable, .http, [.answer(200), .notTLS, .notTLS, .notTLS]),
    (.disable, .tcp, [.answer(200), .notTLS, .notTLS, .notTLS]),
    (.disable, .auto, [.answer(200), .notTLS, .notTLS, .notTLS]),
  ]

  @Test("mode by protocol by client", arguments: table)
  private func matrix(mode: MTLSMode, portProtocol: PortProtocol, expected: [Sight]) throws {
    let proxy = try ProxyBench(mode, portProtocol)
    let seen = try Self.clients.map { try proxy.visit($0).0 }
    #expect(seen == expected)
    #expect(proxy.outcomes.count >= seen.count)
  }

  private static let badCertificates: [(Credentials, Sight, String)] = [
    (.init(testDescription: "none", certificate: .none), .alert("certificate required"), "fail_verify_no_cert"),
    (
      .init(testDescription: "none, TLS 1.2", certificate: .none, maxVersion: .tls12),
      .alert("handshake failure"), "fail_verify_no_cert"
    ),
    (
      .init(testDescription: "wrong authority", certificate: .wrongAuthority),
      .alert("unknown certificate authority"), "fail_verify_error"
    ),
    (
      .init(testDescription: "expired", certificate: .expired), .alert("expired certificate"),
      "fail_verify_error"
    ),
    (
      .init(testDescription: "not yet valid", certificate: .notYetValid), .alert("expired certificate"),
      "fail_verify_error"
    ),
    (
      .init(testDescription: "wrong domain", certificate: .wrongDomain), .alert("unknown certificate"),
      "fail_verify_san"
    ),
  ]

  @Test("certificates that STRICT refuses", arguments: badCertificates)
  private func refused(credentials: Credentials, sight: Sight, detail: String) throws {
    let proxy = try ProxyBench(.strict, .http)
    let seen = try proxy.visit(credentials).0
    // The client may be cut off in the middle of its request before it reads the alert.
    #expect(seen == sight || seen == .reset)
    // The alert is on its way a moment before the event.
    let deadline = Deadline.after(milliseconds: 10_000)
    while proxy.outcomes.isEmpty, !deadline.isPast {}
    #expect(proxy.outcomes.map(\.decision) == [.tlsRefused])
    #expect(proxy.outcomes.first?.detail == detail)
  }

  @Test(
    "an application that is down",
    arguments: [
      (MTLSMode.permissive, PortProtocol.http, Sight.answer(503)), (.permissive, .tcp, .reset),
      (.disable, .http, .answer(503)), (.disable, .tcp, .reset), (.strict, .http, .reset),
    ])
  private func applicationDown(mode: MTLSMode, portProtocol: PortProtocol, sight: Sight) throws {
    let proxy = try ProxyBench(mode, portProtocol, .down)
    #expect(try proxy.visit().0 == sight)
    if mode != .strict { #expect(proxy.outcomes.last?.decision == .upstreamFailed) }
  }

  @Test(
    "what is said of an unreachable application, by release",
    arguments: [
      ("1.30.3", "remote connection failure"),
      (
        "1.24.0",
        "remote connection failure, transport failure reason: delayed connect error: Connection refused"
      ),
      ("1.18.0", "remote connection failure, transport failure reason: delayed connect error: 111"),
      ("1.10.0", "connection failure"),
    ])
  func unreachable(version: String, reason: String) throws {
    let answer = try ProxyBench(.permissive, .http, .down, version: version).visit().1
    #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\ncontent-length: "))
    #expect(
      answer.hasSuffix("upstream connect error or disconnect/reset before headers. reset reason: \(reason)"))
  }
}

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
    #expect(proxy.outcomes.map(\.decision) == [.mutualTLSHTTP])
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

@Suite("Proxy: statistics")
struct ProxyStatisticsTests {
  @Test("requests are counted with Istio's labels, after real traffic only")
  func requests() throws {
    let proxy = try ProxyBench(.strict, .http)
    #expect(try !proxy.counted().contains("istio_requests_total"))
    for _ in 0..<2 { _ = try proxy.visit(.init(testDescription: "good")) }
    let text = try proxy.counted()
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("istio_requests_total{") })
    #expect(line.hasSuffix("} 2"))
    for label in [
      #"reporter="destination""#, #"source_workload="unknown""#, #"source_workload_namespace="monitoring""#,
      "source_principal=\"\(ProxyBench.prometheus)\"", #"destination_workload="cart""#,
      #"destination_service_name="cart""#, "destination_principal=\"\(ProxyBench.own)\"",
      #"request_protocol="http""#, #"response_code="200""#, #"response_flags="-""#,
      #"connection_security_policy="mutual_tls""#,
    ] { #expect(line.contains(label)) }
    #expect(text.contains("# TYPE istio_request_duration_milliseconds histogram\n"))
    #expect(text.contains("# TYPE istio_requests_total counter\n"))
  }

  @Test("a port of no Service has the passthrough cluster's name")
  func passthrough() throws {
    let proxy = try ProxyBench(.permissive, .auto, isPassthrough: true)
    _ = try proxy.visit()
    let text = try proxy.counted()
    #expect(text.contains(#"destination_service="cart",destination_canonical_service="cart""#))
    #expect(text.contains(#"destination_service_name="InboundPassthroughCluster""#))
    #expect(text.contains(#"connection_security_policy="none""#))
  }

  @Test("failures are counted with Envoy's flags")
  func failures() throws {
    let proxy = try ProxyBench(.permissive, .http, .down)
    _ = try proxy.visit()
    #expect(
      try proxy.counted().contains(#"response_code="503",grpc_response_status="",response_flags="UF""#))
  }

  @Test("TCP connections and their bytes")
  func tcp() throws {
    let proxy = try ProxyBench(.disable, .tcp)
    let answer = try RoleBench.get(proxy.inbound, headers: ["Connection": "close"])
    #expect(answer.status == 200)
    var text = ""
    // The connection is counted when it ends, which this end cannot see.
    let deadline = Deadline.after(milliseconds: 10_000)
    while !text.contains("istio_tcp_connections_closed_total{"), !deadline.isPast { text = try proxy.counted() }
    #expect(text.contains("istio_tcp_received_bytes_total{") && !text.contains("istio_requests_total"))
  }

  @Test("probes of the harness leave no trace")
  func probes() throws {
    let proxy = try ProxyBench(.permissive, .auto)
    #expect(try RoleBench.get(proxy.inbound, headers: ["User-Agent": "meshscrape-probe"]).status == 200)
    #expect(
      try RoleBench.get(proxy.statistics, "/stats/prometheus", headers: ["User-Agent": "meshscrape-probe"])
        .status == 200)
    #expect(proxy.outcomes.isEmpty && proxy.served.isEmpty)
    #expect(try !proxy.counted().contains("istio_requests_total"))
    #expect(proxy.served.map(\.path) == ["/stats/prometheus"])
  }

  @Test("Envoy's text")
  func text() throws {
    let proxy = try ProxyBench(.permissive, .http)
    let answer = try RoleBench.get(proxy.statistics, "/stats/prometheus")
    #expect(answer.headers["content-type"] == "text/plain; charset=UTF-8")
    #expect(answer.text.contains("# TYPE envoy_server_live gauge\nenvoy_server_live{} 1\n"))
    #expect(answer.text.contains(#"istio_build{component="proxy",tag="1.30.3"} 1"#))
    #expect(answer.text.contains("envoy_cluster_upstream_cx_total{cluster_name=\"xds-grpc\"} 1"))
    #expect(!answer.text.contains("# HELP") && !answer.text.contains("# EOF"))
    let used = try RoleBench.get(proxy.statistics, "/stats/prometheus?usedonly").text
    #expect(used.count < answer.text.count && used.contains("envoy_server_live"))
    let types = answer.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
    #expect(Set(types).count == types.count)
  }

  @Test(
    "statistics are compressed since 1.21",
    arguments: [("1.20.0", nil), ("1.30.3", "gzip")] as [(String, String?)])
  func compressed(version: String, coding: String?) throws {
    let proxy = try ProxyBench(.permissive, .http, version: version)
    let answer = try RoleBench.get(
      proxy.statistics, "/stats/prometheus", headers: ["Accept-Encoding": "gzip"], decoding: .none)
    #expect(answer.headers["content-encoding"] == coding)
  }

  @Test("other paths, health and admin")
  func paths() throws {
    let proxy = try ProxyBench(.strict, .http)
    #expect(try RoleBench.get(proxy.statistics, "/metrics").status == 404)
    #expect(try RoleBench.get(proxy.health, "/healthz/ready").status == 200)
    #expect(try RoleBench.get(proxy.admin, "/ready").text == "LIVE\n")
    _ = try proxy.visit()
    #expect(try RoleBench.get(proxy.admin, "/stats").text.contains("no_filter_chain_match: 1\n"))
  }

  @Test("a wrong answer is wrong everywhere")
  func wrong() throws {
    let proxy = try ProxyBench(.permissive, .http, fault: .wrongAnswer)
    #expect(try proxy.visit().0 == .answer(500))
    #expect(try !proxy.counted().contains("envoy_"))
  }
}

@Suite("Proxy: AuthorizationPolicy")
struct ProxyPolicyTests {
  private static let denyAll =
    #"{"metadata":{"name":"deny","namespace":"shop"},"spec":{"action":"DENY","rules":[{}]}}"#
  private static let onlyPrometheus =
    #"{"metadata":{"name":"allow","namespace":"shop"},"spec":{"rules":[{"from":[{"source":{"#
    + #""namespaces":["monitoring"]}}],"to":[{"operation":{"paths":["/metrics"]}}]}]}}"#

  @Test("HTTP is answered 403, TCP is closed without a byte and without a reset")
  func denies() throws {
    let http = try ProxyBench(.permissive, .http, policies: [Self.denyAll])
    let (sight, answer) = try http.visit()
    #expect(sight == .answer(403) && answer.hasSuffix("\r\n\r\nRBAC: access denied"))
    #expect(answer.contains("content-length: 19\r\ncontent-type: text/plain\r\n"))
    #expect(http.outcomes.last?.detail == "rbac: denied by AuthorizationPolicy shop/deny")
    let counted = try http.counted()
    #expect(counted.contains(#"envoy_http_rbac{authz_enforce_result="denied"} 1"#))
    #expect(counted.contains(#"response_code="403""#))
    let tcp = try ProxyBench(.permissive, .tcp, policies: [Self.denyAll])
    #expect(try tcp.visit().0 == .end)
    #expect(tcp.outcomes.map(\.detail) == ["rbac: denied by AuthorizationPolicy shop/deny"])
  }

  @Test("an identity that is allowed passes, plaintext has none")
  func identity() throws {
    let proxy = try ProxyBench(.strict, .http, policies: [Self.onlyPrometheus])
    #expect(try proxy.visit(.init(testDescription: "good")).0 == .answer(200))
    let plain = try ProxyBench(.permissive, .http, policies: [Self.onlyPrometheus])
    #expect(try plain.visit().0 == .answer(403))
    #expect(plain.outcomes.last?.detail == "rbac: no AuthorizationPolicy allows it")
  }

  @Test("statistics and health are not captured, so no policy holds there")
  func ownPorts() throws {
    let proxy = try ProxyBench(.strict, .http, policies: [Self.denyAll])
    #expect(try RoleBench.get(proxy.statistics, "/stats/prometheus").status == 200)
    #expect(try RoleBench.get(proxy.health, "/healthz/ready").status == 200)
  }

  @Test("policies change while everything runs")
  func change() throws {
    let proxy = try ProxyBench(.permissive, .http)
    #expect(try proxy.visit().0 == .answer(200))
    try proxy.switchPolicies(to: [Self.denyAll])
    #expect(try proxy.visit().0 == .answer(403))
    #expect(throws: RoleFailure.self) { try proxy.switchPolicies(to: ["{"]) }
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
