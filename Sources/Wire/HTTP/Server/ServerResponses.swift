internal import Contract

/// How the body of a response is delimited.
enum ResponseFraming: Sendable {
  /// As many bytes as `Content-Length` says, or as the caller sends.
  case asGiven
  case chunked
  case untilClose
  /// HTTP/2 has its own frames.
  case http2
  /// The request or the status forbids a body.
  case none

  var forbidsBody: Bool { if case .none = self { true } else { false } }
}

extension HTTPServerConnection {
  /// Sends a whole response to the current request.
  ///
  /// `Content-Length` is added unless the header fields have it or `Transfer-Encoding`; `Connection` is added where
  /// the connection's fate differs from what the protocol's version implies.
  public mutating func respond(_ response: HTTPResponse, deadline: Deadline = .never) throws(WireError) {
    var headers = response.headers
    let isBodiless = HTTPResponse.hasNoBody(status: response.status)
    if let promised = headers["Content-Length"] {
      // A promise that is not kept: the client can only wait for the end of the connection.
      if promised != String(response.body.count), request?.method != "HEAD" { closesAfterResponse = true }
    } else if !isBodiless, !headers.contains("Transfer-Encoding") {
      headers.add("Content-Length", String(response.body.count))
    }
    if let http2 { return try respond(response, headers, over: http2, deadline: deadline) }
    var output = head(response.status, response.reason, headers)
    let body = isBodiless || request?.method == "HEAD" ? [] : response.body
    let isSmall = body.count <= 64 << 10
    if isSmall { output.append(body) }
    try stream.write(output.bytes, deadline: deadline)
    if !isSmall { try stream.write(body, deadline: deadline) }
  }

  /// Begins a response whose body follows by ``write(_:deadline:)``, chunked unless `Content-Length` is given.
  public mutating func startResponse(
    status: Int = 200, reason: String = "", headers: HTTPHeaders = [:]
  ) {
    var headers = headers
    if http2 != nil {
      streaming =
        request?.method == "HEAD" || HTTPResponse.hasNoBody(status: status) ? ResponseFraming.none : .http2
      pendingHead = (status, headers)
      return
    }
    let framing: ResponseFraming
    if HTTPResponse.hasNoBody(status: status) {
      framing = .none
    } else if headers.contains("Content-Length") {
      framing = .asGiven
    } else if let request, request.minorVersion < 1 {
      framing = .untilClose
      closesAfterResponse = true
    } else {
      framing = .chunked
      if !headers.contains("Transfer-Encoding") { headers.add("Transfer-Encoding", "chunked") }
    }
    streaming = request?.method == "HEAD" ? ResponseFraming.none : framing
    pending = head(status, reason, headers).bytes
  }

  /// Sends the head of a started response if it has not gone yet.
  public mutating func flush(deadline: Deadline = .never) throws(WireError) {
    if let http2 {
      try startHTTP2(over: http2, deadline: deadline)
      return try http2.flush(deadline: deadline)
    }
    guard !pending.isEmpty else { return }
    defer { pending = [] }
    try stream.write(pending, deadline: deadline)
  }

  /// Sends a part of a started response's body at once.
  public mutating func write(_ part: UnsafeRawBufferPointer, deadline: Deadline = .never) throws(WireError) {
    guard !part.isEmpty, let streaming else { return }
    if case .none = streaming { return }
    if let http2 {
      try startHTTP2(over: http2, deadline: deadline)
      return try http2.write(part, ending: false, deadline: deadline)
    }
    var output = HTTPOutput(capacity: pending.count + part.count + 16)
    output.append(pending)
    pending = []
    if case .chunked = streaming { output.appendChunk(part) } else { output.append(part) }
    try stream.write(output.bytes, deadline: deadline)
  }

  /// Sends a part of a started response's body at once.
  public mutating func write(_ part: [UInt8], deadline: Deadline = .never) throws(WireError) {
    try part.withUnsafeBufferPointer { buffer throws(WireError) in
      try write(UnsafeRawBufferPointer(buffer), deadline: deadline)
    }
  }

  /// Ends a started response.
  public mutating func finish(deadline: Deadline = .never) throws(WireError) {
    guard let streaming else { return }
    self.streaming = nil
    if let http2 {
      try startHTTP2(over: http2, isWhole: streaming.forbidsBody, deadline: deadline)
      guard !streaming.forbidsBody else { return }
      return try http2.write(UnsafeRawBufferPointer(start: nil, count: 0), ending: true, deadline: deadline)
    }
    var output = HTTPOutput(capacity: pending.count + 8)
    output.append(pending)
    pending = []
    if case .chunked = streaming { output.append("0\r\n\r\n") }
    if !output.bytes.isEmpty { try stream.write(output.bytes, deadline: deadline) }
  }

  private mutating func respond(
    _ response: HTTPResponse, _ headers: HTTPHeaders, over http2: HTTP2Server, deadline: Deadline
  ) throws(WireError) {
    let isBodiless =
      HTTPResponse.hasNoBody(status: response.status) || request?.method == "HEAD" || response.body.isEmpty
    if headers.hasToken("close", in: "Connection") { closesAfterResponse = true }
    try http2.start(status: response.status, headers: headers, isWhole: isBodiless, deadline: deadline)
    guard !isBodiless else { return }
    try response.body.withUnsafeBufferPointer { buffer throws(WireError) in
      try http2.write(UnsafeRawBufferPointer(buffer), ending: true, deadline: deadline)
    }
  }

  private mutating func startHTTP2(
    over http2: HTTP2Server, isWhole: Bool = false, deadline: Deadline
  ) throws(WireError) {
    guard let (status, headers) = pendingHead else { return }
    pendingHead = nil
    try http2.start(status: status, headers: headers, isWhole: isWhole, deadline: deadline)
  }

  private mutating func head(_ status: Int, _ reason: String, _ headers: HTTPHeaders) -> HTTPOutput {
    var output = HTTPOutput(capacity: 512)
    output.appendLine("HTTP/1.1 \(status) \(reason.isEmpty ? HTTPStatus.reason(status) : reason)")
    output.append(headers)
    if headers.hasToken("close", in: "Connection") {
      closesAfterResponse = true
    } else if !headers.contains("Connection") {
      if closesAfterResponse {
        if request?.minorVersion != 0 { output.append("Connection", "close") }
      } else if request?.minorVersion == 0 {
        output.append("Connection", "keep-alive")
      }
    }
    output.endLine()
    return output
  }
}
