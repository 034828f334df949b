import Contract
import Synchronization
import Wire

/// An application container: it serves the expositions that the scenario gives it.
final class AppRole: Role {
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let state: Mutex<State>

  private struct State {
    var configuration: AppConfiguration
    /// What is served, by the address of each listener.
    var ports: [Endpoint: AppPortServing]
  }

  /// Prepares every endpoint.
  init(configuration: AppConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.events = events
    self.acceptor = acceptor
    state = Mutex(State(configuration: configuration, ports: try Self.ports(of: configuration, before: [:])))
  }

  /// Serves every port on all of its listeners.
  func start() throws(RoleFailure) {
    let ports = state.withLock { $0.configuration.ports }
    for port in ports {
      for listener in port.listeners {
        try acceptor.add(listener) { [self] stream in serve(stream, at: listener.endpoint) }
      }
    }
  }

  /// Takes a new configuration. Ports that it has no more are closed; it cannot open others.
  func handle(_ command: Command) throws(RoleFailure) {
    guard case .reconfigure(_, .app(let configuration)) = command else { throw .notForThisRole(command) }
    let before = state.withLock { $0 }
    let ports = try Self.ports(of: configuration, before: before.ports)
    if let unknown = ports.keys.sorted().first(where: { before.ports[$0] == nil }) {
      throw RoleFailure("\(unknown) was not among the listeners that \(configuration.container) started with")
    }
    state.withLock { $0 = State(configuration: configuration, ports: ports) }
    for listener in before.configuration.ports.flatMap(\.listeners) where ports[listener.endpoint] == nil {
      acceptor.remove(listener)
    }
  }

  private static func ports(
    of configuration: AppConfiguration, before: [Endpoint: AppPortServing]
  ) throws(RoleFailure) -> [Endpoint: AppPortServing] {
    var ports: [Endpoint: AppPortServing] = [:]
    for port in configuration.ports {
      // The planes of a port share its endpoints, so that a scrape counts whichever way it came.
      let serving = try AppPortServing(
        port, container: configuration.container, before: port.listeners.first.flatMap { before[$0.endpoint] })
      for listener in port.listeners { ports[listener.endpoint] = serving }
    }
    return ports
  }

  private func serve(_ stream: TCPStream, at endpoint: Endpoint) {
    guard let port = state.withLock({ $0.ports[endpoint] }) else { return stream.close() }
    port.serve(stream) { [self] request, response in
      events.emit(
        .served(
          ServedRequest(
            listener: endpoint, peer: stream.peer, method: request.method, path: request.target,
            status: response.status, bytes: request.method == "HEAD" ? 0 : response.body.count,
            userAgent: request.headers["User-Agent"])))
    } answer: { [self] request in
      // Asked again for each request: a connection may outlive a configuration.
      acceptor.answersWrongly
        ? .init(AppPages.wrongAnswer)
        : state.withLock({ $0.ports[endpoint] })?.answer(request) ?? .init(AppPages.notFound)
    }
  }
}
