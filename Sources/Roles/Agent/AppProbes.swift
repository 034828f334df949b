import Contract
import MeshModel
import SourceText
import Wire

/// The probes that the injector pointed at the agent, and how the agent asks the application in the kubelet's place.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `handleAppProbe`, 1.3.0, 1.10.0, 1.11.0, 1.12.0,
/// 1.21.0 and 1.30.3. The `Host` of the request is the address that is dialled; nothing here looks at it.
struct AppProbes: Sendable {
  private struct Prober: Sendable {
    var isHTTPS = false
    var isTCP = false
    var port: UInt16
    var path = "/"
    var timeoutSeconds: Int
  }

  private static let variable = "ISTIO_KUBE_APP_PROBERS"
  /// As in `maxRespBodyLength`.
  private static let bodyLimit = 10 << 10

  private let probers: [String: Prober]
  private let configuration: AgentConfiguration
  private let version: IstioVersion
  private let goesToLocalhost: Bool

  /// Reads `ISTIO_KUBE_APP_PROBERS`.
  init(
    _ configuration: AgentConfiguration, version: IstioVersion
  ) throws(ScrapeConfiguration.Refusal) {
    self.configuration = configuration
    self.version = version
    goesToLocalhost =
      !version.exhibits(.probesPodIP)
      || AgentSettings.isTrue(configuration.environment["REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION"])
    guard let text = configuration.environment[Self.variable], !text.isEmpty else {
      probers = [:]
      return
    }
    guard let entries = YAMLNode(json: text)?.mapping else {
      throw ScrapeConfiguration.Refusal(message: "failed to decode app prober, json string = \(text)")
    }
    var probers: [String: Prober] = [:]
    for entry in entries { probers[entry.name] = Self.prober(entry.value) }
    self.probers = probers
  }

  private static func prober(_ node: YAMLNode) -> Prober? {
    let seconds = node["timeoutSeconds"]?.int ?? 0
    if let get = node["httpGet"], let port = get["port"]?.int.flatMap(UInt16.init(exactly:)) {
      let path = get["path"]?.string ?? ""
      return Prober(
        isHTTPS: get["scheme"]?.string == "HTTPS", port: port, path: path.hasPrefix("/") ? path : "/" + path,
        timeoutSeconds: seconds)
    }
    return node["tcpSocket"]?["port"]?.int.flatMap(UInt16.init(exactly:))
      .map { Prober(isTCP: true, port: $0, timeoutSeconds: seconds) }
  }

  /// The answer to a request under `/app-health/`.
  func answer(_ request: HTTPRequest, by client: HTTPClient) -> HTTPResponse {
    guard let prober = probers[request.path] else {
      guard version.exhibits(.knowsItsProbes) else { return HTTPResponse(status: 200) }
      return HTTPResponse(status: 400, text: "app prober config does not exists for \(request.path)")
    }
    let deadline =
      prober.timeoutSeconds > 0 ? Deadline.after(seconds: Double(prober.timeoutSeconds)) : .never
    let endpoint = endpoint(of: prober.port)
    if prober.isTCP {
      guard let stream = try? Sockets.connect(to: endpoint, deadline: deadline) else {
        return HTTPResponse(status: 500)
      }
      stream.close()
      return HTTPResponse(status: 200)
    }
    do throws(WireError) {
      return try response(of: prober, at: endpoint, to: request, by: client, deadline)
    } catch {
      return HTTPResponse(status: 500)
    }
  }

  private func endpoint(of port: UInt16) -> Endpoint {
    if goesToLocalhost { return Endpoint(configuration.localhost, port) }
    return configuration.ownPorts.first { $0.port == port } ?? Endpoint(configuration.localhost, port)
  }

  private func response(
    of prober: Prober, at endpoint: Endpoint, to request: HTTPRequest, by client: HTTPClient,
    _ deadline: Deadline
  ) throws(WireError) -> HTTPResponse {
    var headers = HTTPHeaders()
    let connection = ["host", "connection", "content-length", "transfer-encoding"]
    for field in request.headers.fields where !connection.contains(field.name.lowercased()) {
      headers.add(field.name, field.value)
    }
    guard var url = HTTPURL("\(prober.isHTTPS ? "https" : "http")://\(endpoint)\(prober.path)") else {
      throw WireError(.configuration, "invalid URL")
    }
    let host = url.host
    for _ in 0..<10 {
      let exchange = try client.open(
        ClientRequest(
          url, headers: headers, tls: url.scheme == "https" ? try ClientTLS(insecureSkipVerify: true) : nil,
          deadline: deadline, followsRedirects: false, keepsAlive: false))
      if (300..<400).contains(exchange.status) {
        let next = exchange.headers["Location"].flatMap { url.resolving($0) }
        if let next, next.host == host || !version.exhibits(.takesRedirectsForReady) {
          exchange.abandon()
          url = next
          continue
        }
        exchange.abandon()
        return HTTPResponse(status: version.exhibits(.takesRedirectsForReady) ? 200 : exchange.status)
      }
      guard version.exhibits(.handsOnProbeBody) else {
        exchange.abandon()
        return HTTPResponse(status: exchange.status)
      }
      return HTTPResponse(status: exchange.status, body: try body(of: exchange))
    }
    throw WireError(.protocolViolation, "stopped after 10 redirects")
  }

  private func body(of exchange: ClientExchange) throws(WireError) -> [UInt8] {
    var body: [UInt8] = []
    while body.count < Self.bodyLimit {
      let part = try exchange.readPart(upTo: Self.bodyLimit - body.count)
      if part.isEmpty { return body }
      body += part
    }
    exchange.abandon()
    return body
  }
}
