import Contract
import Wire

/// One plaintext connection to Linkerd's proxy: to a redirected port, or to its own admin server.
///
/// HTTP is asked for permission by request, and a refusal is a 403 without a body; other bytes are by connection.
///
/// Source: linkerd/linkerd2-proxy `linkerd/app/inbound/src/policy/http.rs`, `http/server.rs` (`ServerRescue`),
/// `http/router.rs` (`ClientRescue`), `policy/tcp.rs`, `linkerd/app/core/src/errors/respond.rs`,
/// `linkerd/app/admin/src/stack.rs` and `server.rs`, release 2.366.0. Connections of the mesh's own clients, which
/// speak its mutual TLS, are not played.
struct LinkerdConnection {
  let proxy: LinkerdProxyState
  let stream: TCPStream
  /// The application; nil for the admin server.
  let upstream: Endpoint?
  let number: Int

  private var port: UInt16 { stream.local.port }

  func serve() {
    let isHTTP: Bool
    do throws(WireError) { isHTTP = try detectHTTP() } catch { return stream.close() }
    guard isHTTP else { return pass() }
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      try answer(request, on: &connection)
    }
  }

  private func detectHTTP() throws(WireError) -> Bool {
    if proxy.refusal(at: port)?.isOpaque ?? false { return false }
    var least = 1
    while true {
      let bytes = try stream.peek(upTo: HTTPInspector.longest, atLeast: least, deadline: .never)
      switch HTTPInspector.read(bytes) {
      case .http11, .http10, .http2: return true
      case .other: return false
      case .needsMore:
        guard bytes.count >= least, bytes.count < HTTPInspector.longest else { return false }
        least = bytes.count + 1
      }
    }
  }

  // MARK: HTTP

  private func answer(
    _ request: HTTPRequest, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
    if proxy.answersWrongly {
      return try connection.respond(HTTPResponse(status: 500, headers: ["date": HTTPDate.now]))
    }
    // The harness looks past policies, as somebody with a shell in the container would.
    if !isProbe, let refusal = proxy.refusal(at: port) {
      emit(.plaintextHTTP, detail: "rbac: \(refusal.by) takes no client outside the mesh")
      proxy.count(.init(port: port, isAllowed: false, isHTTP: true))
      return try reply(403, "unauthorized request on route", on: &connection)
    }
    if !isProbe {
      emit(.plaintextHTTP)
      proxy.count(.init(port: port, isAllowed: true, isHTTP: true))
    }
    guard let upstream else { return try administer(request, isProbe: isProbe, on: &connection) }
    try forward(request, to: upstream, isProbe: isProbe, on: &connection)
  }

  private func reply(
    _ status: Int, _ error: String, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    try connection.respond(
      HTTPResponse(
        status: status, headers: ["content-length": "0", "l5d-proxy-error": error, "date": HTTPDate.now]))
  }

  private func administer(
    _ request: HTTPRequest, isProbe: Bool, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let response: HTTPResponse
    switch request.path {
    case "/metrics":
      response = HTTPResponse(
        headers: ["content-type": "text/plain", "date": HTTPDate.now], text: proxy.page)
    case "/live", "/ready":
      response = HTTPResponse(
        headers: ["content-type": "text/plain", "date": HTTPDate.now], text: "\(request.path.dropFirst())\n")
    default: response = HTTPResponse(status: 404, headers: ["date": HTTPDate.now])
    }
    if !isProbe {
      proxy.events.emit(
        .served(
          ServedRequest(
            listener: stream.local, peer: stream.peer, method: request.method, path: request.target,
            status: response.status, bytes: response.body.count, userAgent: request.headers["User-Agent"])))
    }
    try connection.respond(response)
  }

  private func forward(
    _ request: HTTPRequest, to upstream: Endpoint, isProbe: Bool, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var headers = HTTPHeaders()
    for field in request.headers.fields where !HTTPProxying.isHopByHop(field.name) {
      headers.add(field.name.lowercased(), field.value)
    }
    let target = request.target.hasPrefix("/") ? request.target : HTTPURL(request.target)?.target ?? "/"
    var asked = ClientRequest(
      HTTPURL(upstream, target: target), method: request.method, headers: headers, body: request.body,
      followsRedirects: false, decoding: .none)
    asked.spellsFieldsAsGo = false
    let exchange: ClientExchange
    do throws(WireError) { exchange = try proxy.client.open(asked) } catch {
      if !isProbe { emit(.upstreamFailed, detail: error.message) }
      return try reply(502, error.message, on: &connection)
    }
    var answered = HTTPHeaders()
    for field in exchange.headers.fields where !HTTPProxying.isHopByHop(field.name) {
      answered.add(field.name.lowercased(), field.value)
    }
    if !answered.contains("content-length") { answered.add("transfer-encoding", "chunked") }
    connection.startResponse(status: exchange.status, reason: exchange.reason, headers: answered)
    while true {
      let part = try exchange.readPart()
      if part.isEmpty { return try connection.finish() }
      try connection.write(part)
    }
  }

  // MARK: Bytes

  private func pass() {
    if let refusal = proxy.refusal(at: port) {
      emit(.passedThrough, detail: "rbac: \(refusal.by) takes no client outside the mesh")
      proxy.count(.init(port: port, isAllowed: false, isHTTP: false))
      // What came has been read by detection.
      _ = try? stream.read(upTo: 64 << 10, deadline: .never)
      return stream.close()
    }
    guard let upstream else { return stream.close() }
    emit(.passedThrough)
    proxy.count(.init(port: port, isAllowed: true, isHTTP: false))
    do throws(WireError) {
      let application = try Sockets.connect(to: upstream, from: nil, deadline: .after(milliseconds: 10_000))
      _ = BytePassing.run(stream, application)
    } catch {
      emit(.upstreamFailed, detail: error.message)
      stream.close()
    }
  }

  private func emit(_ decision: InboundOutcome.Decision, detail: String? = nil) {
    proxy.events.emit(
      .inbound(
        InboundOutcome(
          connection: number, listener: stream.local, peer: stream.peer, transport: .plaintext,
          decision: decision, detail: detail)))
  }
}
