import Contract
import Exposition
import Synchronization
import Wire

/// One path of an application: its bodies, and how often it was scraped.
final class EndpointServing: Sendable {
  /// What the endpoint is configured with.
  let endpoint: AppEndpoint
  private let text: ExpositionBody
  private let openMetrics: ExpositionBody?
  private let state: Mutex<State>

  private struct State {
    var scrapes: Int
    /// Compressed bodies of constant expositions, made when first asked for.
    var compressed: [ExpositionFormat: [UInt8]] = [:]
  }

  /// Prepares the bodies; goes on counting where an earlier configuration of the path stopped.
  init(_ endpoint: AppEndpoint, scrapes: Int = 0) {
    self.endpoint = endpoint
    text = ExpositionBody(
      endpoint.metrics, fillerSeries: endpoint.fillerSeries, increment: endpoint.increment)
    openMetrics = endpoint.openMetrics.map {
      ExpositionBody($0, fillerSeries: endpoint.fillerSeries, increment: endpoint.increment)
    }
    state = Mutex(State(scrapes: scrapes))
  }

  /// How many scrapes the endpoint has answered.
  var scrapes: Int { state.withLock { $0.scrapes } }

  /// The answer to a request of method GET or HEAD.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if let token = endpoint.bearerToken, request.headers["Authorization"] != "Bearer \(token)" {
      return AppPages.unauthorized
    }
    if let location = endpoint.redirect { return AppPages.redirect(to: location) }
    let negotiated = ExpositionNegotiation(
      accept: request.headers["Accept"], offersOpenMetrics: openMetrics != nil)
    let body = negotiated.format.isOpenMetrics ? openMetrics ?? text : text
    var response = HTTPResponse(status: endpoint.status)
    if !endpoint.omitsContentType {
      let inherent = body.endsWithEOF ? ExpositionFormat.openMetrics100.contentType : negotiated.contentType
      let declared = openMetrics == nil ? inherent : negotiated.contentType
      response.headers.add("Content-Type", endpoint.contentType ?? declared)
    }
    let increments = count(request)
    let isCompressed = compresses(for: request)
    response.body = bytes(
      of: body, format: negotiated.format, increments: increments, isCompressed: isCompressed)
    if isCompressed { response.headers.add("Content-Encoding", "gzip") }
    return response
  }

  /// How many increments the answer shows. The harness' own look at an endpoint shows what the last scrape saw.
  private func count(_ request: HTTPRequest) -> Int {
    let isScrape = request.method == "GET" && request.headers["User-Agent"] != Self.probe
    return state.withLock { state in
      if isScrape { state.scrapes += 1 }
      return max(0, state.scrapes - 1)
    }
  }

  /// The `User-Agent` of the harness' own requests, which are no scrapes.
  static let probe = "meshscrape-probe"

  private func compresses(for request: HTTPRequest) -> Bool {
    switch endpoint.encoding {
    case .identity: false
    case .gzip: request.headers.acceptsEncoding("gzip")
    case .alwaysGzip: true
    }
  }

  private func bytes(
    of body: ExpositionBody, format: ExpositionFormat, increments: Int, isCompressed: Bool
  ) -> [UInt8] {
    let plain = body.bytes(afterIncrements: increments)
    guard isCompressed else { return plain }
    guard body.isConstant else { return (try? Gzip.compress(plain)) ?? plain }
    return state.withLock { state in
      if let ready = state.compressed[format] { return ready }
      let compressed = (try? Gzip.compress(plain)) ?? plain
      state.compressed[format] = compressed
      return compressed
    }
  }
}
