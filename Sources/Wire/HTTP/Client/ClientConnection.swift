internal import CSystem
internal import Contract

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The client's end of an HTTP connection: HTTP/2 where ALPN has chosen it, as in Go, else HTTP/1.1.
///
/// `@unchecked` because the compiler cannot see that one exchange at a time uses it, to which the pool hands it under
/// its lock.
final class ClientConnection: @unchecked Sendable {
  let key: ConnectionKey
  let stream: any ByteStream
  private let http2: HTTP2Client?
  private var input: BufferedInput
  private var body = BodyReader(.none)
  private var keepsAlive = false

  /// Go's bound on a response's head. Source: golang/go src/net/http/transport.go, 1.24.
  private static let headLimit = 10 << 20
  private static let brokenPrefix = "net/http: HTTP/1.x transport connection broken: "

  init(key: ConnectionKey, stream: any ByteStream) throws(WireError) {
    self.key = key
    self.stream = stream
    if let tls = stream as? TLSStream, tls.negotiatedProtocol == "h2" {
      http2 = try HTTP2Client(stream: stream)
    } else {
      http2 = nil
    }
    input = BufferedInput(stream: stream)
  }

  /// Whether nothing has come since the last response: neither a close nor bytes that nobody asked for.
  var isQuiet: Bool {
    if let http2 { return http2.catchUp() }
    return input.count == 0 && !stream.hasBufferedInput && ms_wait_readable(stream.transport.descriptor, 0) == 0
  }

  /// Sends a request and reads the head of its response.
  func begin(_ request: ClientRequest, headers: HTTPHeaders) throws(WireError) -> HTTPHead.Response {
    if let http2 {
      keepsAlive = request.keepsAlive
      return try http2.begin(request, headers: headers)
    }
    do throws(WireError) {
      try send(request, headers: headers)
    } catch {
      // The server may have answered, or said why not, before it closed. Go reads at the same time as it writes.
      guard error.kind == .reset else { throw error }
      do throws(WireError) { return try readHead(request) } catch let answer {
        let wasReset = error.systemError == ECONNRESET && answer.kind == .endOfFile
        throw wasReset ? stream.transport.failure("read", ECONNRESET) : answer
      }
    }
    return try readHead(request)
  }

  private func send(_ request: ClientRequest, headers: HTTPHeaders) throws(WireError) {
    var output = HTTPOutput(capacity: 512 + request.body.count)
    output.appendLine("\(request.method) \(request.url.target) HTTP/1.1")
    if request.spellsFieldsAsGo {
      output.append("Host", headers["Host"] ?? request.url.authority)
      output.append(GoFields.ordered(headers, asked: request.headers))
    } else {
      if !headers.contains("Host") { output.append("Host", request.url.authority) }
      output.append(headers)
    }
    if !request.keepsAlive, !headers.contains("Connection") { output.append("Connection", "close") }
    let needsLength = !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
    if needsLength, !headers.contains("Content-Length"), !headers.contains("Transfer-Encoding") {
      output.append("Content-Length", String(request.body.count))
    }
    output.endLine()
    output.append(request.body)
    try stream.write(output.bytes, deadline: request.deadline)
  }

  private func readHead(_ request: ClientRequest) throws(WireError) -> HTTPHead.Response {
    // Source: golang/go src/net/http/transport.go persistConn.readLoop, readResponse, 1.24.
    var taken = 0
    while true {
      var head = try nextHead(after: &taken, deadline: request.deadline)
      // Interim responses are as many as fit into the bound of a head.
      guard !(100...199).contains(head.status) || head.status == 101 else { continue }
      do throws(WireError) {
        let framing = try BodyFraming.ofResponse(head, method: request.method)
        // Where both say where a body ends, chunks do.
        if framing == .chunked { head.headers["Content-Length"] = nil }
        body = BodyReader(framing)
      } catch {
        throw broken(error)
      }
      let isClosed = head.headers.hasToken("close", in: "Connection")
      let isKept = head.minorVersion >= 1 || head.headers.hasToken("keep-alive", in: "Connection")
      keepsAlive = request.keepsAlive && isKept && !isClosed && head.status > 199
      return head
    }
  }

  private func nextHead(after taken: inout Int, deadline: Deadline) throws(WireError) -> HTTPHead.Response {
    let length: Int
    do throws(WireError) {
      let found = try input.headLength(limit: Self.headLimit - taken, deadline: deadline) {
        lines throws(WireError) in
        // Go reads line by line, and finds fault with one at once.
        do throws(WireError) { _ = try HTTPHead.response(lines) } catch {
          if error.kind != .endOfFile { throw error }
        }
      }
      guard let found else { throw taken == 0 && input.count == 0 ? .endOfFile : .unexpectedEndOfFile }
      length = found
    } catch {
      throw interrupted(error, isFirst: taken == 0)
    }
    taken += length
    do throws(WireError) {
      let head = try HTTPHead.response(UnsafeRawBufferPointer(rebasing: input.bytes[..<length]))
      input.consume(length)
      return head
    } catch {
      throw broken(error)
    }
  }

  /// What Go says when a head does not come to its end.
  private func interrupted(_ error: WireError, isFirst: Bool) -> WireError {
    switch error.kind {
    case .timeout: return .deadlineExceeded
    case .protocolViolation: return broken(error)
    case .limit:
      return broken(
        WireError(
          .protocolViolation, "net/http: server response headers exceeded \(Self.headLimit) bytes; aborted"))
    default:
      // Before the first byte the connection's own error stands. Later Go has read what came line by line, the
      // last one cut off, and may have found fault with it first.
      if isFirst, input.count == 0 { return error }
      do throws(WireError) {
        _ = try HTTPHead.response(input.bytes)
        return broken(error)
      } catch let fault {
        return broken(fault.kind == .endOfFile ? error : fault)
      }
    }
  }

  private func broken(_ error: WireError) -> WireError {
    guard !error.message.hasPrefix(Self.brokenPrefix) else { return error }
    var error = error
    error.message = Self.brokenPrefix + error.message
    return error
  }

  /// Takes what there is of the response's body; 0 at its end.
  func readBody(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int {
    if let http2 { return try http2.readBody(into: buffer, deadline: deadline) }
    return try body.read(into: buffer, from: &input, deadline: deadline)
  }

  /// Whether the response has been read to its end and another request may follow.
  var isReusable: Bool { keepsAlive && (http2?.isReusable ?? body.isFinished) }

  /// Whether the response has been read to its end.
  var isFinished: Bool { http2?.isFinished ?? body.isFinished }
}
