/// The addresses behind a Service, in the older form: one object a Service, its name the Service's.
///
/// Source: kubernetes/api `core/v1/types.go`, `Endpoints`.
public struct Endpoints: Sendable, Hashable, Codable {
  /// `v1`.
  public var apiVersion: String? = "v1"
  /// `Endpoints`.
  public var kind: String? = "Endpoints"
  /// Metadata; the name ties it to the Service.
  public var metadata: ObjectMeta
  /// Addresses that share ports.
  public var subsets: [EndpointSubset]?

  /// Makes endpoints.
  public init(metadata: ObjectMeta, subsets: [EndpointSubset]? = nil) {
    self.metadata = metadata
    self.subsets = subsets
  }
}

/// Addresses that share ports: every address with every port is an endpoint.
public struct EndpointSubset: Sendable, Hashable, Codable {
  /// Addresses that are ready.
  public var addresses: [EndpointAddress]?
  /// Addresses that are not ready yet.
  public var notReadyAddresses: [EndpointAddress]?
  /// The ports.
  public var ports: [EndpointPort]?

  /// Makes a subset.
  public init(
    addresses: [EndpointAddress]? = nil, notReadyAddresses: [EndpointAddress]? = nil,
    ports: [EndpointPort]? = nil
  ) {
    self.addresses = addresses
    self.notReadyAddresses = notReadyAddresses
    self.ports = ports
  }
}

/// An address of endpoints.
public struct EndpointAddress: Sendable, Hashable, Codable {
  /// The IP.
  public var ip: String
  /// The host name.
  public var hostname: String?
  /// The node that has the endpoint.
  public var nodeName: String?
  /// The object behind the address, a Pod most of the time.
  public var targetRef: ObjectReference?

  /// Makes an address.
  public init(
    ip: String, hostname: String? = nil, nodeName: String? = nil, targetRef: ObjectReference? = nil
  ) {
    self.ip = ip
    self.hostname = hostname
    self.nodeName = nodeName
    self.targetRef = targetRef
  }
}

/// A port of endpoints.
public struct EndpointPort: Sendable, Hashable, Codable {
  /// The name of the Service's port.
  public var name: String?
  /// The number on the pod.
  public var port: UInt16
  /// `TCP`, `UDP` or `SCTP`; TCP if absent.
  public var `protocol`: String?
  /// The application protocol.
  public var appProtocol: String?

  /// Makes a port.
  public init(name: String? = nil, port: UInt16, protocol: String? = nil, appProtocol: String? = nil) {
    self.name = name
    self.port = port
    self.protocol = `protocol`
    self.appProtocol = appProtocol
  }
}

/// A reference to an object.
public struct ObjectReference: Sendable, Hashable, Codable {
  /// The kind.
  public var kind: String?
  /// The namespace.
  public var namespace: String?
  /// The name.
  public var name: String?
  /// The unique identifier.
  public var uid: String?

  /// Makes a reference.
  public init(kind: String? = nil, namespace: String? = nil, name: String? = nil, uid: String? = nil) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.uid = uid
  }
}
