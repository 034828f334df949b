/// A node, as far as discovery looks at it.
///
/// Source: kubernetes/api `core/v1/types.go`, `Node`.
public struct Node: Sendable, Hashable, Codable {
  /// `v1`.
  public var apiVersion: String? = "v1"
  /// `Node`.
  public var kind: String? = "Node"
  /// Metadata.
  public var metadata: ObjectMeta
  /// What is known of the machine.
  public var spec: NodeSpec?
  /// Its state.
  public var status: NodeStatus?

  /// Makes a node.
  public init(metadata: ObjectMeta, spec: NodeSpec? = nil, status: NodeStatus? = nil) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }
}

/// What is known of a node's machine.
public struct NodeSpec: Sendable, Hashable, Codable {
  /// The cloud provider's identifier.
  public var providerID: String?

  /// Makes a specification.
  public init(providerID: String? = nil) { self.providerID = providerID }
}

/// The state of a node.
public struct NodeStatus: Sendable, Hashable, Codable {
  /// Its addresses.
  public var addresses: [NodeAddress]?
  /// Its conditions.
  public var conditions: [NodeCondition]?
  /// The ports of its daemons.
  public var daemonEndpoints: NodeDaemonEndpoints?

  /// Makes a state.
  public init(
    addresses: [NodeAddress]? = nil, conditions: [NodeCondition]? = nil,
    daemonEndpoints: NodeDaemonEndpoints? = nil
  ) {
    self.addresses = addresses
    self.conditions = conditions
    self.daemonEndpoints = daemonEndpoints
  }
}

/// An address of a node.
public struct NodeAddress: Sendable, Hashable, Codable {
  /// `InternalIP`, `InternalDNS`, `ExternalIP`, `ExternalDNS`, `Hostname`.
  public var type: String
  /// The address.
  public var address: String

  /// Makes an address.
  public init(type: String, address: String) {
    self.type = type
    self.address = address
  }
}

/// A condition of a node.
public struct NodeCondition: Sendable, Hashable, Codable {
  /// `Ready`, `MemoryPressure`, ….
  public var type: String
  /// `True`, `False` or `Unknown`.
  public var status: String

  /// Makes a condition.
  public init(type: String, status: String) {
    self.type = type
    self.status = status
  }
}

/// The ports of a node's daemons.
public struct NodeDaemonEndpoints: Sendable, Hashable, Codable {
  /// The kubelet's.
  public var kubeletEndpoint: DaemonEndpoint?

  /// Makes ports.
  public init(kubeletEndpoint: DaemonEndpoint? = nil) { self.kubeletEndpoint = kubeletEndpoint }
}

/// The port of a node's daemon.
public struct DaemonEndpoint: Sendable, Hashable, Codable {
  /// The port; Kubernetes spells the key with a capital.
  public var port: UInt16

  private enum CodingKeys: String, CodingKey {
    case port = "Port"
  }

  /// Makes a port.
  public init(port: UInt16) { self.port = port }
}
