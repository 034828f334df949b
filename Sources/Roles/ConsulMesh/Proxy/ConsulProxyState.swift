import Contract
import MeshModel
import Synchronization
import Wire

/// What the connections of one of Consul's proxies share.
final class ConsulProxyState: Sendable {
  private struct Configured {
    var configuration: ProxyConfiguration
    var consul: ConsulSidecar
    /// Made with the first connection that needs them.
    var inboundTLS: ServerTLS?
    var metricsTLS: ServerTLS?
    /// Changes with everything that changes the public listener, which then drains.
    var generation = 0
  }

  let events: EventWriter
  let client = HTTPClient()
  let statistics = ConsulStatistics()
  private let acceptor: RoleAcceptor
  private let configured: Mutex<Configured>
  private let connections = Atomic(0)

  init(_ configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    guard let consul = configuration.consul else { throw RoleFailure("this is no proxy of Consul's") }
    self.events = events
    self.acceptor = acceptor
    configured = Mutex(Configured(configuration: configuration, consul: consul))
  }

  var configuration: ProxyConfiguration { configured.withLock { $0.configuration } }

  var consul: ConsulSidecar { configured.withLock { $0.consul } }

  /// The release.
  var version: ConsulVersion { ConsulVersion(configuration.version) ?? .latest }

  /// The pod's IP.
  var address: String { configuration.inbound.first?.listener.endpoint.address.description ?? "" }

  /// Whether the role has to answer everything with something wrong.
  var answersWrongly: Bool { acceptor.answersWrongly }

  /// The next connection's number.
  func nextConnection() -> Int { connections.add(1, ordering: .relaxed).newValue }

  /// The public listener behind a port.
  func inbound(_ endpoint: Endpoint) -> InboundListener? {
    configured.withLock { $0.configuration.inbound.first { $0.listener.endpoint == endpoint } }
  }

  /// Puts another configuration in force.
  func apply(_ next: ProxyConfiguration) throws(RoleFailure) {
    guard let consul = next.consul else { throw RoleFailure("this is no proxy of Consul's") }
    configured.withLock { state in
      state.generation += 1
      if state.configuration.identity != next.identity { state.inboundTLS = nil }
      if state.consul.metrics?.tls != consul.metrics?.tls { state.metricsTLS = nil }
      state.configuration = next
      state.consul = consul
    }
  }

  /// The TLS of the public listener: a certificate of Consul's authority, whatever its name.
  ///
  /// Source: hashicorp/consul `agent/xds/listeners.go`, `createDownstreamTransportSocketForConnectTLS`, 1.16.
  func inboundTLS() throws(WireError) -> ServerTLS {
    let (made, identity) = configured.withLock { ($0.inboundTLS, $0.configuration.identity) }
    if let made { return made }
    let fresh = try ServerTLS(
      certificateChain: identity.certificateChain, privateKey: identity.privateKey,
      clientRoots: identity.trustedRoots, requiresClientCertificate: true)
    configured.withLock { if $0.configuration.identity == identity { $0.inboundTLS = fresh } }
    return fresh
  }

  /// The TLS of the listener for Prometheus, where it speaks it; a client certificate is not asked for.
  func metricsTLS() throws(WireError) -> ServerTLS? {
    let (made, certificate) = configured.withLock { ($0.metricsTLS, $0.consul.metrics?.tls) }
    if let made { return made }
    guard let certificate else { return nil }
    let fresh = try ServerTLS(
      certificateChain: certificate.certificateChain, privateKey: certificate.privateKey)
    configured.withLock { $0.metricsTLS = fresh }
    return fresh
  }
}
