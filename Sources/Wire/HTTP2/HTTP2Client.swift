internal import CNghttp2
internal import Contract

/// The client's end of an HTTP/2 connection.
///
/// `@unchecked` because the compiler cannot see that one request at a time uses it: that of the connection that owns it.
final class HTTP2Client: @unchecked Sendable {
  private let session: HTTP2Session
  private var current: Int32 = 0
  private var bodyStart = 0
  private(set) var isFinished = true

  init(stream: any ByteStream) throws(WireError) {
    session = try HTTP2Session(stream: stream, side: .client, bodyLimit: .max)
  }

  /// Whether another request may follow.
  var isReusable: Bool {
    isFinished && session.goAway == nil && nghttp2_session_check_request_allowed(session.session) != 0
  }

  /// Takes what has come while the connection was idle; false if it has ended.
  func catchUp() -> Bool {
    while session.stream.hasBufferedInput || (try? session.stream.transport.waitReadable(.past)) != nil {
      guard (try? session.receive(deadline: .past)) == true else { return false }
    }
    return isReusable
  }

  /// Sends a request and reads the head of its response.
  func begin(_ request: ClientRequest, headers: HTTPHeaders) throws(WireError) -> HTTPHead.Response {
    session.exchanges[current] = nil
    let fields = HTTP2Fields.fields(
      pseudo: [
        (":authority", headers["Host"] ?? request.url.authority), (":method", request.method),
        (":path", request.url.target), (":scheme", request.url.scheme),
      ], headers)
    let exchange = HTTP2Session.Exchange()
    exchange.outgoing = request.body
    exchange.outgoingEnds = true
    current = HTTP2Fields.withStructures(fields) { fields, count in
      var source = nghttp2_data_provider()
      source.read_callback = HTTP2Callbacks.bodySource
      return request.body.isEmpty
        ? nghttp2_submit_request(session.session, nil, fields, count, nil, nil)
        : nghttp2_submit_request(session.session, nil, fields, count, &source, nil)
    }
    guard current > 0 else { throw session.violation(current) }
    session.exchanges[current] = exchange
    bodyStart = 0
    isFinished = false
    do throws(WireError) {
      try session.send(deadline: request.deadline)
      while session.exchanges[current]?.hasHead != true {
        try advance(deadline: request.deadline)
      }
    } catch {
      throw error.kind == .timeout ? .deadlineExceeded : error
    }
    guard let exchange = session.exchanges[current],
      let status = exchange.pseudo[":status"].flatMap({ Int($0) })
    else { throw WireError(.protocolViolation, "malformed response from server: missing status pseudo header") }
    finishIfEnded()
    // Source: golang/go src/net/http/h2_bundle.go handleResponse, 1.24.
    let reason = HTTPStatus.reason(status)
    return HTTPHead.Response(
      status: status, statusText: "\(status) \(reason)", reason: reason, minorVersion: 2,
      headers: exchange.headers)
  }

  /// Takes what there is of the response's body; 0 at its end.
  func readBody(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int {
    while true {
      guard let exchange = session.exchanges[current] else { return 0 }
      let rest = exchange.body.count - bodyStart
      if rest > 0 {
        let taken = min(rest, buffer.count)
        exchange.body.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[bodyStart..<(bodyStart + taken)]))
        }
        bodyStart += taken
        if taken == rest {
          session.exchanges[current]?.body.removeAll(keepingCapacity: true)
          bodyStart = 0
        }
        finishIfEnded()
        return taken
      }
      if exchange.hasEnded {
        isFinished = true
        return 0
      }
      try advance(deadline: deadline)
    }
  }

  private func finishIfEnded() {
    guard let exchange = session.exchanges[current] else { return }
    isFinished = exchange.hasEnded && bodyStart == exchange.body.count
  }

  /// Reads once; says what went wrong in Go's words.
  private func advance(deadline: Deadline) throws(WireError) {
    if let exchange = session.exchanges[current], let code = exchange.closeCode, !exchange.hasEnded || code != 0
    {
      throw session.streamError(current, exchange)
    }
    guard try !session.receive(deadline: deadline) else { return }
    if let goAway = session.goAway {
      let name = String(cString: nghttp2_http2_strerror(goAway.code))
      throw WireError(
        .endOfFile,
        "http2: server sent GOAWAY and closed the connection; LastStreamID=\(goAway.lastStream), ErrCode=\(name), "
          + "debug=\(GoQuoting.quoted(goAway.debug))")
    }
    throw .unexpectedEndOfFile
  }
}
