import Contract
import Synchronization
import Testing
import Wire

/// A mesh with one server, and clients of every kind.
struct TestMesh: Sendable {
  static let shared = try? TestMesh()

  let authority: CertificateAuthority
  let stranger: CertificateAuthority
  let server: IssuedCertificate

  static let serverID = "spiffe://cluster.local/ns/shop/sa/cart"

  init() throws {
    authority = try CertificateAuthority(commonName: "mesh root")
    stranger = try CertificateAuthority(commonName: "mesh root")
    server = try authority.issue(spiffeID: Self.serverID)
  }

  func serverTLS(alpn: [String] = ["h2", "http/1.1"]) throws -> ServerTLS {
    try ServerTLS(
      certificateChain: server.certificateChain, privateKey: server.privateKey, clientRoots: authority.rootPEM,
      requiresClientCertificate: true, trustDomains: ["cluster.local", "old.domain"], alpn: alpn)
  }

  func client(_ kind: ClientKind, version: TLSVersion, alpn: [String] = []) throws -> ClientTLS {
    let identity = "spiffe://cluster.local/ns/monitoring/sa/prometheus"
    let issued: IssuedCertificate? =
      switch kind {
      case .good: try authority.issue(spiffeID: identity)
      case .alias: try authority.issue(spiffeID: "spiffe://old.domain/ns/monitoring/sa/prometheus")
      case .none: nil
      case .wrongAuthority: try stranger.issue(spiffeID: identity)
      case .expired: try authority.issue(spiffeID: identity, notBefore: -7200, notAfter: -3600)
      case .notYetValid: try authority.issue(spiffeID: identity, notBefore: 3600, notAfter: 7200)
      case .wrongTrustDomain: try authority.issue(spiffeID: "spiffe://other.domain/ns/monitoring/sa/prometheus")
      case .noURI: try authority.issue(dnsNames: ["prometheus.monitoring.svc"])
      }
    return try ClientTLS(
      certificateChain: issued?.certificateChain, privateKey: issued?.privateKey, insecureSkipVerify: true,
      minVersion: version, maxVersion: version, alpn: alpn)
  }
}

enum ClientKind: String, Sendable, CaseIterable {
  case good, alias, none, wrongAuthority, expired, notYetValid, wrongTrustDomain, noURI
}

/// What the servers of a test have seen.
final class ServerRecord: Sendable {
  private let outcomes = Mutex<[Result<String, WireError>]>([])
  var last: Result<String, WireError>? { outcomes.withLock { $0.last } }
  func add(_ outcome: Result<String, WireError>) { outcomes.withLock { $0.append(outcome) } }
}

