/// A part of the addresses behind a Service, in the newer form.
///
/// Source: kubernetes/api `discovery/v1/types.go`, `EndpointSlice`.
public struct EndpointSlice: Sendable, Hashable, Codable {
  /// The label that ties a slice to its Service.
  public static let serviceNameLabel = "kubernetes.io/service-name"

  /// `discovery.k8s.io/v1`.
  public var apiVersion: String? = "discovery.k8s.io/v1"
  /// `EndpointSlice`.
  public var kind: String? = "EndpointSlice"
  /// Metadata; the label `kubernetes.io/service-name` ties it to the Service.
  public var metadata: ObjectMeta
  /// `IPv4`, `IPv6` or `FQDN`.
  public var addressType: String
  /// The endpoints.
  public var endpoints: [SliceEndpoint]?
  /// The ports that every endpoint has.
  public var ports: [SlicePort]?

  /// Makes a slice.
  public init(
    metadata: ObjectMeta, addressType: String = "IPv4", endpoints: [SliceEndpoint]? = nil,
    ports: [SlicePort]? = nil
  ) {
    self.metadata = metadata
    self.addressType = addressType
    self.endpoints = endpoints
    self.ports = ports
  }
}

/// An endpoint of a slice.
public struct SliceEndpoint: Sendable, Hashable, Codable {
  /// Its addresses; consumers treat them as interchangeable.
  public var addresses: [String]
  /// Its state.
  public var conditions: SliceConditions?
  /// The host name.
  public var hostname: String?
  /// The object behind it.
  public var targetRef: ObjectReference?
  /// The topology of `v1beta1`.
  public var deprecatedTopology: [String: String]?
  /// The node that has it.
  public var nodeName: String?
  /// The zone that has it.
  public var zone: String?

  /// Makes an endpoint.
  public init(
    addresses: [String], conditions: SliceConditions? = nil, hostname: String? = nil,
    targetRef: ObjectReference? = nil, deprecatedTopology: [String: String]? = nil, nodeName: String? = nil,
    zone: String? = nil
  ) {
    self.addresses = addresses
    self.conditions = conditions
    self.hostname = hostname
    self.targetRef = targetRef
    self.deprecatedTopology = deprecatedTopology
    self.nodeName = nodeName
    self.zone = zone
  }
}

/// The state of an endpoint of a slice.
public struct SliceConditions: Sendable, Hashable, Codable {
  /// Whether it takes traffic.
  public var ready: Bool?
  /// Whether it could take traffic, even while it terminates.
  public var serving: Bool?
  /// Whether it terminates.
  public var terminating: Bool?

  /// Makes a state.
  public init(ready: Bool? = nil, serving: Bool? = nil, terminating: Bool? = nil) {
    self.ready = ready
    self.serving = serving
    self.terminating = terminating
  }
}

/// A port of a slice.
public struct SlicePort: Sendable, Hashable, Codable {
  /// The name of the Service's port.
  public var name: String?
  /// The number; nil means all ports.
  public var port: UInt16?
  /// `TCP`, `UDP` or `SCTP`.
  public var `protocol`: String?
  /// The application protocol.
  public var appProtocol: String?

  /// Makes a port.
  public init(
    name: String? = nil, port: UInt16? = nil, protocol: String? = nil, appProtocol: String? = nil
  ) {
    self.name = name
    self.port = port
    self.protocol = `protocol`
    self.appProtocol = appProtocol
  }
}
