internal import Contract

/// Where the body of a message ends.
enum BodyFraming: Hashable, Sendable {
  case none
  case length(Int)
  case chunked
  case untilClose

  /// What the header fields say, for a request.
  ///
  /// Source: golang/go src/net/http/transfer.go, 1.24.
  static func ofRequest(_ headers: HTTPHeaders) throws(HTTPHead.RequestViolation) -> Self {
    do throws(WireError) {
      if try isChunked(headers) { return .chunked }
      return try contentLength(headers).map { $0 == 0 ? .none : .length($0) } ?? .none
    } catch {
      throw HTTPHead.RequestViolation(
        status: error.message.hasPrefix("unsupported transfer") ? 501 : 400, message: error.message)
    }
  }

  /// What the header fields say, for a response to a request of this method.
  static func ofResponse(_ head: HTTPHead.Response, method: String) throws(WireError) -> Self {
    if method == "HEAD" || HTTPResponse.hasNoBody(status: head.status) { return .none }
    if head.minorVersion >= 1, try isChunked(head.headers) { return .chunked }
    guard let length = try contentLength(head.headers) else { return .untilClose }
    return length == 0 ? .none : .length(length)
  }

  private static func isChunked(_ headers: HTTPHeaders) throws(WireError) -> Bool {
    let codings = headers.all("Transfer-Encoding")
    guard let coding = codings.first else { return false }
    guard codings.count == 1 else {
      let list = codings.map { GoQuoting.quoted($0) }.joined(separator: " ")
      throw WireError(.protocolViolation, "too many transfer encodings: [\(list)]")
    }
    guard HTTPHeaders.isSame(coding, "chunked") else {
      throw WireError(.protocolViolation, "unsupported transfer encoding: \(GoQuoting.quoted(coding))")
    }
    return true
  }

  private static func contentLength(_ headers: HTTPHeaders) throws(WireError) -> Int? {
    let values = headers.all("Content-Length")
    guard let first = values.first else { return nil }
    guard values.allSatisfy({ $0 == first }) else {
      let list = values.map { GoQuoting.quoted($0) }.joined(separator: " ")
      throw WireError(
        .protocolViolation, "http: message cannot contain multiple Content-Length headers; got [\(list)]")
    }
    let digits = first.utf8
    if digits.isEmpty { return nil }
    guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let length = Int(first) else {
      throw WireError(.protocolViolation, "bad Content-Length \(GoQuoting.quoted(first))")
    }
    return length
  }
}

/// Takes the body of one message from a stream.
struct BodyReader: Sendable {
  /// Go's bound on a line of the chunked coding.
  private static let lineLimit = 4096

  private enum State: Sendable {
    case length(Int)
    case chunkHead
    case chunk(Int)
    case chunkEnd
    case untilClose
    case finished
  }

  private var state: State
  /// The fields behind a chunked body.
  private(set) var trailers: HTTPHeaders = [:]

  init(_ framing: BodyFraming) {
    state =
      switch framing {
      case .none: .finished
      case .length(let count): count > 0 ? .length(count) : .finished
      case .chunked: .chunkHead
      case .untilClose: .untilClose
      }
  }

  /// Whether the body has been taken to its end.
  var isFinished: Bool { if case .finished = state { true } else { false } }

  /// Takes what there is, waiting for the first byte; 0 at the end of the body.
  ///
  /// Source of the messages: golang/go src/net/http/internal/chunked.go, 1.24.
  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, from input: inout BufferedInput, deadline: Deadline
  ) throws(WireError) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      switch state {
      case .finished: return 0
      case .untilClose:
        let count = try input.read(into: buffer, deadline: deadline)
        if count == 0 { state = .finished }
        return count
      case .length(let rest):
        let count = try take(rest, into: buffer, from: &input, deadline: deadline)
        state = rest == count ? .finished : .length(rest - count)
        return count
      case .chunk(let rest):
        let count = try take(rest, into: buffer, from: &input, deadline: deadline)
        state = rest == count ? .chunkEnd : .chunk(rest - count)
        return count
      case .chunkEnd:
        try Self.readChunkEnd(from: &input, deadline: deadline)
        state = .chunkHead
      case .chunkHead:
        let size = try Self.chunkSize(try input.chunkLine(limit: Self.lineLimit, deadline: deadline))
        if size > 0 {
          state = .chunk(size)
        } else {
          try readTrailers(from: &input, deadline: deadline)
          state = .finished
        }
      }
    }
  }

  /// Takes the CRLF behind a chunk, which may arrive in two parts.
  private static func readChunkEnd(
    from input: inout BufferedInput, deadline: Deadline
  ) throws(WireError) {
    while input.count < 2 {
      guard try input.fill(deadline: deadline) else { throw .unexpectedEndOfFile }
    }
    guard input.bytes[0] == UInt8(ascii: "\r"), input.bytes[1] == UInt8(ascii: "\n") else {
      throw WireError(.protocolViolation, "malformed chunked encoding")
    }
    input.consume(2)
  }

  private func take(
    _ rest: Int, into buffer: UnsafeMutableRawBufferPointer, from input: inout BufferedInput, deadline: Deadline
  ) throws(WireError) -> Int {
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(rest, buffer.count)])
    let count = try input.read(into: part, deadline: deadline)
    guard count > 0 else { throw .unexpectedEndOfFile }
    return count
  }

  /// The size in a chunk's first line, extensions cut off.
  static func chunkSize(_ line: [UInt8]) throws(WireError) -> Int {
    var digits = line.prefix { $0 != UInt8(ascii: ";") }
    while let last = digits.last, last.isBlank { digits = digits.dropLast() }
    guard !digits.isEmpty else {
      throw WireError(.protocolViolation, "empty hex number for chunk length")
    }
    var size = 0
    for (index, digit) in digits.enumerated() {
      guard let value = digit.hexValue else {
        throw WireError(.protocolViolation, "invalid byte in chunk length")
      }
      guard index < 15 else { throw WireError(.protocolViolation, "http chunk length too large") }
      size = size << 4 | Int(value)
    }
    return size
  }

  private mutating func readTrailers(from input: inout BufferedInput, deadline: Deadline) throws(WireError) {
    var bytes: [UInt8] = []
    while true {
      let line: [UInt8]
      do throws(WireError) { line = try input.line(limit: Self.lineLimit, deadline: deadline) } catch {
        throw error.kind == .endOfFile
          ? WireError(.endOfFile, "http: unexpected EOF reading trailer") : error
      }
      bytes += line + [UInt8(ascii: "\n")]
      if line.isEmpty { break }
      guard bytes.count <= 16 * Self.lineLimit else {
        throw WireError(.protocolViolation, "http: suspiciously long trailer after chunked body")
      }
    }
    trailers = try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      var lines = LineCursor(UnsafeRawBufferPointer(buffer))
      return try HTTPHead.fields(&lines, allowsFolding: true)
    }
  }
}
