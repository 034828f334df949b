/// A probe of a container, by which the kubelet learns whether it lives or is ready.
///
/// Source: kubernetes/api `core/v1/types.go`, `Probe`, `ProbeHandler`, 1.34; `exec` and `grpc` are not looked at.
public struct Probe: Sendable, Hashable, Codable {
  /// A request.
  public var httpGet: HTTPGetAction?
  /// A connection.
  public var tcpSocket: TCPSocketAction?
  /// After how many seconds it has failed; 1 if absent.
  public var timeoutSeconds: Int?

  /// Makes a probe.
  public init(httpGet: HTTPGetAction? = nil, tcpSocket: TCPSocketAction? = nil, timeoutSeconds: Int? = nil) {
    self.httpGet = httpGet
    self.tcpSocket = tcpSocket
    self.timeoutSeconds = timeoutSeconds
  }
}

/// A request by which a container is probed.
public struct HTTPGetAction: Sendable, Hashable, Codable {
  /// The path; `/` if absent.
  public var path: String?
  /// The port, by number or by a container port's name.
  public var port: ProbePort
  /// `HTTP` or `HTTPS`; the first if absent.
  public var scheme: String?
  /// Header fields that the kubelet sends.
  public var httpHeaders: [HTTPHeaderField]?

  /// Makes a request.
  public init(
    path: String? = nil, port: ProbePort, scheme: String? = nil, httpHeaders: [HTTPHeaderField]? = nil
  ) {
    self.path = path
    self.port = port
    self.scheme = scheme
    self.httpHeaders = httpHeaders
  }
}

/// A connection by which a container is probed.
public struct TCPSocketAction: Sendable, Hashable, Codable {
  /// The port, by number or by a container port's name.
  public var port: ProbePort

  /// Makes a connection.
  public init(port: ProbePort) { self.port = port }
}

/// A header field of a probe.
public struct HTTPHeaderField: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String

  /// Makes a field.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A port by its number or by its name.
public enum ProbePort: Sendable, Hashable, Codable {
  /// The number.
  case number(Int)
  /// A container port's name.
  case name(String)

  /// Reads a number or a text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self =
      if let number = try? container.decode(Int.self) { .number(number) } else {
        .name(try container.decode(String.self))
      }
  }

  /// Writes a number or a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .name(let name): try container.encode(name)
    }
  }
}
