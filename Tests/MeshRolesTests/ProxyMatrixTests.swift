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
    #expect(proxy.outcomes.first?.detail?.hasPrefix(detail) == true)
  }

  @Test(
    "an application that is down",
    arguments: [
      (MTLSMode.permissive, PortProtocol.http, Sight.answer(503)), (.permissive, .tcp, .reset),
      (.disable, .http, .answer(503)), (.disable, .tcp, .reset), (.strict, .http, .reset),
    ])
  private func applicationDown(mode: MTLSMode, portProtocol: PortProtocol, sight: Sight) throws {
    let proxy = try ProxyBench(mode, portProtocol, .down)
    // The reset can be there before the client has seen that it is connected.
    let seen: Sight
    do {
      seen = try proxy.visit().0
    } catch let error as WireError where error.kind == .reset {
      seen = .reset
    }
    #expect(seen == sight)
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
