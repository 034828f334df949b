import Contract
import MeshModel
import Wire

/// Envoy's HTTP connection manager and router on an inbound filter chain.
///
/// Source: envoyproxy/envoy `source/common/http/conn_manager_impl.cc`, `source/common/router/router.cc`; header
/// fields and texts were taken from Envoy 1.40 with Istio's settings.
struct HTTPProxying {
  let proxy: ProxyState
  let port: InboundPort
  /// Nil for plaintext.
  let peer: PeerIdentity?
  /// The server name of the TLS handshake.
  let serverName: String?
  /// Records what became of the connection, or of a request on it.
  let record: (InboundOutcome.Decision, String?) -> Void

  /// Serves requests until the connection ends.
  func serve(_ stream: any ByteStream) {
    var connection = HTTPServerConnection(stream: stream)
    var isRecorded = false
    while true {
      let request: HTTPRequest
      do throws(WireError) {
        guard let next = try connection.nextRequest() else { break }
        request = next
      } catch {
        if !isRecorded { record(decision, error.message) }
        refuse(&connection)
        break
      }
      let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
      if !isProbe, !isRecorded {
        isRecorded = true
        record(decision, nil)
      }
      do throws(WireError) { try answer(request, isProbe: isProbe, on: &connection) } catch {
        // The client has gone, or the application's answer broke off: Envoy ends the connection.
        break
      }
    }
    stream.close()
  }

  private var decision: InboundOutcome.Decision { peer == nil ? .plaintextHTTP : .mutualTLSHTTP }

  // MARK: Requests

  private func answer(
    _ request: HTTPRequest, isProbe: Bool, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var exchange = ProxiedExchange(proxy: proxy, port: port, peer: peer, request: request, isProbe: isProbe)
    // A port whose filter chains have changed drains: the next answer is the connection's last.
    exchange.endsConnection = !request.wantsKeepAlive || proxy.isDraining(port)
    if proxy.answersWrongly { return try exchange.reply(500, "wrong answer", on: &connection) }
    guard request.minorVersion >= 1 || !port.version.exhibits(.refusesHTTP10) else {
      exchange.endsConnection = true
      return try exchange.reply(426, "Upgrade Required", on: &connection)
    }
    let authorization = proxy.authorization
    if !authorization.isEmpty {
      let asked = AuthorizationRequest(
        request, on: connection.stream.transport, peer: peer, serverName: serverName)
      let verdict = authorization.decide(asked)
      if !isProbe { proxy.statistics.countPolicy(.http, isAllowed: verdict == .allowed) }
      if case .denied(let policy) = verdict {
        if !isProbe { record(decision, RefusedByPolicy.detail(policy)) }
        guard port.version.exhibits(.answersForbidden) else {
          throw WireError(.reset, RefusedByPolicy.detail(policy))
        }
        return try exchange.reply(RefusedByPolicy.status, RefusedByPolicy.text, on: &connection)
      }
    }
    let started = Deadline.nowMicroseconds
    let upstream: ClientExchange
    do throws(WireError) {
      upstream = try proxy.client.open(upstreamRequest(request))
    } catch {
      let failure = UpstreamFailure(error, version: port.version)
      if !isProbe { record(.upstreamFailed, error.message) }
      guard port.version.exhibits(.answersForDeadPorts) else { throw error }
      return try exchange.reply(failure.status, failure.text, flags: failure.flags, on: &connection)
    }
    try exchange.forward(
      upstream, milliseconds: Int((Deadline.nowMicroseconds - started) / 1000), on: &connection)
  }

  /// The request as the application gets it.
  private func upstreamRequest(_ request: HTTPRequest) -> ClientRequest {
    var headers = HTTPHeaders()
    headers.add("host", request.headers["Host"] ?? port.upstream.description)
    let named = connectionOptions(request.headers)
    for field in request.headers.fields {
      let name = field.name.lowercased()
      if hopByHop.contains(name) || named.contains(name) || name == "host" || name == "expect" { continue }
      if name == "te", field.value != "trailers" { continue }
      if name == "x-forwarded-client-cert", peer == nil { continue }
      headers.add(name, field.value)
    }
    if let peer, port.version.exhibits(.forwardsCertificate) {
      let given = headers["x-forwarded-client-cert"].map { $0 + "," } ?? ""
      headers["x-forwarded-client-cert"] = given + peer.forwardedCertificate
    }
    if !headers.contains("x-forwarded-proto") {
      headers.add("x-forwarded-proto", peer == nil ? "http" : "https")
    }
    if !headers.contains("x-request-id") { headers.add("x-request-id", RequestIdentifier.random()) }
    let target = request.target.hasPrefix("/") ? request.target : HTTPURL(request.target)?.target ?? "/"
    var upstream = ClientRequest(
      HTTPURL(port.upstream, target: target), method: request.method, headers: headers, body: request.body,
      source: port.source, followsRedirects: false, decoding: .none)
    upstream.spellsFieldsAsGo = false
    return upstream
  }

  // MARK: What is no HTTP

