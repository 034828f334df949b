import Contract
import Wire

/// A listener of the proxy that serves metrics over mutual TLS: its statistics, or the agent's merged answer.
///
/// Source: istio/istio `tools/packaging/common/envoy_bootstrap.json`, `secure_metrics_port`,
/// `secure_merged_metrics_port`, 1.31.0-rc.0: a certificate of the mesh is required, whatever its trust domain;
/// what begins with no TLS matches no filter chain.
struct SecureMetricsServing {
  let proxy: ProxyState
  /// The agent's status port; nil for the statistics alone.
  let agent: Endpoint?

  func serve(_ stream: TCPStream, on endpoint: Endpoint) {
    do throws(WireError) {
      guard case .hello? = try stream.peekClientHello(deadline: .never) else { return stream.reset() }
      let secured = try proxy.metricsTLS().accept(stream, deadline: .never) { error in
        proxy.events.log("metrics over TLS on \(endpoint) refused: \(error.detail ?? error.message)")
      }
      HTTPServerConnection.serve(secured) { connection, request throws(WireError) in
        let isProbe = request.headers["User-Agent"] == "meshscrape-probe"
        let response = answer(request)
        if !isProbe {
          proxy.events.emit(
            .served(
              ServedRequest(
                listener: endpoint, peer: stream.peer, method: request.method, path: request.target,
                status: response.status, bytes: response.body.count, userAgent: request.headers["User-Agent"])))
        }
        try connection.respond(response)
      }
    } catch {
      stream.close()
    }
  }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    let isStatistics = request.path.hasPrefix("/stats/prometheus")
    guard let agent else {
      return isStatistics
        ? StatisticsServing(proxy: proxy, purpose: .statistics).answer(request) : StatisticsServing.notFound
    }
    guard isStatistics || request.path.hasPrefix("/metrics") else { return StatisticsServing.notFound }
    var headers = HTTPHeaders()
    for field in request.headers.fields where !HTTPProxying.isHopByHop(field.name) {
      headers.add(field.name.lowercased(), field.value)
    }
    var asked = ClientRequest(
      HTTPURL(agent, target: request.target), method: request.method, headers: headers, followsRedirects: false,
      decoding: .none)
    asked.spellsFieldsAsGo = false
    do throws(WireError) {
      let got = try proxy.client.send(asked)
      var response = HTTPResponse(status: got.status, reason: got.reason, body: got.body)
      for field in got.headers.fields
      where !HTTPProxying.isHopByHop(field.name) && field.name.lowercased() != "content-length" {
        response.headers.add(field.name.lowercased(), field.value)
      }
      response.headers["server"] = "envoy"
      return response
    } catch {
      let failure = UpstreamFailure(error, version: proxy.version)
      return HTTPResponse(
        status: failure.status,
        headers: ["content-type": "text/plain", "date": HTTPDate.now, "server": "envoy"], text: failure.text)
    }
  }
}
