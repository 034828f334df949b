import Contract
import Exposition
import MeshModel
import Synchronization
import Wire

/// Consul's merging server in one pod: consul-dataplane's (20100, and its own metrics at 20101), or that of the
/// container `consul-sidecar` before consul-dataplane.
final class ConsulMergingRole: Role {
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let client = HTTPClient()
  private let merged: [Listener]
  private let own: [Listener]
  /// Nil while the program has refused to start.
  private let settings: Mutex<ConsulMergingSettings?>

  init(configuration: AgentConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.events = events
    self.acceptor = acceptor
    merged = configuration.status
    own = configuration.consul?.own ?? []
    settings = Mutex(nil)
    apply(configuration)
  }

  func start() throws(RoleFailure) {
    guard settings.withLock({ $0 != nil }) else {
      // The program has exited, and its container is started again and again: nobody ever listens.
      for listener in merged + own { acceptor.remove(listener) }
      return
    }
    for listener in merged {
      try acceptor.add(listener) { [self] stream in
        HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
          try answer(request, from: stream, to: listener.endpoint, on: &connection)
        }
      }
    }
    for listener in own {
      try acceptor.add(listener) { stream in
        HTTPServerConnection.serve(stream) { connection, _ throws(WireError) in
          try connection.respond(
            HTTPResponse(
              headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Date": HTTPDate.now],
              body: ExpositionWriter.bytes(of: Self.ownFamilies)))
        }
      }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    guard case .reconfigure(_, .agent(let next)) = command else { throw .notForThisRole(command) }
    apply(next)
  }

  private func apply(_ configuration: AgentConfiguration) {
    do throws(ConsulMergingSettings.Refusal) {
      let read = try ConsulMergingSettings(configuration)
      settings.withLock { $0 = read }
    } catch {
      settings.withLock { $0 = nil }
      events.log("consul-dataplane exits: \(error.message)")
    }
  }

  private func answer(
    _ request: HTTPRequest, from stream: TCPStream, to endpoint: Endpoint,
    on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
    let served = { [events] (status: Int, bytes: Int) in
      guard !isProbe else { return }
      events.emit(
        .served(
          ServedRequest(
            listener: endpoint, peer: stream.peer, method: request.method, path: request.target, status: status,
            bytes: bytes, userAgent: request.headers["User-Agent"])))
    }
    if acceptor.answersWrongly {
      let response = HTTPResponse(
        headers: ["Content-Type": "text/plain; charset=utf-8"], text: "meshscrape_wrong_answer 1\n")
      served(200, response.body.count)
      return try connection.respond(response)
    }
    // What a reconfiguration to something that the program refuses comes to: it is gone.
    guard let settings = settings.withLock({ $0 }) else {
      throw WireError(.reset, "consul-dataplane has exited")
    }
    guard request.path == "/stats/prometheus" else {
      served(404, HTTPResponse.notFound.body.count)
      return try connection.respond(.notFound)
    }
    try ConsulMergedAnswer(
      settings: settings, events: events,
      scrape: LocalScrape(
        client: client, localhost: settings.localhost, incoming: request, version: .latest), isProbe: isProbe,
      willEnd: served
    ).send(on: &connection)
  }

  /// Some of consul-dataplane's own metrics.
  ///
  /// Source: hashicorp/consul-dataplane `pkg/consuldp/metrics.go`, `getPromDefaults`, `pkg/consuldp/stats.go`, 2.0.1.
  private static let ownFamilies: [MetricFamily] = [
    .single(
      "consul_dataplane_envoy_connected", "Whether Envoy runs and is connected to the local xDS listener.",
      .gauge, 1)
  ]
}
