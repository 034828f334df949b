internal import CNghttp2
internal import Contract

/// What both ends of an HTTP/2 connection share: nghttp2's state machine between a stream's bytes and our values.
///
/// One thread uses it.
final class HTTP2Session: @unchecked Sendable {
  /// What one HTTP/2 stream has received and has to send.
  final class Exchange {
    var headers = HTTPHeaders()
    var pseudo: [String: String] = [:]
    var trailers = HTTPHeaders()
    var hasHead = false
    var hasEnded = false
    /// The error code of the stream's end, once it has ended for both sides.
    var closeCode: UInt32?
    var wasResetByPeer = false
    var body: [UInt8] = []
    var outgoing: [UInt8] = []
    var outgoingStart = 0
    var outgoingEnds = false
    var headerBytes = 0
  }

  enum Side { case client, server }

  let stream: any ByteStream
  let side: Side
  private(set) var session: OpaquePointer?
  var exchanges: [Int32: Exchange] = [:]
  /// Requests that are complete and wait to be answered, in order.
  var complete: [Int32] = []
  /// What the peer said with GOAWAY.
  var goAway: (lastStream: Int32, code: UInt32, debug: [UInt8])?
  private var hasReceived = false
  /// A bound for what one exchange may hold.
  let bodyLimit: Int
  var exceedsLimit = false

  static let headerLimit = 1 << 20

  init(stream: any ByteStream, side: Side, bodyLimit: Int) throws(WireError) {
    self.stream = stream
    self.side = side
    self.bodyLimit = bodyLimit
    session = try HTTP2Callbacks.session(for: self)
    // Go's client: a window of 4 MiB for a stream and 1 GiB for the connection.
    // Source: golang/go src/net/http/h2_bundle.go transportDefaultStreamFlow, transportDefaultConnFlow, 1.24.
    var settings = [
      nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue), value: 4 << 20)
    ]
    if side == .client {
      settings.append(
        nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0))
    } else {
      settings.append(
        nghttp2_settings_entry(
          settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue), value: 250))
    }
    nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
    nghttp2_session_set_local_window_size(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, 1 << 30)
  }

  deinit { nghttp2_session_del(session) }

  /// Sends all that nghttp2 has to say.
  func send(deadline: Deadline) throws(WireError) {
    var gathered: [UInt8] = []
    while true {
      var bytes: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &bytes)
      guard count >= 0 else { throw violation(Int32(count)) }
      if count == 0 { break }
      gathered.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
      if gathered.count > 128 << 10 {
        try stream.write(gathered, deadline: deadline)
        gathered.removeAll(keepingCapacity: true)
      }
    }
    if !gathered.isEmpty { try stream.write(gathered, deadline: deadline) }
  }

  /// Reads once and lets nghttp2 take it; false at the end of the connection.
  func receive(deadline: Deadline) throws(WireError) -> Bool {
    let bytes = try stream.read(upTo: 64 << 10, deadline: deadline)
    guard !bytes.isEmpty else { return false }
    if side == .client, !hasReceived, bytes.count >= 3 {
      // An HTTP/1.1 server's words read as a frame of megabytes.
      // Source: golang/go src/net/http/h2_bundle.go http2ErrFrameTooLarge; golang.org/x/net http2/frame.go ReadFrame, 0.40.
      let length = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
      let looksLikeHTTP1 = bytes.starts(with: Array("HTTP/1.1 ".utf8))
      guard length <= 1 << 14 else {
        throw WireError(
          .protocolViolation,
          looksLikeHTTP1
            ? "http2: failed reading the frame payload: http2: frame too large, note that the frame header looked "
              + "like an HTTP/1.1 header" : "http2: frame too large")
      }
    }
    hasReceived = true
    let result = nghttp2_session_mem_recv(session, bytes, bytes.count)
    guard result >= 0 else { throw violation(Int32(result)) }
    if exceedsLimit { throw WireError(.limit, "http2: message too large") }
    try send(deadline: deadline)
    return true
  }

  /// Whether nothing more can come of the connection.
  var isDone: Bool {
    nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
  }

  /// Queues bytes of a body and sends as much as the peer's windows allow; waits for room.
  func write(
    _ bytes: UnsafeRawBufferPointer, to identifier: Int32, ending: Bool, deadline: Deadline
  ) throws(WireError) {
    exchanges[identifier]?.outgoing.append(contentsOf: bytes)
    exchanges[identifier]?.outgoingEnds = ending
    nghttp2_session_resume_data(session, identifier)
    try send(deadline: deadline)
    while let exchange = exchanges[identifier], exchange.closeCode == nil,
      exchange.outgoingStart < exchange.outgoing.count
    {
      guard try receive(deadline: deadline) else { throw .unexpectedEndOfFile }
    }
    if let exchange = exchanges[identifier], exchange.closeCode ?? 0 != 0 {
      throw streamError(identifier, exchange)
    }
  }

  /// Source: golang/go src/net/http/h2_bundle.go http2StreamError.Error, 1.24.
  func streamError(_ identifier: Int32, _ exchange: Exchange) -> WireError {
    let name = String(cString: nghttp2_http2_strerror(exchange.closeCode ?? 0))
    let origin = exchange.wasResetByPeer ? "; received from peer" : ""
    return WireError(.protocolViolation, "stream error: stream ID \(identifier); \(name)\(origin)")
  }

  func violation(_ code: Int32) -> WireError {
    WireError(.protocolViolation, "http2: \(String(cString: nghttp2_strerror(code)))")
  }
}
