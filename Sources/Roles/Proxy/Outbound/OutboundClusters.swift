import Contract
import Synchronization
import Wire

/// The upstream side of Prometheus' own sidecar: whose turn it is, and how it is spoken to.
final class OutboundClusters: Sendable {
  private struct State {
    var turns: [String: Int] = [:]
    var tls: [String: ClientTLS] = [:]
  }

  private let configuration: ProxyConfiguration
  private let state = Mutex(State())

  init(_ configuration: ProxyConfiguration) { self.configuration = configuration }

  /// Whom a connection or a request goes to.
  struct Choice {
    var address: Endpoint
    var tls: ClientTLS?
  }

  /// The endpoint whose turn it is.
  ///
  /// Source: Istio's default was ROUND_ROBIN up to 1.13 and is LEAST_REQUEST since, which among endpoints without
  /// requests is chance (istio/istio `pilot/pkg/networking/core/loadbalancer`, 1.30.3). Here it is each in turn.
  func choose(
    _ route: OutboundRoute, from listener: OutboundListener, offering protocols: [String]
  ) throws(WireError) -> Choice {
    guard route.kind == .service else {
      guard let destination = listener.destination else { throw WireError(.refused, "connection refused") }
      return Choice(address: destination, tls: route.isMutualTLS ? try tls(route.cluster, protocols) : nil)
    }
    guard !route.endpoints.isEmpty else { throw WireError(.refused, "no healthy upstream") }
    let turn = state.withLock { state in
      defer { state.turns[route.cluster, default: 0] += 1 }
      return state.turns[route.cluster, default: 0]
    }
    let endpoint = route.endpoints[turn % route.endpoints.count]
    return Choice(
      address: endpoint.address, tls: endpoint.isMutualTLS ? try tls(route.cluster, protocols) : nil)
  }

  /// Opens a connection for bytes.
  func connect(
    to route: OutboundRoute, from listener: OutboundListener, offering protocols: [String]
  ) throws(WireError) -> any ByteStream {
    let choice = try choose(route, from: listener, offering: protocols)
    let deadline = Deadline.after(milliseconds: Self.connectMilliseconds)
    let tcp = try Sockets.connect(to: choice.address, from: configuration.outboundSource, deadline: deadline)
    guard let tls = choice.tls else { return tcp }
    return try tls.connect(tcp, deadline: deadline)
  }

  /// Source: istio/istio `pkg/config/mesh/mesh.go`, `DefaultMeshConfig`, `ConnectTimeout`, 1.30.3.
  static let connectMilliseconds = 10_000

  /// The TLS context of a cluster, for a list of protocols. Any workload of the mesh will do: names are not compared.
  ///
  /// Source: istio/istio `pilot/pkg/model/service.go`, `BuildDNSSrvSubsetKey`, 1.30.3, for the server name.
  private func tls(_ cluster: String, _ protocols: [String]) throws(WireError) -> ClientTLS {
    let key = cluster + " " + protocols.joined(separator: ",")
    if let made = state.withLock({ $0.tls[key] }) { return made }
    let parts = cluster.split(separator: "|", omittingEmptySubsequences: false)
    let name = parts.count == 4 ? "outbound_.\(parts[1])_._.\(parts[3])" : nil
    let identity = configuration.identity
    let fresh = try ClientTLS(
      certificateChain: identity.certificateChain, privateKey: identity.privateKey,
      roots: identity.trustedRoots, serverName: name, alpn: protocols, identities: [])
    state.withLock { $0.tls[key] = fresh }
    return fresh
  }
}
