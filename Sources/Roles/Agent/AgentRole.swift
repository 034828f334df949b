import Contract
import MeshModel
import Synchronization
import Wire

/// `pilot-agent` of one pod: the status port with the merged metrics.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, 1.6.0 to 1.31.0-rc.0.
final class AgentRole: Role {
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let client = HTTPClient()
  private let metrics: AgentMetrics
  private let hasQuit = Atomic(false)
  private let listeners: [Listener]
  /// Nil while the agent has refused to start.
  private let settings: Mutex<AgentSettings?>

  init(configuration: AgentConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    self.events = events
    self.acceptor = acceptor
    listeners = configuration.status
    metrics = AgentMetrics(version: IstioVersion(configuration.version))
    settings = Mutex(nil)
    apply(configuration)
  }

  func start() throws(RoleFailure) {
    guard settings.withLock({ $0 != nil }) else {
      // A real agent has exited, and its container is started again and again: nobody ever listens.
      for listener in listeners { acceptor.remove(listener) }
      return
    }
    for listener in listeners {
      try acceptor.add(listener) { [self] stream in serve(stream, on: listener.endpoint) }
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    guard case .reconfigure(_, .agent(let next)) = command else { throw .notForThisRole(command) }
    apply(next)
  }

  private func apply(_ configuration: AgentConfiguration) {
    do throws(ScrapeConfiguration.Refusal) {
      let read = try AgentSettings(configuration)
      settings.withLock { $0 = read }
    } catch {
      settings.withLock { $0 = nil }
      events.log("pilot-agent exits: Error: \(error.message)")
    }
  }

  private func serve(_ stream: TCPStream, on endpoint: Endpoint) {
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
      try answer(request, from: stream, isProbe: isProbe, on: &connection) { [events] status, bytes in
        guard !isProbe else { return }
        events.emit(
          .served(
            ServedRequest(
              listener: endpoint, peer: stream.peer, method: request.method, path: request.target,
              status: status,
              bytes: bytes, userAgent: request.headers["User-Agent"])))
      }
    }
  }

  private func answer(
    _ request: HTTPRequest, from stream: TCPStream, isProbe: Bool, on connection: inout HTTPServerConnection,
    served: (Int, Int) -> Void
  ) throws(WireError) {
    guard !acceptor.answersWrongly else {
      return try respond(.init(text: "meshscrape_wrong_answer 1\n"), on: &connection, served: served)
    }
    // What a reconfiguration to something that the agent refuses comes to: it is gone.
    guard let settings = settings.withLock({ $0 }) else { throw WireError(.reset, "pilot-agent has exited") }
    let localhost = settings.localhost
    let isLocal = stream.local.address == settings.configuration.localhost
    if settings.answersMerged(request.path) {
      guard isLocal || !settings.isLocalhostOnly else {
        return try respond(.forbidden, on: &connection, served: served)
      }
      return try withoutActuallyEscaping(served) { served throws(WireError) in
        try MergedAnswer(
          settings: settings, metrics: metrics, events: events,
          scrape: LocalScrape(
            client: client, localhost: localhost, incoming: request, version: settings.rules.version),
          isProbe: isProbe,
          willEnd: served
        ).send(on: &connection)
      }
    }
    let response: HTTPResponse
    switch request.path {
    case "/healthz/ready":
      let isReady = !settings.hasProxy || ProxyReadiness.check(client, localhost: localhost)
      if isReady, !isProbe { metrics.recordReadiness() }
      response = HTTPResponse(status: isReady ? 200 : 503)
    case "/quitquitquit" where settings.rules.version.exhibits(.quitPath),
      "/drain" where settings.rules.version.exhibits(.drainPath):
      if !isLocal, settings.rules.version.exhibits(.quitsForLocalhost) {
        response = .forbidden
      } else if request.method != "POST", settings.rules.version.exhibits(.quitsForPost) {
        response = .methodNotAllowed
      } else {
        events.log("pilot-agent was asked to \(request.path == "/drain" ? "drain" : "quit")")
        response = .init(text: "OK")
        // It exits, and with it its container: nobody listens any more.
        if request.path == "/quitquitquit", settings.rules.version.exhibits(.quitsWhenAsked) { quit() }
      }
    case _ where settings.isProbe(request.path):
      response = settings.probes.answer(request, by: client)
    default: response = .notFound
    }
    try respond(response, on: &connection, served: served)
  }

  private func quit() {
    guard !hasQuit.exchange(true, ordering: .acquiringAndReleasing) else { return }
    for listener in listeners { acceptor.remove(listener) }
  }

  private func respond(
    _ response: HTTPResponse, on connection: inout HTTPServerConnection, served: (Int, Int) -> Void
  ) throws(WireError) {
    var response = response
    if !response.body.isEmpty, !response.headers.contains("Content-Type") {
      response.headers.add("Content-Type", "text/plain; charset=utf-8")
    }
    response.headers.add("Date", HTTPDate.now)
    served(response.status, response.body.count)
    try connection.respond(response)
  }
}

/// Whether the pod's proxy is ready, as the agent asks its admin interface.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/ready/probe.go`, 1.30.3, which reads `server.state` and the
/// counters of received configuration; here the proxy says both at once.
enum ProxyReadiness {
  static func check(_ client: HTTPClient, localhost: IPAddress) -> Bool {
    let url = HTTPURL(Endpoint(localhost, 15000), target: "/ready")
    let request = ClientRequest(url, deadline: .after(milliseconds: 5000))
    return (try? client.send(request))?.status == 200
  }
}

extension HTTPResponse {
  /// Source: golang/go `src/net/http/server.go`, `NotFound`, `Error`, 1.24.
  static let notFound = plainError(404, "404 page not found\n")
  /// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, 1.30.3.
  fileprivate static let forbidden = plainError(403, "Only requests from localhost are allowed\n")
  fileprivate static let methodNotAllowed = plainError(405, "Method Not Allowed\n")

  static func plainError(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"], text: text)
  }
}
