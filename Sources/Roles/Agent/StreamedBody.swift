import Wire

/// The body of a response as Go's server sends what a handler writes: small ones whole with their length, larger
/// ones in chunks; compressed where handler and client want it.
///
/// Source: golang/go `src/net/http/server.go` (bufferBeforeChunkingSize 2048), 1.24; klauspost/compress
/// `gzhttp/compress.go` (minimum size 1024, zstd before gzip), 1.18.6, which Istio's agent uses from 1.30 on.
struct StreamedBody {
  enum Coding: String {
    case identity
    case gzip
    case zstd
  }

  private enum Compressor {
    case gzip(GzipCompressor)
    case zstd(ZstdCompressor)
  }

  private var headers: HTTPHeaders
  private let coding: Coding
  private var compressor: Compressor?
  private var held: [UInt8] = []
  private var hasStarted = false
  private var bytesSent = 0

  private static let holdBack = 2048
  private static let part = 32 << 10
  private static let leastToCompress = 1024

  init(headers: HTTPHeaders, coding: Coding) {
    self.headers = headers
    self.coding = coding
  }

  /// The coding that a client's `Accept-Encoding` asks for: the best that it does not rule out.
  static func coding(for request: HTTPRequest) -> Coding {
    var wanted: Set<String> = []
    for item in request.headers.all("Accept-Encoding").joined(separator: ",").split(separator: ",") {
      let fields = item.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      guard let name = fields.first else { continue }
      let isRefused = fields.dropFirst().contains { field in
        field.hasPrefix("q=") && (Double(field.dropFirst(2)) ?? 0) <= 0
      }
      if !isRefused { wanted.insert(name) }
    }
    return wanted.contains("zstd") ? .zstd : wanted.contains("gzip") ? .gzip : .identity
  }

  /// Adds to the body.
  mutating func write(
    _ bytes: UnsafeRawBufferPointer, to connection: inout HTTPServerConnection
  ) throws(WireError) {
    if !hasStarted {
      held.append(contentsOf: bytes)
      guard held.count > Self.holdBack else { return }
      try start(on: &connection)
    } else if let compressor {
      try Self.compress(bytes, compressor, into: &held)
    } else if held.isEmpty, bytes.count >= Self.part {
      bytesSent += bytes.count
      return try connection.write(bytes)
    } else {
      held.append(contentsOf: bytes)
    }
    if held.count >= Self.part { try flush(to: &connection) }
  }

  /// Adds to the body.
  mutating func write(_ bytes: [UInt8], to connection: inout HTTPServerConnection) throws(WireError) {
    try bytes.withUnsafeBufferPointer { buffer throws(WireError) in
      try write(UnsafeRawBufferPointer(buffer), to: &connection)
    }
  }

  /// Ends the body. `willEnd` hears its length as sent before the client can see the end.
  mutating func finish(
    on connection: inout HTTPServerConnection, willEnd: (Int) -> Void
  ) throws(WireError) {
    guard hasStarted || (coding != .identity && held.count >= Self.leastToCompress) else {
      willEnd(held.count)
      return try connection.respond(HTTPResponse(status: 200, headers: headers, body: held))
    }
    if !hasStarted { try start(on: &connection) }
    switch compressor {
    case .gzip(let gzip): try gzip.finish(into: &held)
    case .zstd(let zstd): try zstd.finish(into: &held)
    case nil: break
    }
    willEnd(bytesSent + held.count)
    try flush(to: &connection)
    try connection.finish()
  }

  private mutating func start(on connection: inout HTTPServerConnection) throws(WireError) {
    hasStarted = true
    switch coding {
    case .identity: break
    case .gzip: compressor = .gzip(try GzipCompressor(level: 1))
    case .zstd: compressor = .zstd(try ZstdCompressor(level: 1))
    }
    if let compressor {
      headers["Content-Encoding"] = coding.rawValue
      let plain = held
      held = []
      try plain.withUnsafeBufferPointer { buffer throws(WireError) in
        try Self.compress(UnsafeRawBufferPointer(buffer), compressor, into: &held)
      }
    }
    connection.startResponse(status: 200, headers: headers)
  }

  private static func compress(
    _ bytes: UnsafeRawBufferPointer, _ compressor: Compressor, into out: inout [UInt8]
  ) throws(WireError) {
    switch compressor {
    case .gzip(let gzip): try gzip.compress(bytes, into: &out)
    case .zstd(let zstd): try zstd.compress(bytes, into: &out)
    }
  }

  private mutating func flush(to connection: inout HTTPServerConnection) throws(WireError) {
    bytesSent += held.count
    let part = held
    held.removeAll(keepingCapacity: true)
    if part.isEmpty { try connection.flush() } else { try connection.write(part) }
  }
}
