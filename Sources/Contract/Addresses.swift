/// An IPv4 or IPv6 address in its usual text form, without port, zone or brackets.
public struct IPAddress: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The text form: `127.18.0.5`, `::1`.
  public let description: String

  /// Takes the text as it is; `Wire` refuses what the system cannot parse.
  public init(_ text: String) { description = text }

  /// The IPv4 address made of four octets.
  public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) { description = "\(a).\(b).\(c).\(d)" }

  /// Whether the text has the form of an IPv6 address.
  public var isIPv6: Bool { description.utf8.contains(UInt8(ascii: ":")) }

  /// By the text form.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

  /// Decodes the text form.
  public init(from decoder: any Decoder) throws {
    description = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// An address and a TCP port.
public struct Endpoint: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The IP address.
  public var address: IPAddress
  /// The TCP port; 0 asks the system for a free one.
  public var port: UInt16

  /// Joins an address and a port.
  public init(_ address: IPAddress, _ port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `address:port`, with brackets around IPv6.
  public var description: String { address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }

  /// By address, then port.
  public static func < (left: Self, right: Self) -> Bool {
    (left.address, left.port) < (right.address, right.port)
  }
}

/// A listening socket: where it listens, and the descriptor under which the process inherited it.
public struct Listener: Hashable, Sendable, Codable {
  /// Where the socket is bound.
  public var endpoint: Endpoint
  /// The inherited descriptor; the runner fills it in when it starts the process, -1 before.
  public var descriptor: Int32

  /// A listener that the runner has yet to open.
  public init(_ endpoint: Endpoint, descriptor: Int32 = -1) {
    self.endpoint = endpoint
    self.descriptor = descriptor
  }
}

/// A pod by namespace and name.
public struct PodReference: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The namespace of the pod.
  public var namespace: String
  /// The name of the pod.
  public var name: String

  /// Names a pod.
  public init(namespace: String, name: String) {
    self.namespace = namespace
    self.name = name
  }

  /// `namespace/name`.
  public var description: String { "\(namespace)/\(name)" }

  /// By the text form.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
