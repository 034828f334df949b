import Contract
import MeshModel
import Wire

/// One answer of Consul's merging server: asks the parts one after the other and writes each as it comes.
///
/// Source: hashicorp/consul-dataplane `pkg/consuldp/metrics.go`, `mergedMetricsHandler`, 1.0.0 to 2.0.1;
/// hashicorp/consul-k8s `control-plane/subcommand/consul-sidecar/command.go`, `mergedMetricsHandler`, 0.25.0 to 0.49.8.
/// No header field of the scrape goes along, and each part has ten seconds.
struct ConsulMergedAnswer {
  let settings: ConsulMergingSettings
  let events: EventWriter
  let scrape: LocalScrape
  /// Whether the caller is a probe of the harness, which leaves no trace.
  let isProbe: Bool
  /// Hears the status and the body's length before the client can see the end.
  let willEnd: (Int, Int) -> Void

  private typealias Part = MergeRules.Part

  private static let patience = 10_000

  /// Why a part is not there.
  private struct Failure: Error {
    var message: String
    var status: Int?
  }

  private var version: ConsulVersion { settings.version }

  /// Answers a request for the merged metrics.
  func send(on connection: inout HTTPServerConnection) throws(WireError) {
    if version.exhibits(.dataplane) { try sendInTurn(on: &connection) } else { try sendWhole(on: &connection) }
  }

  // MARK: consul-dataplane

  private func sendInTurn(on connection: inout HTTPServerConnection) throws(WireError) {
    var body = StreamedBody(headers: Self.headers, coding: .identity)
    var hasWritten = false
    for (part, url) in parts {
      do throws(Failure) {
        let exchange = try open(url)
        let copied = try copy(exchange, url, to: &body, on: &connection, hasWritten: &hasWritten)
        record(part, url, status: exchange.status, bytes: copied, error: nil)
      } catch {
        record(part, url, status: error.status, bytes: 0, error: error.message)
        guard version.exhibits(.failureBreaksAnswer) else { continue }
        let text = "failed to scrape metrics at url \"\(url)\"\n"
        guard hasWritten else { return try refuse(text, on: &connection) }
        // The status has gone out with the first byte: what is left is to write the error after what has come.
        try body.write(Array(text.utf8), to: &connection)
        break
      }
    }
    try body.finish(on: &connection) { willEnd(200, $0) }
  }

  private var parts: [(Part, String)] {
    var parts: [(Part, String)] = []
    if version.exhibits(.mergesOwnMetrics) { parts.append((.agent, ConsulMergingSettings.ownURL)) }
    let query = version.exhibits(.forwardsQuery) ? scrape.incoming.queryItems : []
    parts.append((.envoy, ConsulMergingSettings.envoyURL(query: query)))
    if let service = settings.serviceURL { parts.append((.application, service)) }
    return parts
  }

  private func copy(
    _ exchange: ClientExchange, _ url: String, to body: inout StreamedBody,
    on connection: inout HTTPServerConnection, hasWritten: inout Bool
  ) throws(Failure) -> Int {
    var copied = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      do throws(WireError) {
        let count = try exchange.read(into: buffer)
        guard count > 0 else { return copied }
        try body.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: &connection)
        hasWritten = true
        copied += count
      } catch {
        throw Failure(message: error.message, status: exchange.status)
      }
    }
  }

  // MARK: consul-sidecar

  private func sendWhole(on connection: inout HTTPServerConnection) throws(WireError) {
    var body: [UInt8] = []
    let envoy = ConsulMergingSettings.envoyURL
    do throws(Failure) {
      body = try whole(envoy, takesRefusals: !version.exhibits(.refusesWithoutEnvoy))
      record(.envoy, envoy, status: 200, bytes: body.count, error: nil)
    } catch {
      record(.envoy, envoy, status: error.status, bytes: 0, error: error.message)
      guard version.exhibits(.refusesWithoutEnvoy) else {
        willEnd(200, 0)
        return try connection.respond(HTTPResponse(status: 200, headers: ["Date": HTTPDate.now]))
      }
      return try refuse("Error scraping Envoy proxy metrics: \(error.message)\n", on: &connection)
    }
    if let service = settings.serviceURL {
      var succeeds = true
      do throws(Failure) {
        let more = try whole(service, takesRefusals: !version.exhibits(.dropsRefusedBodies))
        body += more
        record(.application, service, status: 200, bytes: more.count, error: nil)
      } catch {
        succeeds = false
        record(.application, service, status: error.status, bytes: 0, error: error.message)
      }
      if version.exhibits(.tellsSuccess) {
        body += Array("consul_merged_service_metrics_success \(succeeds ? 1 : 0)\n".utf8)
      }
    }
    var streamed = StreamedBody(headers: Self.headers, coding: .identity)
    try streamed.write(body, to: &connection)
    try streamed.finish(on: &connection) { willEnd(200, $0) }
  }

  /// A body as a whole. `takesRefusals` takes that of any status.
  private func whole(_ url: String, takesRefusals: Bool) throws(Failure) -> [UInt8] {
    let exchange = try open(url, takesRefusals: takesRefusals)
    do throws(WireError) { return try exchange.readAll() } catch {
      throw Failure(message: error.message, status: exchange.status)
    }
  }

  // MARK: Both

  private func open(_ text: String, takesRefusals: Bool = false) throws(Failure) -> ClientExchange {
    guard let url = HTTPURL(text) else { throw Failure(message: "parse \"\(text)\": invalid URL") }
    let exchange: ClientExchange
    do throws(WireError) {
      exchange = try scrape.follow(
        url, ["User-Agent": isProbe ? "meshscrape-probe" : "Go-http-client/1.1"],
        .after(milliseconds: Self.patience))
    } catch {
      throw Failure(message: error.message)
    }
    guard takesRefusals || (200..<300).contains(exchange.status) else {
      exchange.abandon()
      throw Failure(message: "status code \(exchange.status)", status: exchange.status)
    }
    return exchange
  }

  private func refuse(_ text: String, on connection: inout HTTPServerConnection) throws(WireError) {
    var response = HTTPResponse.plainError(500, text)
    response.headers.add("Date", HTTPDate.now)
    willEnd(500, response.body.count)
    try connection.respond(response)
  }

  /// What Go's server finds in anything that looks like text.
  private static var headers: HTTPHeaders {
    ["Date": HTTPDate.now, "Content-Type": "text/plain; charset=utf-8"]
  }

  private func record(_ part: Part, _ url: String, status: Int?, bytes: Int, error: String?) {
    guard !isProbe else { return }
    let source: MergePart.Source =
      switch part {
      case .agent: .agent
      case .envoy: .envoy
      case .application: .application
      }
    events.emit(.merged(MergePart(source: source, url: url, status: status, bytes: bytes, error: error)))
  }
}
