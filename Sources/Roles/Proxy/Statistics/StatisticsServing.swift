import Contract
import Exposition
import MeshModel
import Wire

/// The proxy's own HTTP: statistics (15090), health (15021), admin (15000).
///
/// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json`, 1.30.3; header fields from Envoy 1.40.
struct StatisticsServing {
  enum Purpose {
    case statistics
    case health
    case admin
  }

  let proxy: ProxyState
  let purpose: Purpose

  func serve(_ stream: TCPStream, on endpoint: Endpoint) {
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
      var response = answer(request)
      if request.headers.hasToken("close", in: "Connection") { response.headers.add("connection", "close") }
      if purpose == .statistics, !isProbe {
        proxy.events.emit(
          .served(
            ServedRequest(
              listener: endpoint, peer: stream.peer, method: request.method, path: request.target,
              status: response.status, bytes: response.body.count, userAgent: request.headers["User-Agent"])))
      }
      guard response.status == 200, !response.body.isEmpty else { return try connection.respond(response) }
      // Envoy's admin interface answers in chunks.
      response.headers.add("transfer-encoding", "chunked")
      connection.startResponse(status: 200, headers: response.headers)
      try connection.write(response.body)
      try connection.finish()
    }
  }

  /// The answer to a request.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if proxy.answersWrongly {
      return page("meshscrape_wrong_answer{} 1\n", request, server: "envoy")
    }
    switch purpose {
    case .statistics:
      // The route matches by prefix; what follows is Envoy's admin interface.
      guard request.path.hasPrefix("/stats/prometheus") || !proxy.version.exhibits(.statisticsPath) else {
        return Self.notFound
      }
      return statistics(request)
    case .health:
      guard request.path == "/healthz/ready" else { return Self.notFound }
      return HTTPResponse(
        status: 200,
        headers: [
          "date": HTTPDate.now, "content-length": "0", "x-envoy-upstream-service-time": "0", "server": "envoy",
        ])
    case .admin: return admin(request)
    }
  }

  private func admin(_ request: HTTPRequest) -> HTTPResponse {
    switch request.path {
    case "/ready": return page("LIVE\n", request, server: "envoy")
    case "/stats/prometheus": return statistics(request)
    case "/stats":
      let unmatched = proxy.statistics.snapshot.unmatched.sorted { $0.key < $1.key }
      let lines = unmatched.map {
        "listener.\($0.key.address)_\($0.key.port).no_filter_chain_match: \($0.value)\n"
      }
      return page(lines.joined() + "server.live: 1\nserver.state: 0\n", request, server: "envoy")
    case "/server_info":
      let version = proxy.version.number
      let body = "{\"version\":\"\(version)/meshscrape\",\"state\":\"LIVE\"}\n"
      var response = page(body, request, server: "envoy")
      response.headers["content-type"] = "application/json"
      return response
    default:
      var response = page("invalid path. admin commands are:\n", request, server: "envoy")
      response.status = 404
      return response
    }
  }

  private func statistics(_ request: HTTPRequest) -> HTTPResponse {
    let usedOnly =
      proxy.version.exhibits(.readsUsedOnly) && request.queryItems.contains { $0.name == "usedonly" }
    var rendered = StatisticsPage(proxy.statistics.snapshot, usedOnly: usedOnly)
    let text = rendered.render()
    var response = page(text, request, server: "envoy")
    if asksForProtobuf(request) {
      // What the page wrote itself parses.
      response.body = ProtobufWriter.bytes(of: (try? MetricFamily.parse(Array(text.utf8))) ?? [])
      response.headers["content-type"] = ExpositionFormat.protobuf.contentType
    }
    if purpose == .statistics { response.headers.add("x-envoy-upstream-service-time", "0") }
    compress(&response, for: request)
    return response
  }

  /// Whether protocol buffers are named among what the client takes; wildcards do not count.
  ///
  /// Source: istio/istio 29c3997ef0 and #60322: Envoy 1.38, which Istio has since 1.30.
  private func asksForProtobuf(_ request: HTTPRequest) -> Bool {
    let accept = request.headers.all("Accept").joined(separator: ",")
    return accept.contains("application/vnd.google.protobuf") && proxy.version.exhibits(.answersProtobuf)
  }

  /// Source: istio/istio `pkg/bootstrap/config.go`, `EnvoyMetricsStatsCompression`, on by default since 1.21.
  private func compress(_ response: inout HTTPResponse, for request: HTTPRequest) {
    guard purpose == .statistics, proxy.version.exhibits(.compressesStatistics) else { return }
    let coding = StreamedBody.coding(for: request)
    switch coding {
    case .identity: return
    case .gzip: if let packed = try? Gzip.compress(response.body, level: 1) { response.body = packed }
    case .zstd: if let packed = try? Zstd.compress(response.body, level: 1) { response.body = packed }
    }
    response.headers.add("content-encoding", coding.rawValue)
    response.headers.add("vary", "Accept-Encoding")
  }

  private func page(_ text: String, _ request: HTTPRequest, server: String) -> HTTPResponse {
    HTTPResponse(
      headers: [
        "content-type": "text/plain; charset=UTF-8", "cache-control": "no-cache, max-age=0",
        "x-content-type-options": "nosniff", "date": HTTPDate.now, "server": server,
      ], text: text)
  }

  /// Envoy's answer where no route matches.
  static var notFound: HTTPResponse {
    HTTPResponse(status: 404, headers: ["date": HTTPDate.now, "server": "envoy", "content-length": "0"])
  }
}
