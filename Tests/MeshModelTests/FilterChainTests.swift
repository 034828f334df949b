import KubernetesModel
import MeshModel
import Testing

/// A kind of client: what it begins with, and what it offers.
struct Client: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var transport: InboundTransport
  var alpn: [String] = []
  var speaksHTTP = false

  static let http = Client(testDescription: "HTTP", transport: .plaintext, speaksHTTP: true)
  static let bytes = Client(testDescription: "other bytes", transport: .plaintext)
  static let tls = Client(testDescription: "TLS without ALPN", transport: .tls)
  static let prometheus = Client(testDescription: "TLS as Go", transport: .tls, alpn: ["h2", "http/1.1"])
  static let meshHTTP = Client(
    testDescription: "sidecar, HTTP", transport: .tls, alpn: ["istio-http/1.1", "istio"])
  static let meshTCP = Client(
    testDescription: "sidecar, TCP", transport: .tls, alpn: ["istio-peer-exchange", "istio"])
  static let all = [http, bytes, tls, prometheus, meshHTTP, meshTCP]
}

@Suite("Inbound filter chains")
struct FilterChainTests {
  /// Mode and protocol, and the decision for each of ``Client/all`` in order.
  static let table: [(MTLS, SelectedProtocol, [InboundDecision])] = [
    (.strict, .http, [.none, .none, .mutualTLSHTTP, .mutualTLSHTTP, .mutualTLSHTTP, .mutualTLSHTTP]),
    (.strict, .tcp, [.none, .none, .mutualTLSTCP, .mutualTLSTCP, .mutualTLSTCP, .mutualTLSTCP]),
    (.strict, .auto, [.none, .none, .mutualTLSTCP, .mutualTLSTCP, .mutualTLSHTTP, .mutualTLSTCP]),
    (.permissive, .http, [.plaintextHTTP, .plaintextHTTP, .none, .none, .mutualTLSHTTP, .mutualTLSHTTP]),
    (
      .permissive, .tcp,
      [.plaintextTCP, .plaintextTCP, .passthroughTLS, .passthroughTLS, .mutualTLSTCP, .mutualTLSTCP]
    ),
    (
      .permissive, .auto,
      [.plaintextHTTP, .plaintextTCP, .passthroughTLS, .passthroughTLS, .mutualTLSHTTP, .mutualTLSTCP]
    ),
    (
      .disable, .http,
      [.plaintextHTTP, .plaintextHTTP, .plaintextHTTP, .plaintextHTTP, .plaintextHTTP, .plaintextHTTP]
    ),
    (
      .disable, .tcp,
      [.plaintextTCP, .plaintextTCP, .plaintextTCP, .plaintextTCP, .plaintextTCP, .plaintextTCP]
    ),
    (
      .disable, .auto,
      [.plaintextHTTP, .plaintextTCP, .plaintextTCP, .plaintextTCP, .plaintextTCP, .plaintextTCP]
    ),
  ]

  @Test("each mode and protocol meets each client", arguments: table)
  func matrix(mode: MTLS, portProtocol: SelectedProtocol, expected: [InboundDecision]) {
    let decisions = Client.all.map {
      InboundFilterChain.choose(
        mode: mode, portProtocol: portProtocol, transport: $0.transport, alpn: $0.alpn,
        detectedHTTP: $0.speaksHTTP)
    }
    #expect(decisions == expected)
  }

  @Test("the table has every cell")
  func complete() {
    let cells = Self.table.map { "\($0.0) \($0.1)" }
    #expect(Set(cells).count == MTLS.allCases.count * SelectedProtocol.allCases.count)
  }

  @Test(
    "only declared plaintext is not looked into",
    arguments: MTLS.allCases, SelectedProtocol.allCases)
  func inspection(mode: MTLS, portProtocol: SelectedProtocol) {
    let declared = portProtocol != .auto
    #expect(
      InboundFilterChain.inspects(mode: mode, portProtocol: portProtocol) == !(mode == .disable && declared))
  }

  @Test(
    "protocols by port name and appProtocol",
    arguments: [
      ("http", nil, 80, "1.30", SelectedProtocol.http), ("http-metrics", nil, 80, "1.30", .http),
      ("HTTP2-x", nil, 80, "1.30", .http), ("grpc-web-x", nil, 80, "1.30", .http),
      ("grpc", nil, 80, "1.30", .http),
      ("https", nil, 443, "1.30", .tcp), ("tls-x", nil, 443, "1.30", .tcp), ("tcp", nil, 80, "1.30", .tcp),
      ("mongo", nil, 80, "1.30", .tcp), ("metrics", nil, 9090, "1.30", .auto), (nil, nil, 9090, "1.30", .auto),
      ("metrics", nil, 3306, "1.30", .tcp), ("metrics", nil, 9090, "1.5.0", .tcp),
      ("metrics", "http", 9090, "1.30", .http), ("http", "tcp", 80, "1.30", .tcp),
      ("metrics", "http", 9090, "1.5.0", .tcp), ("x", "kubernetes.io/h2c", 80, "1.30", .http),
      ("x", "kubernetes.io/wss", 80, "1.30", .tcp), ("x", "kubernetes.io/h2c", 80, "1.18.0", .auto),
      ("httpx", nil, 80, "1.30", .auto),
    ] as [(String?, String?, UInt16, String, SelectedProtocol)])
  func selection(
    name: String?, appProtocol: String?, port: UInt16, version: String, expected: SelectedProtocol
  ) throws {
    let port = ServicePort(name: name, port: port, appProtocol: appProtocol)
    #expect(
      ProtocolSelection.portProtocol(of: port, version: try #require(IstioVersion(version))) == expected)
  }
}
