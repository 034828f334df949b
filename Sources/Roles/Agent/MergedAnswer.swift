import Contract
import MeshModel
import Wire

/// One answer of the merged endpoint: fetches the parts and writes them as the release does.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `handleStats`, 1.6.0 to 1.31.0-rc.0.
struct MergedAnswer {
  let settings: AgentSettings
  let metrics: AgentMetrics
  let events: EventWriter
  let scrape: LocalScrape
  /// Whether the caller is a probe of the harness, which leaves no trace.
  let isProbe: Bool
  /// Hears the status and the body's length as sent, before the client can see the end.
  let willEnd: (Int, Int) -> Void

  private var rules: MergeRules { settings.rules }
  private var accept: String? { scrape.incoming.headers["Accept"] }

  /// A part that has been asked for.
  private enum Fetched {
    /// Nobody is to be asked.
    case none
    /// There was no answer that counts; it has been recorded.
    case failed
    /// The body is to be copied.
    case streaming(ClientExchange, url: String)
    /// The body has been read.
    case whole([UInt8], url: String, contentType: String?)

    var contentType: String? {
      switch self {
      case .none, .failed: nil
      case .streaming(let exchange, _): exchange.headers["Content-Type"]
      case .whole(_, _, let contentType): contentType
      }
    }

    var hasFailed: Bool { if case .failed = self { true } else { false } }
  }

  /// Answers a request for the merged metrics.
  func send(on connection: inout HTTPServerConnection) throws(WireError) {
    metrics.countScrape()
    let envoy =
      settings.mergesEnvoy ? fetch(.envoy, "http://localhost:\(settings.envoyPort)\(envoyTarget)") : .none
    let survives = rules.version.exhibits(.survivesFailures)
    if envoy.hasFailed, !survives { return try refuse(on: &connection) }
    if settings.applications.count > 1 { return try sendSeveral(envoy, on: &connection) }
    var application = Fetched.none
    if let target = settings.applications.first {
      application = fetch(.application, "http://localhost:\(target.port)\(target.path)")
    }
    if application.hasFailed, !survives { return try refuse(on: &connection) }
    let type = rules.contentType(isMerged: settings.mergesApplication, application: application.contentType)
    var body = StreamedBody(headers: headers(type), coding: coding)
    for part in rules.order {
      switch part {
      case .agent: try writeOwn(to: &body, on: &connection)
      case .envoy: try copy(envoy, .envoy, to: &body, on: &connection)
      case .application: try copy(application, .application, to: &body, on: &connection)
      }
    }
    try body.finish(on: &connection) { willEnd(200, $0) }
  }

  private var envoyTarget: String {
    let query = scrape.incoming.query
    let isForwarded = !query.isEmpty && rules.version.exhibits(.forwardsQuery)
    return "/stats/prometheus" + (isForwarded ? "?\(query)" : "")
  }

  private var coding: StreamedBody.Coding {
    rules.version.exhibits(.compresses) ? StreamedBody.coding(for: scrape.incoming) : .identity
  }

  private func headers(_ type: MergeRules.ContentType) -> HTTPHeaders {
    var headers: HTTPHeaders = ["Date": HTTPDate.now]
    switch type {
    case .set(let value): headers.add("Content-Type", value)
    // What Go's server finds in anything that looks like text.
    case .guessed: headers.add("Content-Type", "text/plain; charset=utf-8")
    }
    if rules.version.exhibits(.compresses) { headers.add("Vary", "Accept-Encoding") }
    return headers
  }

  private func refuse(on connection: inout HTTPServerConnection) throws(WireError) {
    willEnd(500, 0)
    try connection.respond(HTTPResponse(status: 500, headers: ["Date": HTTPDate.now]))
  }

  // MARK: Fetching

  private func fetch(_ part: MergeRules.Part, _ url: String) -> Fetched {
    let exchange: ClientExchange
    do throws(LocalScrape.Failure) {
      exchange = try scrape.open(url, accept: rules.accept(for: part, asked: accept))
    } catch {
      record(part, url: url, status: error.status, bytes: 0, error: error.message)
      return .failed
    }
    guard !rules.version.exhibits(.streams) else { return .streaming(exchange, url: url) }
    do throws(WireError) {
      let body = try exchange.readAll()
      return .whole(
        part == .envoy ? rules.envoyPart(body) : body, url: url, contentType: exchange.headers["Content-Type"])
    } catch {
      record(part, url: url, status: 200, bytes: 0, error: "error reading \(url): \(error.message)")
      return .failed
    }
  }

  // MARK: Writing

