import Contract
import SourceText
import Wire

/// The Kubernetes API server: discovery, lists, watches and single objects, read only.
///
/// Enough for Prometheus, vmagent and `kubectl get`. Objects change by commands of the runner.
final class KubeAPIRole: Role {
  private let configuration: KubeAPIConfiguration
  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let store: ObjectStore

  /// How long a watch lasts that names no timeout.
  ///
  /// Source: kubernetes/apiserver `pkg/server/config.go`, `MinRequestTimeout`, 1.34.
  private static let watchSeconds = 1800

  /// Takes the objects that exist at the start.
  init(
    configuration: KubeAPIConfiguration, events: EventWriter, acceptor: RoleAcceptor
  ) throws(RoleFailure) {
    self.configuration = configuration
    self.events = events
    self.acceptor = acceptor
    store = try ObjectStore(configuration.objects, firstVersion: configuration.firstResourceVersion)
  }

  /// Serves plain HTTP.
  func start() throws(RoleFailure) {
    try acceptor.add(configuration.listener) { [self] stream in
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        try serve(request, on: &connection)
      }
    }
  }

  /// Changes objects. When it returns, every watch has been sent the change, and a bookmark if it takes them.
  func handle(_ command: Command) throws(RoleFailure) {
    switch command {
    case .apply(_, let objects): try store.apply(objects)
    case .delete(_, let objects): store.delete(objects)
    case .reconfigure, .scrape, .reload, .report: throw .notForThisRole(command)
    }
  }

  private func serve(_ request: HTTPRequest, on connection: inout HTTPServerConnection) throws(WireError) {
    let answer: Answer
    do throws(APIFailure) { answer = try self.answer(request) } catch { answer = .whole(Self.response(error)) }
    switch answer {
    case .whole(let response):
      record(request, on: connection, status: response.status, bytes: response.body.count)
      try connection.respond(response)
    case .watch(let watch):
      record(request, on: connection, status: 200, bytes: 0)
      try serve(watch, isChunked: request.minorVersion >= 1, on: &connection)
    }
  }

  private enum Answer {
    case whole(HTTPResponse)
    case watch(WatchRequest)
  }

  private struct WatchRequest {
    let selection: Selection
    let encoding: ObjectEncoding
    let options: ListOptions
    let start: WatchStart
  }

  private func answer(_ request: HTTPRequest) throws(APIFailure) -> Answer {
    if acceptor.answersWrongly { throw .wrongAnswer }
    if ["/healthz", "/livez", "/readyz"].contains(request.path) {
      return .whole(HTTPResponse(headers: ["Content-Type": "text/plain; charset=utf-8"], text: "ok"))
    }
    if let asked = try ObjectRequest(request, types: store.type) {
      return try answer(asked, request)
    }
    let discovery = APIDiscovery(version: configuration.version, types: store.types)
    if let node = discovery.answer(request.path) { return .whole(Self.response(200, node.json())) }
    return .whole(
      HTTPResponse(
        status: 404, headers: ["Content-Type": "text/plain; charset=utf-8"], text: "404 page not found\n"))
  }

  private func answer(_ asked: ObjectRequest, _ request: HTTPRequest) throws(APIFailure) -> Answer {
    let type = asked.selection.type
    let verbs = ["POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"]
    if let verb = verbs[request.method] { throw .methodNotSupported(verb, type) }
    let encoding = try ObjectEncoding(accept: request.headers["Accept"])
    if let name = asked.name {
      let key = ObjectKey(namespace: asked.selection.namespace ?? "", name: name)
      guard let object = store.object(type.name, key) else { throw .notFound(type, name) }
      return .whole(Self.response(200, encoding.object(object, type: type)))
    }
    try asked.options.validate(allowsWatchList: KubernetesVersion(configuration.version).allowsWatchList)
    if asked.options.isWatch {
      let start = try WatchStart(asked.options)
      return .watch(
        WatchRequest(selection: asked.selection, encoding: encoding, options: asked.options, start: start))
    }
    let (objects, version) = store.list(asked.selection)
    if let least = try asked.options.version(), least > version { throw .tooLarge(least, current: version) }
    return .whole(Self.response(200, encoding.list(objects, type: type, version: version)))
  }

  private func serve(
    _ request: WatchRequest, isChunked: Bool, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    // The connection ends with a watch that is over at once. On one that goes on, Prometheus 3.5.3 (Debian's build, with a
    // newer Go) was seen to wait for ever for the end of such an answer, which had come: net/http, persistConn.readLoop.
    if store.isExpired(request.start) { headers.add("Connection", "close") }
    connection.startResponse(headers: headers)
    try connection.flush()
    let watch = Watch(
      request.selection, encoding: request.encoding, allowsBookmarks: request.options.allowsBookmarks,
      stream: connection.stream, isChunked: isChunked)
    let deadline = Deadline.after(milliseconds: (request.options.timeoutSeconds ?? Self.watchSeconds) * 1000)
    let goesOn = watch.begin(
      in: store, from: request.start, endsInitialEvents: request.options.sendInitialEvents == true)
    let isThere = !goesOn || connection.stream.transport.staysOpen(until: deadline)
    store.end(watch)
    watch.close()
    guard isThere else { throw .endOfFile }
    try connection.finish()
  }

  private func record(
    _ request: HTTPRequest, on connection: borrowing HTTPServerConnection, status: Int, bytes: Int
  ) {
    events.emit(
      .served(
        ServedRequest(
          listener: configuration.listener.endpoint, peer: connection.stream.transport.peer,
          method: request.method, path: request.target, status: status, bytes: bytes,
          userAgent: request.headers["User-Agent"])))
  }

  private static func response(_ failure: APIFailure) -> HTTPResponse {
    response(failure.code, failure.status.json() + "\n")
  }

  private static func response(_ status: Int, _ json: String) -> HTTPResponse {
    response(status, Array(json.utf8))
  }

  private static func response(_ status: Int, _ json: [UInt8]) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: json)
  }
}
