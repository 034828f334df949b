import Contract
import Wire

/// A Consul server, as far as its clients discover services: agent, catalogue and health, with blocking queries.
///
/// Source: hashicorp/consul `agent/http_register.go`, `agent/catalog_endpoint.go`, `agent/health_endpoint.go`, 1.20.
final class ConsulRole: Role {
  private let configuration: ConsulConfiguration
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let catalogue: ConsulCatalogue

  /// Takes the instances that are registered at the start.
  init(configuration: ConsulConfiguration, events: EventWriter, acceptor: RoleAcceptor) {
    self.configuration = configuration
    self.events = events
    self.acceptor = acceptor
    catalogue = ConsulCatalogue(configuration)
  }

  /// Serves plain HTTP.
  func start() throws(RoleFailure) {
    try acceptor.add(configuration.listener) { [self] stream in
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        let response = response(to: request)
        events.emit(
          .served(
            ServedRequest(
              listener: configuration.listener.endpoint, peer: connection.stream.transport.peer,
              method: request.method, path: request.target, status: response.status,
              bytes: response.body.count, userAgent: request.headers["User-Agent"])))
        try connection.respond(response)
      }
    }
  }

  /// Registers and removes instances, which ends the blocking queries that they concern.
  func handle(_ command: Command) throws(RoleFailure) {
    guard case .reconfigure(_, .consul(let configuration)) = command else { throw .notForThisRole(command) }
    catalogue.replace(by: configuration)
  }

  private func response(to request: HTTPRequest) -> HTTPResponse {
    if acceptor.answersWrongly { return text(500, "rpc error: No cluster leader") }
    guard request.method == "GET" || request.method == "HEAD" else { return text(405, "method not allowed") }
    let query = ConsulQuery(request)
    let parts = request.path.split(separator: "/").map { FormEncoding.decode($0) }
    do throws(ConsulRefusal) {
      switch (parts.first, Array(parts.dropFirst())) {
      case ("v1", ["status", "leader"]): return json("\"\(configuration.listener.endpoint)\"")
      case ("v1", let path): return try answer(path, query)
      default: return text(404, "")
      }
    } catch {
      return text(error.status, error.message)
    }
  }

  private func answer(_ path: [String], _ query: ConsulQuery) throws(ConsulRefusal) -> HTTPResponse {
    try catalogue.admit(query, to: path)
    switch (path.first, path.dropFirst().first, path.count) {
    case ("agent", "self", 2): return json(catalogue.agent)
    case ("catalog", "datacenters", 2): return json(catalogue.datacenters)
    case ("catalog", "services", 2): return try blocking(.services, query)
    case ("catalog", "service", 3): return try blocking(.catalog(path[2]), query)
    case ("health", "service", 3): return try blocking(.health(path[2]), query)
    default: return text(404, "Invalid URL path: not found")
    }
  }

  /// Answers when there is something newer than the client knows, or the time is up that it wants to wait.
  private func blocking(_ subject: ConsulCatalogue.Subject, _ query: ConsulQuery) throws(ConsulRefusal)
    -> HTTPResponse
  {
    let filter = try query.filter.map { text throws(ConsulRefusal) in try ConsulFilter(text) }
    let (index, body) = catalogue.answer(subject, query, filter)
    var response = json(body)
    response.headers.add("X-Consul-Index", "\(index)")
    response.headers.add("X-Consul-Knownleader", "true")
    response.headers.add("X-Consul-Lastcontact", "0")
    return response
  }

  private func json(_ text: String) -> HTTPResponse {
    HTTPResponse(headers: ["Content-Type": "application/json"], text: text)
  }

  private func text(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], text: text)
  }
}

/// Why a request is refused.
struct ConsulRefusal: Error {
  /// The HTTP status.
  var status: Int
  /// Consul's words.
  var message: String
}
