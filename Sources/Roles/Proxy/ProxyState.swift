import Contract
import MeshModel
import SourceText
import Synchronization
import Wire

/// What the connections of one proxy share: its configuration as it stands, its statistics, its client.
final class ProxyState: Sendable {
  private struct Configured {
    var configuration: ProxyConfiguration
    var version: IstioVersion
    var ports: [Endpoint: InboundPort]
    var authorization: Authorization
    /// Made with the first connection that needs them.
    var httpTLS: ServerTLS?
    var tcpTLS: ServerTLS?
    var metricsTLS: ServerTLS?
    var generation = 0
  }

  let events: EventWriter
  let statistics: ProxyStatistics
  let client = HTTPClient()
  private let acceptor: RoleAcceptor
  private let configured: Mutex<Configured>
  private let connections = Atomic(0)

  init(_ configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.events = events
    self.acceptor = acceptor
    let version = try Self.version(of: configuration)
    statistics = ProxyStatistics(version: version)
    let ports = configuration.inbound.map {
      ($0.listener.endpoint, InboundPort(listener: $0, version: version, generation: 0))
    }
    configured = Mutex(
      Configured(
        configuration: configuration, version: version,
        ports: Dictionary(ports, uniquingKeysWith: { first, _ in first }),
        authorization: try Self.authorization(configuration)))
  }

  private static func authorization(_ configuration: ProxyConfiguration) throws(RoleFailure) -> Authorization {
    var policies: [AuthorizationPolicy] = []
    for json in configuration.authorizationPolicies {
      guard let node = YAMLNode(json: json), let policy = try? node.decode(AuthorizationPolicy.self) else {
        throw RoleFailure("an AuthorizationPolicy cannot be read: \(json)")
      }
      policies.append(policy)
    }
    return Authorization(
      policies, trustDomains: configuration.identity.trustDomains, version: try version(of: configuration))
  }

  private static func version(of configuration: ProxyConfiguration) throws(RoleFailure) -> IstioVersion {
    guard let version = IstioVersion(configuration.version) else {
      throw RoleFailure("\(configuration.version) is no version of Istio")
    }
    return version
  }

  var configuration: ProxyConfiguration { configured.withLock { $0.configuration } }

  var version: IstioVersion { configured.withLock { $0.version } }

  /// Whether the role has to answer everything with something wrong.
  var answersWrongly: Bool { acceptor.answersWrongly }

  /// The next connection's number.
  func nextConnection() -> Int { connections.add(1, ordering: .relaxed).newValue }

  /// The port behind a listener.
  func port(_ endpoint: Endpoint) -> InboundPort? { configured.withLock { $0.ports[endpoint] } }

  /// Puts another configuration in force. Connections that stand keep their filter chain until they have drained.
  func apply(_ next: ProxyConfiguration) throws(RoleFailure) {
    let version = try Self.version(of: next)
    let authorization = try Self.authorization(next)
    configured.withLock { state in
      state.generation += 1
      // Policies are filters of every chain.
      let hasSamePolicies = state.authorization == authorization
      state.authorization = authorization
      for inbound in next.inbound {
        let before = state.ports[inbound.listener.endpoint]
        let isSame = hasSamePolicies && before?.hasSameChains(as: inbound) ?? false
        state.ports[inbound.listener.endpoint] = InboundPort(
          listener: inbound, version: version,
          generation: isSame ? before?.generation ?? state.generation : state.generation)
      }
      if state.configuration.identity != next.identity {
        state.httpTLS = nil
        state.tcpTLS = nil
        state.metricsTLS = nil
      }
      state.configuration = next
      state.version = version
    }
  }

  /// Whether the port has got other filter chains since a connection came.
  func isDraining(_ port: InboundPort) -> Bool {
    port.version.exhibits(.drains)
      && self.port(port.listener.listener.endpoint)?.generation != port.generation
  }

  /// The TLS context of a filter chain.
  func tls(for decision: InboundDecision) throws(WireError) -> ServerTLS {
    let isHTTP = decision == .mutualTLSHTTP
    let (made, identity, version) = configured.withLock {
      (isHTTP ? $0.httpTLS : $0.tcpTLS, $0.configuration.identity, $0.version)
    }
    if let made { return made }
    let fresh = try ServerTLS(
      certificateChain: identity.certificateChain, privateKey: identity.privateKey,
      clientRoots: identity.trustedRoots, requiresClientCertificate: version.exhibits(.requiresCertificate),
      trustDomains: version.exhibits(.checksTrustDomain) ? identity.trustDomains : [],
      alpn: InboundFilterChain.offeredALPN(of: decision, version: version))
    configured.withLock {
      guard $0.configuration.identity == identity else { return }
      if isHTTP { $0.httpTLS = fresh } else { $0.tcpTLS = fresh }
    }
    return fresh
  }

  /// The TLS context of listeners for metrics: any certificate of the mesh, no ALPN.
  func metricsTLS() throws(WireError) -> ServerTLS {
    let (made, identity, version) = configured.withLock {
      ($0.metricsTLS, $0.configuration.identity, $0.version)
    }
    if let made { return made }
    let fresh = try ServerTLS(
      certificateChain: identity.certificateChain, privateKey: identity.privateKey,
      clientRoots: identity.trustedRoots,
      requiresClientCertificate: version.exhibits(.secureMetricsNeedCertificate),
      trustDomains: version.exhibits(.secureMetricsOfAnyDomain) ? [] : identity.trustDomains)
    configured.withLock { if $0.configuration.identity == identity { $0.metricsTLS = fresh } }
    return fresh
  }

  /// The policies in force.
  var authorization: Authorization { configured.withLock { $0.authorization } }

  /// The names of the proxy's own certificate.
  var ownNames: [String] { [configured.withLock { $0.configuration.identity.spiffeID }] }

  /// The labels of Istio's series for a connection.
  func labels(of port: InboundPort, peer: PeerIdentity?) -> TelemetryLabels {
    TelemetryLabels(
      configuration, isPassthrough: port.listener.isPassthrough, peer: peer, version: port.version)
  }
}