@Suite struct TLSTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var kind: ClientKind
    var version: TLSVersion
    /// What the client's error reads like, nil for a success.
    var error: String?
    /// Envoy's counter at the server.
    var detail: String?
    var testDescription: String { "\(kind.rawValue) \(version.rawValue)" }
  }

  /// What real Envoy does to real Prometheus.
  static let rows: [Row] = [TLSVersion.tls12, .tls13].flatMap { version in
    let isNew = version == .tls13
    return [
      Row(kind: .good, version: version, error: nil, detail: nil),
      Row(kind: .alias, version: version, error: nil, detail: nil),
      Row(
        kind: .none, version: version,
        error: isNew ? "remote error: tls: certificate required" : "remote error: tls: handshake failure",
        detail: "fail_verify_no_cert"),
      Row(
        kind: .wrongAuthority, version: version, error: "remote error: tls: unknown certificate authority",
        detail: "fail_verify_error"),
      Row(
        kind: .expired, version: version, error: "remote error: tls: expired certificate",
        detail: "fail_verify_error"),
      Row(
        kind: .notYetValid, version: version, error: "remote error: tls: expired certificate",
        detail: "fail_verify_error"),
      Row(
        kind: .wrongTrustDomain, version: version, error: "remote error: tls: unknown certificate",
        detail: "fail_verify_san"),
      Row(
        kind: .noURI, version: version, error: "remote error: tls: unknown certificate",
        detail: "fail_verify_san"),
    ]
  }

  @Test(arguments: rows)
  func clientsSeeWhatEnvoyLetsThemSee(_ row: Row) throws {
    let mesh = try #require(TestMesh.shared)
    let record = ServerRecord()
    let tls = try mesh.serverTLS()
    let server = try LocalServer { tcp in
      do throws(WireError) {
        let stream = try tls.accept(tcp, deadline: .after(milliseconds: 10_000))
        record.add(.success(stream.peerSPIFFEIdentity ?? "none"))
        HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
          try connection.respond(HTTPResponse(text: "metrics of \(request.path)"))
        }
      } catch {
        record.add(.failure(error))
      }
    }
    let client = HTTPClient()
    // Repeated: what a client sees must not depend on who is faster.
    for _ in 0..<20 {
      var request = ClientRequest(testing: HTTPURL(server.endpoint, target: "/metrics", scheme: "https"))
      request.tls = try mesh.client(row.kind, version: row.version)
      guard let expected = row.error else {
        #expect(try client.send(request).body == Array("metrics of /metrics".utf8))
        guard case .success(let identity) = record.last else {
          Issue.record("the server refused: \(String(describing: record.last))")
          return
        }
        let domain = row.kind == .alias ? "old.domain" : "cluster.local"
        #expect(identity == "spiffe://\(domain)/ns/monitoring/sa/prometheus")
        continue
      }
      let error = #expect(throws: WireError.self) { try client.send(request) }
      #expect(error?.message == expected)
      #expect(error?.kind == .tlsAlert)
    }
    guard let detail = row.detail else { return }
    guard case .failure(let error) = record.last else {
      Issue.record("the server accepted")
      return
    }
    #expect(error.detail == detail)
    #expect(error.kind == .certificateInvalid)
  }

  struct Verification: Sendable, CustomTestStringConvertible {
    var name: String
    var issue: @Sendable (CertificateAuthority) throws -> IssuedCertificate
    var serverName: String?
    var trusts = true
    var error: String?
    var testDescription: String { name }
  }

  static let verifications: [Verification] = [
    .init(name: "IP name", issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)]) }),
    .init(
      name: "DNS name", issue: { try $0.issue(dnsNames: ["*.default.svc", "x"]) }, serverName: "app.default.svc"
    ),
    .init(
      name: "no IP name", issue: { try $0.issue(spiffeID: TestMesh.serverID) },
      error: "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"),
    .init(
      name: "other IP names",
      issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 2), IPAddress("::1")]) },
      error: "x509: certificate is valid for 127.0.0.2, ::1, not 127.0.0.1"),
    .init(
      name: "no DNS name", issue: { try $0.issue(spiffeID: TestMesh.serverID) }, serverName: "app.default",
      error: "x509: certificate is not valid for any names, but wanted to match app.default"),
    .init(
      name: "other DNS names", issue: { try $0.issue(dnsNames: ["a.example", "*.b.example"]) },
      serverName: "x.y.b.example",
      error: "x509: certificate is valid for a.example, *.b.example, not x.y.b.example"),
    .init(
      name: "unknown authority", issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)]) }, trusts: false,
      error:
        #"x509: certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "mesh root")"#
    ),
    .init(name: "RSA", issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)], keyType: .rsa2048) }),
    .init(
      name: "common name only", issue: { try $0.issue(commonName: "app.default") }, serverName: "app.default",
      error: "x509: certificate relies on legacy Common Name field, use SANs instead"),
    .init(
      name: "another common name", issue: { try $0.issue(commonName: "b.default") }, serverName: "app.default",
      error: "x509: certificate is not valid for any names, but wanted to match app.default"),
    .init(
      name: "for clients only",
      issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)], serverAuth: false) },
      error: "x509: certificate specifies an incompatible key usage"),
    .init(
      name: "expired",
      issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)], notBefore: -7200, notAfter: -3600) },
      error: "x509: certificate has expired or is not yet valid: current time T is after T"),
    .init(
      name: "not yet valid",
      issue: { try $0.issue(ipAddresses: [IPAddress(127, 0, 0, 1)], notBefore: 3600, notAfter: 7200) },
      error: "x509: certificate has expired or is not yet valid: current time T is before T"),
  ]

  @Test(arguments: verifications, [TLSVersion.tls12, .tls13])
  func serversAreVerifiedAsInGo(_ row: Verification, version: TLSVersion) throws {
    let mesh = try #require(TestMesh.shared)
    let issued = try row.issue(mesh.authority)
    let tls = try ServerTLS(certificateChain: issued.certificateChain, privateKey: issued.privateKey)
    let record = ServerRecord()
    let server = try LocalServer { tcp in
      do throws(WireError) {
        let stream = try tls.accept(tcp, deadline: .after(milliseconds: 10_000))
        HTTPServerConnection.serve(stream) { connection, _ throws(WireError) in
          try connection.respond(HTTPResponse(text: "ok"))
        }
      } catch {
        record.add(.failure(error))
      }
    }
    var request = ClientRequest(testing: HTTPURL(server.endpoint, scheme: "https"))
    request.tls = try ClientTLS(
      roots: row.trusts ? mesh.authority.rootPEM : mesh.stranger.rootPEM, serverName: row.serverName,
      minVersion: version, maxVersion: version)
    guard let expected = row.error else {
      #expect(try HTTPClient().send(request).status == 200)
      return
    }
    let error = #expect(throws: WireError.self) { try HTTPClient().send(request) }
    let message = error?.message.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "T")
    #expect(message == "tls: failed to verify certificate: \(expected)")
    #expect(error?.kind == .certificateInvalid)
  }

  @Test func aServerHearsWhyItWasRefused() throws {
    let mesh = try #require(TestMesh.shared)
    let tls = try mesh.serverTLS()
    let queue = ConnectionQueue()
    let server = try LocalServer { queue.put($0) }
    let client = try ClientTLS(roots: mesh.stranger.rootPEM)
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    try DetachedThread.start { _ = try? client.connect(tcp, deadline: .after(milliseconds: 5000)) }
    let error = #expect(throws: WireError.self) {
      try tls.accept(queue.take(), deadline: .after(milliseconds: 5000))
    }
    #expect(error?.kind == .tlsAlert)
    #expect(error?.message == "remote error: tls: bad certificate")
  }

  struct NotTLS: Sendable, CustomTestStringConvertible {
    var sent: String
    var reset = false
    var kind: FailureKind
    var message: String
    var testDescription: String { "\(sent.prefix(10)) \(reset)" }
  }

  static let notTLS: [NotTLS] = [
    .init(
      sent: "HTTP/1.1 400 Bad Request\r\n\r\n", kind: .notTLS,
      message: "http: server gave HTTP response to HTTPS client"),
    .init(
      sent: "SSH-2.0-OpenSSH\r\n", kind: .notTLS,
      message: "tls: first record does not look like a TLS handshake"),
    .init(sent: "", kind: .endOfFile, message: "EOF"),
    .init(sent: "\u{16}\u{3}", kind: .endOfFile, message: "unexpected EOF"),
    .init(sent: "", reset: true, kind: .reset, message: "read tcp A->B: read: connection reset by peer"),
  ]

  @Test(arguments: notTLS)
  func aServerWithoutTLSReadsLikeGo(_ row: NotTLS) throws {
    let server = try LocalServer(sending: Array(row.sent.utf8), thenReset: row.reset)
    var request = ClientRequest(testing: HTTPURL(server.endpoint, scheme: "https"))
    request.tls = try ClientTLS(insecureSkipVerify: true)
    let error = #expect(throws: WireError.self) { try HTTPClient().send(request) }
    #expect(error?.message.replacing(/tcp 127\S+->127\S+:/, with: "tcp A->B:") == row.message)
    #expect(error?.kind == row.kind)
  }

  @Test func plaintextToATLSServerIsToldApart() throws {
    let mesh = try #require(TestMesh.shared)
    let tls = try mesh.serverTLS()
    let queue = ConnectionQueue()
    let server = try LocalServer { queue.put($0) }
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    try tcp.write(Array("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".utf8), deadline: .never)
    let accepted = queue.take()
    #expect(try accepted.peekClientHello(deadline: .after(milliseconds: 5000)) == .notTLS)
    tcp.shutdownWrite()
    let error = #expect(throws: WireError.self) {
      try tls.accept(accepted, deadline: .after(milliseconds: 5000))
    }
    #expect(error?.kind == .notTLS)
    #expect(error?.message == "tls: first record does not look like a TLS handshake")
  }

  @Test(
    arguments: [
      (["h2", "http/1.1"], "h2"), (["http/1.1", "h2"], "h2"), (["http/1.1"], "http/1.1"), (["istio"], nil),
      ([], nil),
    ] as [([String], String?)])
  func theServerPrefersAndNeverRefusesProtocols(offered: [String], chosen: String?) throws {
    let mesh = try #require(TestMesh.shared)
    let tls = try mesh.serverTLS(alpn: ["h2", "http/1.1"])
    let queue = ConnectionQueue()
    let server = try LocalServer { queue.put($0) }
    let client = try mesh.client(.good, version: .tls13, alpn: offered)
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    try DetachedThread.start {
      guard let stream = try? client.connect(tcp, host: "cart.shop.svc", deadline: .after(milliseconds: 5000))
      else { return }
      try? stream.write(Array((stream.negotiatedProtocol ?? "none").utf8), deadline: .never)
      _ = try? stream.read(upTo: 1, deadline: .after(milliseconds: 5000))
    }
    let accepted = queue.take()
    guard case .hello(let hello) = try accepted.peekClientHello(deadline: .after(milliseconds: 5000)) else {
      Issue.record("no hello")
      return
    }
    #expect(hello.offeredProtocols == offered)
    #expect(hello.serverName == "cart.shop.svc")
    let stream = try tls.accept(accepted, deadline: .after(milliseconds: 5000))
    #expect(stream.negotiatedProtocol == chosen)
    #expect(try stream.read(upTo: 100, deadline: .after(milliseconds: 5000)) == Array((chosen ?? "none").utf8))
    #expect(stream.version == .tls13)
    let peer = try #require(stream.peerCertificate)
    #expect(peer.sha256.count == 64)
    #expect(peer.subject == "")
    #expect(tls.uriNames == [TestMesh.serverID])
  }

  @Test func deadlinesHoldInHandshakesAndReads() throws {
    let mesh = try #require(TestMesh.shared)
    let queue = ConnectionQueue()
    let server = try LocalServer { queue.put($0) }
    let silent = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    let client = try mesh.client(.good, version: .tls13)
    #expect(throws: WireError.deadlineExceeded) {
      try client.connect(silent, deadline: .after(milliseconds: 5))
    }
    let tls = try mesh.serverTLS()
    let tcp = try Sockets.connect(to: server.endpoint, deadline: .after(milliseconds: 5000))
    _ = queue.take()
    let accepted = queue.take()
    try DetachedThread.start {
      if let stream = try? tls.accept(accepted, deadline: .never) {
        _ = try? stream.read(upTo: 1, deadline: .never)
      }
    }
    let stream = try client.connect(tcp, deadline: .after(milliseconds: 5000))
    #expect(throws: WireError.deadlineExceeded) { try stream.read(upTo: 1, deadline: .after(milliseconds: 5)) }
  }
}
