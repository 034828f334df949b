import Contract
import Wire

/// The sidecar proxy of one pod: Linkerd's, for clients outside the mesh.
final class LinkerdProxyRole: Role {
  private let acceptor: RoleAcceptor
  private let state: LinkerdProxyState

  init(configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.acceptor = acceptor
    state = try LinkerdProxyState(configuration, events: events, acceptor: acceptor)
  }

  func start() throws(RoleFailure) {
    let configuration = state.configuration
    for inbound in configuration.inbound {
      let endpoint = inbound.listener.endpoint
      try acceptor.add(inbound.listener) { [state] stream in
        guard let listener = state.inbound(endpoint) else { return stream.reset() }
        LinkerdConnection(
          proxy: state, stream: stream, upstream: listener.upstream, number: state.nextConnection()
        ).serve()
      }
    }
    for listener in configuration.linkerd?.admin ?? [] {
      try acceptor.add(listener) { [state] stream in
        LinkerdConnection(proxy: state, stream: stream, upstream: nil, number: state.nextConnection()).serve()
      }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    if case .report = command { return }
    guard case .reconfigure(_, .proxy(let next)) = command else { throw .notForThisRole(command) }
    try state.apply(next)
  }
}
