internal import CNghttp2
internal import Contract

/// The server's end of an HTTP/2 connection. Requests are handed out one after the other, whatever the client
/// sends at once.
///
/// `@unchecked` because the compiler cannot see that the one thread of its connection uses it.
final class HTTP2Server: @unchecked Sendable {
  private let session: HTTP2Session
  private var current: Int32 = 0

  init(stream: any ByteStream, bodyLimit: Int) throws(WireError) {
    session = try HTTP2Session(stream: stream, side: .server, bodyLimit: bodyLimit)
  }

  /// Waits for the next whole request; nil when the client has closed.
  func nextRequest(deadline: Deadline) throws(WireError) -> HTTPRequest? {
    if current != 0 { session.exchanges[current] = nil }
    current = 0
    try session.send(deadline: deadline)
    while session.complete.isEmpty {
      for (identifier, exchange) in session.exchanges where exchange.closeCode != nil {
        session.exchanges[identifier] = nil
      }
      if session.isDone { return nil }
      guard try session.receive(deadline: deadline) else { return nil }
    }
    current = session.complete.removeFirst()
    guard let exchange = session.exchanges[current] else { return try nextRequest(deadline: deadline) }
    var headers = exchange.headers
    if let authority = exchange.pseudo[":authority"], !headers.contains("Host") {
      headers.fields.insert(.init(name: "Host", value: authority), at: 0)
    }
    let body = exchange.body
    exchange.body = []
    return HTTPRequest(
      method: exchange.pseudo[":method"] ?? "", target: exchange.pseudo[":path"] ?? "/", minorVersion: 2,
      headers: headers, body: body)
  }

  /// Sends the head of the response to the current request.
  func start(status: Int, headers: HTTPHeaders, isWhole: Bool, deadline: Deadline) throws(WireError) {
    let fields = HTTP2Fields.fields(pseudo: [(":status", "\(status)")], headers)
    session.exchanges[current]?.outgoingEnds = isWhole
    let result = HTTP2Fields.withStructures(fields) { fields, count in
      var source = nghttp2_data_provider()
      source.read_callback = HTTP2Callbacks.bodySource
      return isWhole
        ? nghttp2_submit_response(session.session, current, fields, count, nil)
        : nghttp2_submit_response(session.session, current, fields, count, &source)
    }
    guard result == 0 else { throw session.violation(result) }
    if isWhole { try session.send(deadline: deadline) }
  }

  /// Sends a part of the body.
  func write(_ bytes: UnsafeRawBufferPointer, ending: Bool, deadline: Deadline) throws(WireError) {
    try session.write(bytes, to: current, ending: ending, deadline: deadline)
  }

  /// Sends what has been submitted.
  func flush(deadline: Deadline) throws(WireError) { try session.send(deadline: deadline) }
}