  /// Answers what breaks the protocol, as far as the parser says that there is something to answer.
  private func refuse(_ connection: inout HTTPServerConnection) {
    guard let rejection = connection.rejection else { return }
    let text = rejection.status == 431 ? "Request Header Fields Too Large" : "Bad Request"
    let response = HTTPResponse(
      status: rejection.status == 431 ? 431 : 400,
      headers: [
        "content-length": "\(text.utf8.count)", "content-type": "text/plain", "date": HTTPDate.now,
        "server": "istio-envoy", "connection": "close",
      ], text: text)
    try? connection.respond(response, deadline: .after(milliseconds: 5000))
  }
}

extension HTTPProxying {
  /// Whether a header field belongs to one connection only.
  static func isHopByHop(_ name: String) -> Bool { hopByHop.contains(name.lowercased()) }
}

/// Header fields that belong to one connection only.
private let hopByHop: Set<String> = [
  "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings",
]

/// The fields that a `Connection` field names.
private func connectionOptions(_ headers: HTTPHeaders) -> Set<String> {
  var names: Set<String> = []
  for value in headers.all("Connection") {
    for name in value.split(separator: ",") { names.insert(name.filter { $0 != " " }.lowercased()) }
  }
  return names
}

/// One request on its way through the proxy: its answer and its place in the statistics.
struct ProxiedExchange {
  let proxy: ProxyState
  let port: InboundPort
  let peer: PeerIdentity?
  let request: HTTPRequest
  let isProbe: Bool
  /// Whether the answer is the connection's last.
  var endsConnection = false
  private let started = Deadline.nowMicroseconds

  init(proxy: ProxyState, port: InboundPort, peer: PeerIdentity?, request: HTTPRequest, isProbe: Bool) {
    self.proxy = proxy
    self.port = port
    self.peer = peer
    self.request = request
    self.isProbe = isProbe
  }

  /// Answers in place of the application.
  func reply(
    _ status: Int, _ text: String, flags: String = "-", on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var headers: HTTPHeaders = [
      "content-length": "\(text.utf8.count)", "content-type": "text/plain", "date": HTTPDate.now,
      "server": "istio-envoy",
    ]
    if endsConnection { headers.add("connection", "close") }
    record(status, flags: flags, bytes: Self.size(of: headers) + text.utf8.count)
    try connection.respond(HTTPResponse(status: status, headers: headers, text: text))
  }

  /// Passes the application's answer on.
  func forward(
    _ upstream: ClientExchange, milliseconds: Int, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var headers = HTTPHeaders()
    for field in upstream.headers.fields {
      let name = field.name.lowercased()
      if !hopByHop.contains(name) { headers.add(name, name == "server" ? "istio-envoy" : field.value) }
    }
    headers.add("x-envoy-upstream-service-time", "\(milliseconds)")
    if !headers.contains("date") { headers.add("date", HTTPDate.now) }
    if !headers.contains("server") { headers.add("server", "istio-envoy") }
    if endsConnection { headers.add("connection", "close") }
    let hasBody = request.method != "HEAD" && upstream.status >= 200 && ![204, 304].contains(upstream.status)
    if hasBody, !headers.contains("content-length") { headers.add("transfer-encoding", "chunked") }
    connection.startResponse(status: upstream.status, reason: upstream.reason, headers: headers)
    try copyBody(upstream, after: Self.size(of: headers), to: &connection)
  }

  /// Copies the body one part behind, so that the exchange is counted before the client can see its end.
  private func copyBody(
    _ upstream: ClientExchange, after head: Int, to connection: inout HTTPServerConnection
  ) throws(WireError) {
    var bytes = head
    let size = 32 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 16)
    defer { buffer.deallocate() }
    var held = UnsafeRawBufferPointer(rebasing: buffer[..<0])
    var isFirstHalf = true
    while true {
      let free = UnsafeMutableRawBufferPointer(rebasing: isFirstHalf ? buffer[..<size] : buffer[size...])
      let count: Int
      do throws(WireError) { count = try upstream.read(into: free) } catch {
        // Broken off after the head: there is nothing that could still be said but what came.
        record(upstream.status, flags: "UC", bytes: bytes)
        if held.isEmpty { try connection.flush() } else { try connection.write(held) }
        throw error
      }
      bytes += count
      if count == 0 { record(upstream.status, flags: "-", bytes: bytes) }
      if !held.isEmpty { try connection.write(held) }
      if count == 0 { return try connection.finish() }
      held = UnsafeRawBufferPointer(rebasing: free[..<count])
      isFirstHalf.toggle()
    }
  }

  // MARK: Counting

  private func record(_ status: Int, flags: String, bytes: Int) {
    guard !isProbe else { return }
    let line = request.method.utf8.count + request.target.utf8.count + 12
    proxy.statistics.countHTTP(
      HTTPSeries(proxy.labels(of: port, peer: peer), status: status, flags: flags),
      milliseconds: Int((Deadline.nowMicroseconds - started) / 1000),
      received: line + Self.size(of: request.headers) + request.body.count, sent: 17 + bytes)
  }

  /// The bytes that fields take on the wire.
  private static func size(of headers: HTTPHeaders) -> Int {
    headers.fields.reduce(2) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
  }
}
