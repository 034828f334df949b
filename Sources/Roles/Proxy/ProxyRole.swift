import Contract
import Wire

/// The sidecar proxy of one pod: Envoy as Istio configures it.
final class ProxyRole: Role {
  private let acceptor: RoleAcceptor
  private let state: ProxyState

  init(configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.acceptor = acceptor
    state = try ProxyState(configuration, events: events, acceptor: acceptor)
  }

  func start() throws(RoleFailure) {
    let configuration = state.configuration
    for inbound in configuration.inbound {
      let endpoint = inbound.listener.endpoint
      try acceptor.add(inbound.listener) { [state] stream in
        guard let port = state.port(endpoint) else { return stream.reset() }
        state.statistics.opened(endpoint)
        InboundConnection(proxy: state, port: port, stream: stream, number: state.nextConnection()).serve()
        state.statistics.closed(endpoint)
      }
    }
    let clusters = OutboundClusters(configuration)
    for outbound in configuration.outbound {
      try acceptor.add(outbound.listener) { [state] stream in
        OutboundConnection(
          proxy: state, clusters: clusters, listener: outbound, stream: stream, number: state.nextConnection()
        )
        .serve()
      }
    }
    try serve(configuration.statistics, .statistics)
    try serve(configuration.health, .health)
    try serve(configuration.admin, .admin)
    for secure in configuration.secureMetrics {
      let serving = SecureMetricsServing(proxy: state, agent: secure.agent)
      try acceptor.add(secure.listener) { serving.serve($0, on: secure.listener.endpoint) }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    // Its events are sent as it acts.
    if case .report = command { return }
    guard case .reconfigure(_, .proxy(let next)) = command else { throw .notForThisRole(command) }
    try state.apply(next)
  }

  private func serve(
    _ listeners: [Listener], _ purpose: StatisticsServing.Purpose
  ) throws(RoleFailure) {
    for listener in listeners {
      let serving = StatisticsServing(proxy: state, purpose: purpose)
      try acceptor.add(listener) { serving.serve($0, on: listener.endpoint) }
    }
  }
}
