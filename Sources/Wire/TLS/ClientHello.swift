/// What a client says in the first message of TLS: enough to choose a filter chain by, as Envoy's tls_inspector.
///
/// Bytes in, values out: it reads what was peeked, and takes nothing from the connection.
public struct ClientHello: Sendable, Hashable {
  /// The ALPN protocols on offer, in the client's order.
  public var offeredProtocols: [String]
  /// The server name, if one is sent.
  public var serverName: String?

  /// What peeked bytes are.
  public enum Reading: Sendable, Hashable {
    /// A whole ClientHello.
    case hello(ClientHello)
    /// The beginning of one: at least this many bytes are needed to go on.
    case needs(Int)
    /// No TLS.
    case notTLS
  }

  /// The longest hello that is waited for, as in Envoy.
  ///
  /// Source: envoyproxy/envoy source/extensions/filters/listener/tls_inspector/tls_inspector.h TLS_MAX_CLIENT_HELLO.
  public static let longest = 16 << 10

  /// The ALPN protocols that peeked bytes offer; nil if they hold no whole ClientHello.
  public static func offeredProtocols(in peeked: [UInt8]) -> [String]? {
    guard case .hello(let hello) = read(peeked) else { return nil }
    return hello.offeredProtocols
  }

  /// The server name in peeked bytes; nil if there is none, or no whole ClientHello.
  public static func serverName(in peeked: [UInt8]) -> String? {
    guard case .hello(let hello) = read(peeked) else { return nil }
    return hello.serverName
  }

  /// Reads peeked bytes. The hello may be spread over several records.
  public static func read(_ peeked: [UInt8]) -> Reading {
    var message: [UInt8] = []
    var rest = peeked[...]
    while true {
      if let type = rest.first, type != 22 { return .notTLS }
      if rest.count > 1, rest[rest.startIndex + 1] != 3 { return .notTLS }
      let consumed = peeked.count - rest.count
      guard rest.count >= 5 else { return .needs(consumed + 5) }
      let length = Int(rest[rest.startIndex + 3]) << 8 | Int(rest[rest.startIndex + 4])
      guard length > 0, length <= longest + 256 else { return .notTLS }
      message += rest.dropFirst(5).prefix(length)
      if let first = message.first, first != 1 { return .notTLS }
      if message.count >= 4 {
        let total = 4 + (Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3]))
        guard total <= longest else { return .notTLS }
        if message.count >= total {
          return parse(message[4..<total]).map { .hello($0) } ?? .notTLS
        }
      }
      guard rest.count >= 5 + length else { return .needs(consumed + 5 + length) }
      rest = rest.dropFirst(5 + length)
    }
  }

  private static func parse(_ body: ArraySlice<UInt8>) -> ClientHello? {
    var body = ByteFields(body)
    guard body.take(34) != nil, body.vector(lengthBytes: 1) != nil, body.vector(lengthBytes: 2) != nil,
      body.vector(lengthBytes: 1) != nil
    else { return nil }
    var hello = ClientHello(offeredProtocols: [], serverName: nil)
    guard !body.isEmpty else { return hello }
    guard var extensions = body.vector(lengthBytes: 2).map(ByteFields.init) else { return nil }
    while !extensions.isEmpty {
      guard let type = extensions.number(2), let content = extensions.vector(lengthBytes: 2) else { return nil }
      var fields = ByteFields(content)
      if type == 16, let list = fields.vector(lengthBytes: 2) {
        hello.offeredProtocols = ProtocolList.decoded(list)
      } else if type == 0, var names = fields.vector(lengthBytes: 2).map(ByteFields.init),
        names.number(1) == 0, let name = names.vector(lengthBytes: 2)
      {
        hello.serverName = String(decoding: name, as: UTF8.self)
      }
    }
    return hello
  }
}

/// Numbers and vectors in the order in which TLS writes them.
private struct ByteFields {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isEmpty: Bool { rest.isEmpty }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func number(_ count: Int) -> Int? { take(count)?.reduce(0) { $0 << 8 | Int($1) } }

  mutating func vector(lengthBytes: Int) -> ArraySlice<UInt8>? { number(lengthBytes).flatMap { take($0) } }
}

extension TCPStream {
  /// Looks at the beginning of the connection until it is clear what it is, and takes nothing.
  ///
  /// Answers nil when the peer closes before its first byte. A hello cut off by the end is no TLS.
  public func peekClientHello(deadline: Deadline) throws(WireError) -> ClientHello.Reading? {
    var least = 1
    while true {
      let bytes = try peek(upTo: ClientHello.longest + 1024, atLeast: least, deadline: deadline)
      if bytes.isEmpty { return nil }
      let reading = ClientHello.read(bytes)
      guard case .needs(let count) = reading else { return reading }
      // Fewer than asked for: the peer has closed.
      guard bytes.count >= least, count > bytes.count, count <= ClientHello.longest + 1024 else {
        return .notTLS
      }
      least = count
    }
  }
}
