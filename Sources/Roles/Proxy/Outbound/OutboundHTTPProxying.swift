import Contract
import MeshModel
import Wire

/// Envoy's HTTP connection manager and router on an outbound listener: each request finds its cluster by its host.
///
/// Source: istio/istio `pilot/pkg/networking/core/httproute.go`, `BuildSidecarOutboundVirtualHosts`, 1.30.3;
/// envoyproxy/envoy `source/common/router/config_impl.cc`, `RouteMatcher::findVirtualHost`.
struct OutboundHTTPProxying {
  let proxy: ProxyState
  let clusters: OutboundClusters
  let listener: OutboundListener
  let routes: OutboundHTTP
  /// Records what became of a request.
  let record: (InboundOutcome.Decision, String?) -> Void

  /// Serves requests until the connection ends.
  func serve(_ stream: TCPStream) {
    var connection = HTTPServerConnection(stream: stream)
    do throws(WireError) {
      while let request = try connection.nextRequest() { try answer(request, on: &connection) }
    } catch {
      // The scraper has gone, or the answer broke off: Envoy ends the connection.
    }
    stream.close()
  }

  private func answer(
    _ request: HTTPRequest, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let host = Self.name(request.headers["Host"] ?? "")
    let route = routes.hosts.first { $0.answers(to: host) }?.route ?? routes.others
    switch route.kind {
    case .blackHole:
      record(.blackHole, host)
      return try reply(502, "", on: &connection)
    case .none:
      record(.noRoute, host)
      return try reply(404, "", on: &connection)
    case .service, .headless, .passthrough, .ownStatistics, .ownHealth: break
    }
    let upstream: ClientExchange
    do throws(WireError) {
      let choice = try clusters.choose(route, from: listener, offering: Self.meshHTTP)
      upstream = try proxy.client.open(upstreamRequest(request, to: choice))
    } catch {
      let failure = UpstreamFailure(error, version: proxy.version)
      let isEmpty = route.kind == .service && route.endpoints.isEmpty
      record(isEmpty ? .upstreamFailed : route.decision, "\(route.cluster): \(error.message)")
      return try reply(failure.status, isEmpty ? "no healthy upstream" : failure.text, on: &connection)
    }
    record(route.decision, route.cluster)
    try forward(upstream, on: &connection)
  }

  /// The name of a host without its port.
  ///
  /// Source: `IgnorePortInHostMatching` of the route, istio/istio `httproute.go`, 1.30.3; before 1.8 each name stood with
  /// its port, too, which comes to the same.
  private static func name(_ host: String) -> String {
    guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host.lowercased() }
    return host[..<colon].lowercased()
  }

  /// Source: istio/istio `pilot/pkg/xds/filters/filters.go`, `Alpn`, 1.30.3.
  private static let meshHTTP = ["istio-http/1.1", "istio", "http/1.1"]

  private func upstreamRequest(_ request: HTTPRequest, to choice: OutboundClusters.Choice) -> ClientRequest {
    var headers = HTTPHeaders()
    headers.add("host", request.headers["Host"] ?? choice.address.description)
    for field in request.headers.fields where field.name.lowercased() != "host" {
      let name = field.name.lowercased()
      if !HTTPProxying.isHopByHop(name), name != "expect" { headers.add(name, field.value) }
    }
    if !headers.contains("x-forwarded-proto") { headers.add("x-forwarded-proto", "http") }
    if !headers.contains("x-request-id") { headers.add("x-request-id", RequestIdentifier.random()) }
    let target = request.target.hasPrefix("/") ? request.target : HTTPURL(request.target)?.target ?? "/"
    var upstream = ClientRequest(
      HTTPURL(choice.address, target: target, scheme: choice.tls == nil ? "http" : "https"),
      method: request.method, headers: headers, body: request.body,
      source: proxy.configuration.outboundSource, tls: choice.tls, followsRedirects: false, decoding: .none)
    upstream.spellsFieldsAsGo = false
    return upstream
  }

  private func reply(
    _ status: Int, _ text: String, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let headers: HTTPHeaders = [
      "content-length": "\(text.utf8.count)", "content-type": "text/plain", "date": HTTPDate.now,
      "server": "envoy",
    ]
    try connection.respond(HTTPResponse(status: status, headers: headers, text: text))
  }

  private func forward(
    _ upstream: ClientExchange, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    var headers = HTTPHeaders()
    for field in upstream.headers.fields {
      let name = field.name.lowercased()
      if !HTTPProxying.isHopByHop(name) { headers.add(name, name == "server" ? "envoy" : field.value) }
    }
    if !headers.contains("content-length"), upstream.status >= 200, ![204, 304].contains(upstream.status) {
      headers.add("transfer-encoding", "chunked")
    }
    connection.startResponse(status: upstream.status, reason: upstream.reason, headers: headers)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try upstream.read(into: buffer)
      if count == 0 { return try connection.finish() }
      try connection.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

extension OutboundHost {
  /// Whether a host without its port is one of the names.
  func answers(to host: String) -> Bool {
    names.contains { name in
      name == host || name == "*" || (name.hasPrefix("*.") && host.hasSuffix(name.dropFirst()))
    }
  }
}
