import Contract
import Wire

/// The sidecar proxy of one pod: Envoy as Consul configures it.
final class ConsulProxyRole: Role {
  private let acceptor: RoleAcceptor
  private let state: ConsulProxyState

  init(configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.acceptor = acceptor
    state = try ConsulProxyState(configuration, events: events, acceptor: acceptor)
  }

  func start() throws(RoleFailure) {
    let configuration = state.configuration
    for inbound in configuration.inbound {
      let endpoint = inbound.listener.endpoint
      try acceptor.add(inbound.listener) { [state] stream in
        guard let listener = state.inbound(endpoint) else { return stream.reset() }
        ConsulInboundConnection(
          proxy: state, listener: listener, stream: stream, number: state.nextConnection()
        ).serve()
      }
    }
    for listener in configuration.consul?.metrics?.listeners ?? [] {
      let serving = ConsulMetricsServing(proxy: state)
      try acceptor.add(listener) { serving.serve($0, on: listener.endpoint) }
    }
    for listener in configuration.admin {
      let serving = ConsulAdminServing(proxy: state)
      try acceptor.add(listener) { serving.serve($0) }
    }
    for listener in configuration.health {
      let serving = ConsulAdminServing(proxy: state)
      try acceptor.add(listener) { serving.serve($0) }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    // Its events are sent as it acts.
    if case .report = command { return }
    guard case .reconfigure(_, .proxy(let next)) = command else { throw .notForThisRole(command) }
    try state.apply(next)
  }
}