  private func writeOwn(to body: inout StreamedBody, on connection: inout HTTPServerConnection)
    throws(WireError)
  {
    let own = metrics.exposition()
    try body.write(own, to: &connection)
    record(.agent, url: nil, status: nil, bytes: own.count, error: nil)
  }

  private func copy(
    _ fetched: Fetched, _ part: MergeRules.Part, to body: inout StreamedBody,
    on connection: inout HTTPServerConnection
  ) throws(WireError) {
    switch fetched {
    case .none, .failed: return
    case .whole(let bytes, let url, _):
      try body.write(bytes, to: &connection)
      record(part, url: url, status: 200, bytes: bytes.count, error: nil)
    case .streaming(let exchange, let url):
      let (copied, failure) = try copy(exchange, to: &body, on: &connection)
      record(part, url: url, status: 200, bytes: copied, error: failure)
    }
  }

  /// Copies a body as it comes. What breaks off is in the answer as far as it came.
  private func copy(
    _ exchange: ClientExchange, to body: inout StreamedBody, on connection: inout HTTPServerConnection
  ) throws(WireError) -> (Int, String?) {
    var copied = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count: Int
      do throws(WireError) { count = try exchange.read(into: buffer) } catch { return (copied, error.message) }
      guard count > 0 else { return (copied, nil) }
      try body.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: &connection)
      copied += count
    }
  }

  // MARK: Several applications

  /// Source: as above, `scrapeMultipleApps`, 1.31.0-rc.0.
  private func sendSeveral(
    _ envoy: Fetched, on connection: inout HTTPServerConnection
  ) throws(WireError) {
    let scrape = scrape
    let accept = rules.accept(for: .application, asked: accept)
    let results = Gathering.map(settings.applications) { target in
      Self.fetchWhole(scrape, "http://localhost:\(target.port)\(target.path)", accept: accept)
    }
    var bodies: [[UInt8]] = []
    var types: [String] = []
    for (target, result) in zip(settings.applications, results) {
      let url = "http://localhost:\(target.port)\(target.path)"
      switch result {
      case .success(let answer):
        bodies.append(answer.body)
        types.append(answer.contentType)
        record(.application, url: url, status: 200, bytes: answer.body.count, error: nil)
      case .failure(let failure):
        record(.application, url: url, status: failure.status, bytes: 0, error: failure.message)
      case nil: record(.application, url: url, status: nil, bytes: 0, error: "no thread could be started")
      }
    }
    let type = rules.contentType(ofSeveral: types)
    var body = StreamedBody(headers: headers(type), coding: coding)
    try writeOwn(to: &body, on: &connection)
    try copy(envoy, .envoy, to: &body, on: &connection)
    for bytes in bodies {
      let part = rules.version.exhibits(.stripsEnds) ? MergeRules.withoutEnd(bytes) : bytes[...]
      try body.write(Array(part), to: &connection)
      if let last = part.last, last != UInt8(ascii: "\n") {
        try body.write([UInt8(ascii: "\n")], to: &connection)
      }
    }
    if MergeRules.isOpenMetrics(type), rules.version.exhibits(.stripsEnds) {
      try body.write(Array("# EOF\n".utf8), to: &connection)
    }
    try body.finish(on: &connection) { willEnd(200, $0) }
  }

  private struct Answer: Sendable {
    var body: [UInt8]
    var contentType: String
  }

  private static func fetchWhole(
    _ scrape: LocalScrape, _ url: String, accept: String?
  ) -> Result<Answer, LocalScrape.Failure> {
    do throws(LocalScrape.Failure) {
      let exchange = try scrape.open(url, accept: accept)
      var whole: [UInt8] = []
      while true {
        let part: [UInt8]
        do throws(WireError) { part = try exchange.readPart() } catch {
          throw LocalScrape.Failure(message: "read failed: \(error.message)", status: 200)
        }
        if part.isEmpty { break }
        whole += part
        guard whole.count <= MergeRules.severalTargetsLimit || !scrape.version.exhibits(.limitsTargets) else {
          exchange.abandon()
          throw LocalScrape.Failure(
            message: "response exceeds \(MergeRules.severalTargetsLimit) bytes; dropping target", status: 200)
        }
      }
      return .success(Answer(body: whole, contentType: exchange.headers["Content-Type"] ?? ""))
    } catch {
      return .failure(error)
    }
  }

  // MARK: Recording

  private func record(_ part: MergeRules.Part, url: String?, status: Int?, bytes: Int, error: String?) {
    guard !isProbe else { return }
    if error != nil { metrics.countFailure(part) }
    let source: MergePart.Source =
      switch part {
      case .agent: .agent
      case .envoy: .envoy
      case .application: .application
      }
    events.emit(.merged(MergePart(source: source, url: url, status: status, bytes: bytes, error: error)))
  }
}
