import Contract
import Synchronization
import Testing
import Wire

@testable import Roles

/// A proxy with one captured port and its application, and clients of every kind.
struct ProxyBench {
  let role: ProxyRole
  let inbound: Endpoint
  let statistics: Endpoint
  let health: Endpoint
  let admin: Endpoint
  let secureStatistics: Endpoint
  let secureMerged: Endpoint
  private let events: RoleBench
  private let configuration: ProxyConfiguration

  static let authority = try? CertificateAuthority(commonName: "root", keyType: .p256)
  static let otherAuthority = try? CertificateAuthority(commonName: "other", keyType: .p256)
  static let own = "spiffe://cluster.local/ns/shop/sa/cart"
  static let prometheus = "spiffe://cluster.local/ns/monitoring/sa/prometheus"

  /// How the application behaves.
  enum Application {
    case http(@Sendable (HTTPRequest) -> HTTPResponse)
    case raw(@Sendable (TCPStream) -> Void)
    case down
  }

  static let hello: @Sendable (HTTPRequest) -> HTTPResponse = { request in
    HTTPResponse(
      headers: ["Server": "app", "Content-Type": "text/plain; version=0.0.4", "X-App": "Yes"],
      text: request.headers.description + "\n")
  }

  init(
    _ mode: MTLSMode, _ portProtocol: PortProtocol, _ application: Application = .http(Self.hello),
    version: String = "1.30.3", isPassthrough: Bool = false, policies: [String] = [], fault: Fault? = nil
  ) throws {
    let bench = try RoleBench()
    events = bench
    let upstream: Endpoint
    switch application {
    case .http(let handler): upstream = try bench.server(handler)
    case .raw(let handler): upstream = try bench.rawServer(handler)
    case .down: upstream = try bench.deadEndpoint()
    }
    let authority = try #require(Self.authority)
    let certificate = try authority.issue(spiffeID: Self.own)
    let captured = try bench.listener(RoleBench.podIP)
    let (stats, ready, console) = (try bench.listener(), try bench.listener(), try bench.listener())
    let (first, second) = (try bench.listener(RoleBench.podIP), try bench.listener(RoleBench.podIP))
    (secureStatistics, secureMerged) = (first.endpoint, second.endpoint)
    let agent = try bench.server { HTTPResponse(text: "merged \($0.target)\n") }
    (inbound, statistics, health, admin) = (captured.endpoint, stats.endpoint, ready.endpoint, console.endpoint)
    configuration = ProxyConfiguration(
      pod: PodReference(namespace: "shop", name: "cart-0"), version: version,
      identity: WorkloadIdentity(
        spiffeID: Self.own, certificateChain: certificate.certificateChain, privateKey: certificate.privateKey,
        trustedRoots: authority.rootPEM, trustDomains: ["cluster.local"]),
      inbound: [
        InboundListener(
          listener: captured, mode: mode, portProtocol: portProtocol, upstream: upstream,
          isPassthrough: isPassthrough)
      ],
      statistics: [stats], health: [ready], admin: [console],
      workload: [
        "destination_workload": "cart", "destination_workload_namespace": "shop",
        "destination_canonical_service": "cart", "destination_service": "cart.shop.svc.cluster.local",
        "destination_service_name": "cart",
      ], authorizationPolicies: policies,
      secureMetrics: [
        SecureMetricsListener(listener: first), SecureMetricsListener(listener: second, agent: agent),
      ])
    role = try ProxyRole(
      configuration: configuration, events: bench.writer(.proxy), acceptor: bench.roleAcceptor(fault: fault))
    try role.start()
  }

  /// Puts the port into another mode.
  func switchMode(to mode: MTLSMode) throws {
    var next = configuration
    next.inbound[0].mode = mode
    try role.handle(.reconfigure(id: 1, role: .proxy(next)))
  }

  /// Puts other AuthorizationPolicies in force.
  func switchPolicies(to policies: [String]) throws {
    var next = configuration
    next.authorizationPolicies = policies
    try role.handle(.reconfigure(id: 2, role: .proxy(next)))
  }

  var outcomes: [InboundOutcome] { events.inbound }
  var served: [ServedRequest] { events.served }

  func counted() throws -> String { try RoleBench.get(statistics, "/stats/prometheus").text }

  // MARK: Clients

  /// What a client has: nothing, or TLS with some certificate and some ALPN.
  struct Credentials: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var alpn: [String] = []
    var certificate: Certificate = .good
    var maxVersion: TLSVersion = .tls13

    enum Certificate: Sendable {
      case good, none, wrongAuthority, expired, notYetValid, wrongDomain
    }

    func issue() throws -> IssuedCertificate? {
      let authority = try #require(ProxyBench.authority)
      switch certificate {
      case .good: return try authority.issue(spiffeID: ProxyBench.prometheus)
      case .none: return nil
      case .wrongAuthority:
        return try #require(ProxyBench.otherAuthority).issue(spiffeID: ProxyBench.prometheus)
      case .expired: return try authority.issue(spiffeID: ProxyBench.prometheus, notBefore: -100, notAfter: -10)
      case .notYetValid:
        return try authority.issue(spiffeID: ProxyBench.prometheus, notBefore: 3600, notAfter: 7200)
      case .wrongDomain: return try authority.issue(spiffeID: "spiffe://elsewhere/ns/a/sa/b")
      }
    }
  }

  /// What a client sees.
  enum Sight: Hashable, CustomStringConvertible {
    case answer(Int)
    case reset
    case end
    case alert(String)
    case notTLS

    var description: String {
      switch self {
      case .answer(let status): "\(status)"
      case .reset: "reset"
      case .end: "end"
      case .alert(let name): name
      case .notTLS: "not TLS"
      }
    }
  }

  static let request = Array("GET /metrics HTTP/1.1\r\nHost: cart:8080\r\nUser-Agent: test\r\n\r\n".utf8)

  /// Sends a request in plaintext, or over TLS, and tells what comes.
  func visit(_ credentials: Credentials? = nil, sending bytes: [UInt8] = Self.request) throws -> (Sight, String)
  {
    let deadline = Deadline.after(milliseconds: 10_000)
    let tcp = try Sockets.connect(to: inbound, deadline: deadline)
    do throws(WireError) {
      var stream: any ByteStream = tcp
      if let credentials {
        let issued: IssuedCertificate?
        do { issued = try credentials.issue() } catch { throw WireError(.configuration, "\(error)") }
        let client = try ClientTLS(
          certificateChain: issued?.certificateChain, privateKey: issued?.privateKey, insecureSkipVerify: true,
          maxVersion: credentials.maxVersion, alpn: credentials.alpn)
        stream = try client.connect(tcp, deadline: deadline)
      }
      defer { stream.close() }
      try stream.write(bytes, deadline: deadline)
      let answer = String(decoding: try stream.read(upTo: 64 << 10, deadline: deadline), as: UTF8.self)
      if answer.isEmpty { return (.end, "") }
      let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return (.answer(status), answer)
    } catch {
      switch error.kind {
      case .reset: return (.reset, error.message)
      case .endOfFile: return (.end, error.message)
      case .tlsAlert: return (.alert(error.message.replacingPrefix("remote error: tls: ")), error.message)
      case .notTLS: return (.notTLS, error.message)
      default: throw error
      }
    }
  }
}

extension String {
  func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
