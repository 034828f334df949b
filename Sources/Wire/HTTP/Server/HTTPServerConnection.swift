internal import Contract

/// The server's end of an HTTP connection: requests in turn, each answered before the next is read.
///
/// It speaks HTTP/2 on a TLS stream that has agreed on `h2`, and HTTP/1.1 otherwise. In HTTP/1.1
/// it sends what it is told to, byte for byte: a response may promise a length that it does not keep.
public struct HTTPServerConnection: ~Copyable, Sendable {
  /// How much a client may send.
  public struct Limits: Sendable, Hashable {
    /// Bytes of the request line and header fields. Go's default is 1 MiB.
    public var headBytes = 1 << 20
    /// Bytes of a body that is read whole.
    public var bodyBytes = 64 << 20

    /// The defaults.
    public init() {}
  }

  /// The connection underneath.
  public let stream: any ByteStream
  let limits: Limits
  var input: BufferedInput
  /// Where the stream has agreed on it.
  var http2: HTTP2Server?
  private let speaksHTTP2: Bool
  var body = BodyReader(.none)
  var request: HTTPRequest?
  var awaitsContinue = false
  /// The response that is being streamed.
  var streaming: ResponseFraming?
  /// The head of a streamed response, held back until there is a chunk to go with it.
  var pending: [UInt8] = []
  /// The same in HTTP/2.
  var pendingHead: (status: Int, headers: HTTPHeaders)?

  /// Whether the connection ends with the current response.
  public internal(set) var closesAfterResponse = false
  /// Why the last ``nextRequest(readingBody:deadline:)`` was refused, as a response that says so to the client.
  public private(set) var rejection: HTTPResponse?

  /// Serves on a stream.
  public init(stream: any ByteStream, limits: Limits = Limits()) {
    self.stream = stream
    self.limits = limits
    input = BufferedInput(stream: stream)
    speaksHTTP2 = (stream as? TLSStream)?.negotiatedProtocol == "h2"
  }

  /// Waits for the next request; nil when the client has closed or the last response ended the connection.
  ///
  /// A violation of the protocol is an error, and ``rejection`` tells what to answer.
  /// With `readingBody` false the body is left to ``readBody(into:deadline:)``.
  public mutating func nextRequest(
    readingBody: Bool = true, deadline: Deadline = .never
  ) throws(WireError) -> HTTPRequest? {
    guard !closesAfterResponse, try drain(deadline: deadline) else { return nil }
    rejection = nil
    request = nil
    if speaksHTTP2 { return try nextHTTP2Request(deadline: deadline) }
    let length: Int
    do throws(WireError) {
      skipLineBreaks()
      if input.count == 0, try input.fill(deadline: deadline) { skipLineBreaks() }
      // Go waits for the end of the line before it refuses it, Envoy does not. Who speaks TLS here would wait.
      if let first = input.bytes.first, !HTTPHead.isTokenByte(first) {
        rejection = refusal(400, "malformed HTTP request")
        throw WireError(.protocolViolation, "malformed HTTP request", detail: "400")
      }
      guard let found = try input.headLength(limit: limits.headBytes, deadline: deadline) else {
        guard input.count == 0 else { throw .unexpectedEndOfFile }
        return nil
      }
      length = found
    } catch {
      if error.kind == .limit { rejection = refusal(431, "") }
      throw error
    }
    var next: HTTPRequest
    do throws(HTTPHead.RequestViolation) {
      next = try parseHead(length)
    } catch {
      rejection = refusal(error.status, error.message)
      throw WireError(.protocolViolation, error.message, detail: "\(error.status)")
    }
    request = next
    guard readingBody, !body.isFinished else { return next }
    do throws(WireError) { next.body = try readWholeBody(deadline: deadline) } catch {
      if error.kind == .limit { rejection = refusal(413, "") }
      if error.kind == .protocolViolation { rejection = refusal(400, "") }
      throw error
    }
    return next
  }

  private mutating func nextHTTP2Request(deadline: Deadline) throws(WireError) -> HTTPRequest? {
    let server: HTTP2Server
    if let http2 {
      server = http2
    } else {
      server = try HTTP2Server(stream: stream, bodyLimit: limits.bodyBytes)
      http2 = server
    }
    request = try server.nextRequest(deadline: deadline)
    return request
  }

  private mutating func parseHead(_ length: Int) throws(HTTPHead.RequestViolation) -> HTTPRequest {
    let next = try HTTPHead.request(UnsafeRawBufferPointer(rebasing: input.bytes[..<length]))
    input.consume(length)
    body = BodyReader(try BodyFraming.ofRequest(next.headers))
    closesAfterResponse = !next.wantsKeepAlive
    try checkExpectation(of: next)
    return next
  }

  /// Takes what there is of the request's body, waiting for the first byte; 0 at its end.
  public mutating func readBody(
    into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline
  ) throws(WireError) -> Int {
    if awaitsContinue {
      awaitsContinue = false
      try stream.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), deadline: deadline)
    }
    return try body.read(into: buffer, from: &input, deadline: deadline)
  }

  private mutating func readWholeBody(deadline: Deadline) throws(WireError) -> [UInt8] {
    var whole = ByteBuffer()
    while true {
      let count = try readBody(into: whole.room(16 << 10), deadline: deadline)
      if count == 0 { return [UInt8](copying: whole.bytes) }
      whole.commit(count)
      guard whole.count <= limits.bodyBytes else {
        throw WireError(.limit, "http: request body too large")
      }
    }
  }

  /// Reads away what is left of a request's body; false if that is too much and the connection had better end.
  private mutating func drain(deadline: Deadline) throws(WireError) -> Bool {
    // A client that was not told to go on sends no body.
    guard !awaitsContinue else { return false }
    var drained = 0
    var part = ByteBuffer()
    while !body.isFinished {
      drained += try readBody(into: part.room(16 << 10), deadline: deadline)
      if drained > 256 << 10 { return false }
    }
    return true
  }

  /// Go and Envoy ignore empty lines before a request.
  private mutating func skipLineBreaks() {
    input.consume(input.bytes.prefix { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }.count)
  }

  private mutating func checkExpectation(of request: HTTPRequest) throws(HTTPHead.RequestViolation) {
    awaitsContinue = false
    guard let expectation = request.headers["Expect"] else { return }
    guard HTTPHeaders.isSame(expectation, "100-continue") else {
      throw .init(status: 417, message: "")
    }
    awaitsContinue = request.minorVersion >= 1 && !body.isFinished
  }

  /// Source: golang/go src/net/http/server.go conn.serve, 1.24.
  private mutating func refusal(_ status: Int, _ message: String) -> HTTPResponse {
    closesAfterResponse = true
    body = BodyReader(.none)
    let title = "\(status) \(HTTPStatus.reason(status))"
    return HTTPResponse(
      status: status, headers: ["Content-Type": "text/plain; charset=utf-8", "Connection": "close"],
      text: message.isEmpty ? title : "\(title): \(message)")
  }
}
