import Contract
import MeshModel
import Wire

/// The listener that Prometheus scrapes: one path, which leads to the merging server or to the proxy's own admin
/// interface, and 404 for all others.
///
/// Source: hashicorp/consul-dataplane `internal/bootstrap/bootstrap_config.go`, `generateListenerConfig`, 2.0.1;
/// header fields from Envoy 1.40. The route has Envoy's own limit of 15 seconds.
struct ConsulMetricsServing {
  let proxy: ConsulProxyState

  private static let timeout = 15_000

  func serve(_ stream: TCPStream, on endpoint: Endpoint) {
    var secured: (any ByteStream)?
    do throws(WireError) {
      if let tls = try proxy.metricsTLS() {
        guard case .hello? = try stream.peekClientHello(deadline: .never) else {
          // Envoy has read what came, and ends the connection without an alert.
          _ = try stream.read(upTo: 64 << 10, deadline: .never)
          return stream.close()
        }
        secured = try tls.accept(stream, deadline: .never)
      }
    } catch {
      return stream.close()
    }
    HTTPServerConnection.serve(secured ?? stream) { connection, request throws(WireError) in
      try answer(request, from: stream, to: endpoint, on: &connection)
    }
  }

  private func answer(
    _ request: HTTPRequest, from stream: TCPStream, to endpoint: Endpoint,
    on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
    func served(_ status: Int, _ bytes: Int) {
      guard !isProbe else { return }
      proxy.statistics.countScrape(status: status)
      proxy.events.emit(
        .served(
          ServedRequest(
            listener: endpoint, peer: stream.peer, method: request.method, path: request.target, status: status,
            bytes: bytes, userAgent: request.headers["User-Agent"])))
    }
    func reply(_ status: Int, _ text: String) throws(WireError) {
      served(status, text.utf8.count)
      var headers: HTTPHeaders = ["date": HTTPDate.now, "server": "envoy"]
      if !text.isEmpty { headers.add("content-type", "text/plain") }
      try connection.respond(HTTPResponse(status: status, headers: headers, text: text))
    }
    if proxy.answersWrongly { return try reply(200, "meshscrape_wrong_answer{} 1\n") }
    guard let metrics = proxy.consul.metrics,
      request.path == metrics.path || !proxy.version.exhibits(.answersOnePath)
    else { return try reply(404, "") }
    let query = request.query.isEmpty ? "" : "?\(request.query)"
    let started = Deadline.nowMicroseconds
    let upstream: ClientExchange
    do throws(WireError) {
      upstream = try proxy.client.open(asked(request, metrics.backend, "/stats/prometheus\(query)"))
    } catch {
      if error.kind == .timeout { return try reply(504, "upstream request timeout") }
      let failure = UpstreamFailure(error, version: .latest)
      return try reply(failure.status, failure.text)
    }
    var headers = HTTPHeaders()
    for field in upstream.headers.fields where !HTTPProxying.isHopByHop(field.name) {
      headers.add(field.name.lowercased(), field.name.lowercased() == "server" ? "envoy" : field.value)
    }
    headers.add("x-envoy-upstream-service-time", "\((Deadline.nowMicroseconds - started) / 1000)")
    if !headers.contains("date") { headers.add("date", HTTPDate.now) }
    if !headers.contains("server") { headers.add("server", "envoy") }
    if !headers.contains("content-length") { headers.add("transfer-encoding", "chunked") }
    connection.startResponse(status: upstream.status, reason: upstream.reason, headers: headers)
    try copy(upstream, to: &connection) { served(upstream.status, $0) }
  }

  private func asked(_ request: HTTPRequest, _ backend: Endpoint, _ target: String) -> ClientRequest {
    var headers = HTTPHeaders()
    for field in request.headers.fields where !HTTPProxying.isHopByHop(field.name) {
      headers.add(field.name.lowercased(), field.value)
    }
    headers["x-envoy-original-path"] = request.target
    headers["x-forwarded-proto"] = "http"
    var asked = ClientRequest(
      HTTPURL(backend, target: target), method: request.method, headers: headers, body: request.body,
      deadline: .after(milliseconds: Self.timeout), followsRedirects: false, decoding: .none)
    asked.spellsFieldsAsGo = false
    return asked
  }

  /// Copies the body one part behind, so that the exchange is told of before the client can see its end.
  private func copy(
    _ upstream: ClientExchange, to connection: inout HTTPServerConnection, willEnd: (Int) -> Void
  ) throws(WireError) {
    var held: [UInt8] = []
    var bytes = 0
    while true {
      let part = try upstream.readPart()
      bytes += part.count
      if part.isEmpty { willEnd(bytes) }
      if !held.isEmpty { try connection.write(held) }
      if part.isEmpty { return try connection.finish() }
      held = part
    }
  }
}
