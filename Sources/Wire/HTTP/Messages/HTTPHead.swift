internal import Contract

/// The first line and the header fields of a message: bytes in, values out, no I/O.
enum HTTPHead {
  struct Response: Hashable, Sendable {
    var status: Int
    /// Code and reason as sent.
    var statusText: String
    var reason: String
    var minorVersion: Int
    var headers: HTTPHeaders
  }

  /// Why a request cannot be served, and the status that says so.
  struct RequestViolation: Error, Hashable, Sendable {
    var status: Int
    var message: String
  }

  /// Where the empty line ends that ends a head, looking only at bytes from `searched` on; nil if it is not there.
  ///
  /// Lines may end in LF alone, as Go and Envoy allow.
  static func end(in bytes: UnsafeRawBufferPointer, searched: Int) -> Int? {
    var index = max(0, searched - 3)
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\n") else {
        index += 1
        continue
      }
      if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { return index + 2 }
      if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\r"), bytes[index + 2] == UInt8(ascii: "\n")
      {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  /// Parses the head of a request.
  ///
  /// Source: golang/go src/net/http/request.go readRequest, src/net/http/server.go readRequest, 1.24.
  static func request(_ bytes: UnsafeRawBufferPointer) throws(RequestViolation) -> HTTPRequest {
    var lines = LineCursor(bytes)
    guard let first = lines.next() else { throw bad("malformed HTTP request \"\"") }
    guard let blank = first.firstIndex(of: UInt8(ascii: " ")),
      let lastBlank = first[(blank + 1)...].firstIndex(of: UInt8(ascii: " "))
    else { throw bad("malformed HTTP request \(GoQuoting.quoted(first))") }
    let method = first[..<blank]
    let target = first[(blank + 1)..<lastBlank]
    let proto = first[(lastBlank + 1)...]
    guard isToken(method) else { throw bad("invalid method \(GoQuoting.quoted(method))") }
    guard let version = version(proto) else { throw bad("malformed HTTP version \(GoQuoting.quoted(proto))") }
    guard version.major == 1 else {
      throw RequestViolation(status: 505, message: "unsupported protocol version")
    }
    guard isTarget(target, method: method) else {
      throw bad("parse \(GoQuoting.quoted(target)): invalid URI for request")
    }
    let headers: HTTPHeaders
    do throws(WireError) { headers = try fields(&lines, allowsFolding: false) } catch {
      throw bad(error.message)
    }
    let hosts = headers.all("Host")
    if version.minor >= 1, hosts.isEmpty { throw bad("missing required Host header") }
    if hosts.count > 1 { throw bad("too many Host headers") }
    if headers.fields.contains(where: { $0.name.utf8.contains(UInt8(ascii: " ")) }) {
      throw bad("invalid header name")
    }
    return HTTPRequest(
      method: text(method), target: text(target), minorVersion: min(version.minor, 1), headers: headers)
  }

  /// Parses the head of a response. The bytes may lack the head's end if the peer has closed.
  ///
  /// Source: golang/go src/net/http/response.go ReadResponse, 1.24.
  static func response(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Response {
    var lines = LineCursor(bytes)
    guard let first = lines.next() else { throw .unexpectedEndOfFile }
    guard let blank = first.firstIndex(of: UInt8(ascii: " ")) else {
      throw violation("malformed HTTP response \(GoQuoting.quoted(first))")
    }
    let proto = first[..<blank]
    let statusText = first[blank...].drop { $0 == UInt8(ascii: " ") }
    let code = statusText.prefix { $0 != UInt8(ascii: " ") }
    guard code.count == 3, let status = Int(text(code)), status >= 0 else {
      throw violation("malformed HTTP status code \(GoQuoting.quoted(code))")
    }
    guard let version = version(proto) else {
      throw violation("malformed HTTP version \(GoQuoting.quoted(proto))")
    }
    let headers = try fields(&lines, allowsFolding: true)
    let reason = statusText.dropFirst(code.count).drop { $0 == UInt8(ascii: " ") }
    return Response(
      status: status, statusText: text(statusText), reason: text(reason),
      minorVersion: version.major == 1 ? min(version.minor, 1) : min(version.major, 1), headers: headers)
  }

  /// Reads fields until the empty line.
  ///
  /// Source: golang/go src/net/textproto/reader.go ReadMIMEHeader, 1.24.
  static func fields(_ lines: inout LineCursor, allowsFolding: Bool) throws(WireError) -> HTTPHeaders {
    var headers = HTTPHeaders()
    headers.fields.reserveCapacity(12)
    while true {
      guard let line = lines.next() else { throw .unexpectedEndOfFile }
      guard let start = line.first else { return headers }
      if start.isBlank {
        guard allowsFolding, var last = headers.fields.popLast() else {
          throw violation("malformed MIME header initial line: \(text(line[...]))")
        }
        last.value += " " + text(trimmed(line[...]))
        headers.fields.append(last)
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
        throw violation("malformed MIME header: missing colon: \(GoQuoting.quoted(line))")
      }
      // Go lets blanks in names pass here; its server refuses them later.
      guard colon > line.startIndex,
        line[..<colon].allSatisfy({ $0 == UInt8(ascii: " ") || ($0 < 0x80 && tokenBytes[Int($0)]) }),
        isFieldValue(line[(colon + 1)...])
      else { throw violation("malformed MIME header line: \(text(line[...]))") }
      headers.fields.append(
        .init(name: text(line[..<colon]), value: text(trimmed(line[(colon + 1)...]))))
    }
  }

  /// `HTTP/1.1` and the like, one digit each.
  private static func version(_ text: Slice<UnsafeRawBufferPointer>) -> (major: Int, minor: Int)? {
    let bytes = Array(text)
    guard bytes.count == 8, bytes.starts(with: Array("HTTP/".utf8)), bytes[6] == UInt8(ascii: "."),
      let major = digit(bytes[5]), let minor = digit(bytes[7])
    else { return nil }
    return (major, minor)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
  }

  private static func isTarget(
    _ target: Slice<UnsafeRawBufferPointer>, method: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    guard let first = target.first, target.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
    if first == UInt8(ascii: "/") { return true }
    if target.count == 1 { return first == UInt8(ascii: "*") }
    return method.elementsEqual("CONNECT".utf8)
      || text(target).contains("://")
  }

  private static func isToken(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(isTokenByte)
  }

  /// Whether a byte may stand in a method or a field name.
  static func isTokenByte(_ byte: UInt8) -> Bool { byte < 0x80 && tokenBytes[Int(byte)] }

  /// Which ASCII bytes may stand in a method or a field name. Source: RFC 9110, 5.6.2.
  private static let tokenBytes: [Bool] = {
    var table = [Bool](repeating: false, count: 0x80)
    for byte in "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8 {
      table[Int(byte)] = true
    }
    return table
  }()

  static func isFieldValue(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    var bytes = bytes
    while let first = bytes.first, first.isBlank { bytes = bytes.dropFirst() }
    while let last = bytes.last, last.isBlank { bytes = bytes.dropLast() }
    return bytes
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes), as: UTF8.self)
  }

  private static func bad(_ message: String) -> RequestViolation {
    RequestViolation(status: 400, message: message)
  }

  private static func violation(_ message: String) -> WireError { WireError(.protocolViolation, message) }
}

/// Walks over the lines of a head; a line ends in LF or CRLF, the last may lack its end.
struct LineCursor {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func next() -> Slice<UnsafeRawBufferPointer>? {
    guard index < bytes.count else { return nil }
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    var end = index
    index += 1
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }
}
