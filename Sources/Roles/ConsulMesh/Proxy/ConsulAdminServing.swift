import Contract
import Wire

/// The admin interface of Consul's Envoy (19000), as far as others ask it.
struct ConsulAdminServing {
  let proxy: ConsulProxyState

  func serve(_ stream: TCPStream) {
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      let response = answer(request)
      guard response.status == 200, !response.body.isEmpty else { return try connection.respond(response) }
      // Envoy's admin interface answers in chunks.
      var headers = response.headers
      headers.add("transfer-encoding", "chunked")
      connection.startResponse(status: 200, headers: headers)
      try connection.write(response.body)
      try connection.finish()
    }
  }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    switch request.path {
    case "/ready": return page("LIVE\n")
    case "/stats/prometheus":
      let usedOnly = request.queryItems.contains { $0.name == "usedonly" }
      return page(proxy.statistics.page(of: proxy.consul, address: proxy.address, usedOnly: usedOnly))
    default:
      var response = page("invalid path. admin commands are:\n")
      response.status = 404
      return response
    }
  }

  private func page(_ text: String) -> HTTPResponse {
    HTTPResponse(
      headers: [
        "content-type": "text/plain; charset=UTF-8", "cache-control": "no-cache, max-age=0",
        "x-content-type-options": "nosniff", "date": HTTPDate.now, "server": "envoy",
      ], text: text)
  }
}
