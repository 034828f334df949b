/// Which connections pods take and make.
///
/// Source: kubernetes/api `networking/v1/types.go`, `NetworkPolicy`, 1.34.
public struct NetworkPolicy: Sendable, Hashable, Codable {
  /// `networking.k8s.io/v1`.
  public var apiVersion: String? = "networking.k8s.io/v1"
  /// `NetworkPolicy`.
  public var kind: String? = "NetworkPolicy"
  /// Metadata.
  public var metadata: ObjectMeta
  /// What the policy says.
  public var spec: NetworkPolicySpec

  /// Makes a policy.
  public init(metadata: ObjectMeta, spec: NetworkPolicySpec) {
    self.metadata = metadata
    self.spec = spec
  }

  /// Reads a policy; without a `spec` it is that of an empty one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
    spec = try container.decodeIfPresent(NetworkPolicySpec.self, forKey: .spec) ?? NetworkPolicySpec()
  }

  /// `namespace/name`.
  public var reference: String { "\(metadata.namespace ?? "default")/\(metadata.name)" }
}

/// What a policy says.
public struct NetworkPolicySpec: Sendable, Hashable, Codable {
  /// Which direction a policy is about.
  public enum Direction: String, Sendable, Hashable, Codable {
    /// Connections to the selected pods.
    case ingress = "Ingress"
    /// Connections from the selected pods.
    case egress = "Egress"
  }

  /// The pods of the policy's namespace that it is about; all of them if empty.
  public var podSelector: LabelSelector?
  /// The directions that it is about; see ``isAbout(_:)`` for what holds without.
  public var policyTypes: [Direction]?
  /// What is allowed in; nothing if there is none.
  public var ingress: [NetworkPolicyIngressRule]?
  /// What is allowed out; nothing if there is none.
  public var egress: [NetworkPolicyEgressRule]?

  /// Makes a specification.
  public init(
    podSelector: LabelSelector? = nil, policyTypes: [Direction]? = nil,
    ingress: [NetworkPolicyIngressRule]? = nil, egress: [NetworkPolicyEgressRule]? = nil
  ) {
    self.podSelector = podSelector
    self.policyTypes = policyTypes
    self.ingress = ingress
    self.egress = egress
  }

  /// Whether the policy isolates its pods in a direction.
  ///
  /// Without `policyTypes` it is about ingress, and about egress if it has egress rules. Source: kubernetes/kubernetes
  /// `pkg/apis/networking/v1/defaults.go`, `SetDefaults_NetworkPolicy`, 1.34.
  public func isAbout(_ direction: Direction) -> Bool {
    if let policyTypes, !policyTypes.isEmpty { return policyTypes.contains(direction) }
    return direction == .ingress || !(egress ?? []).isEmpty
  }
}

/// Connections that are allowed in: from any of the peers, to any of the ports.
public struct NetworkPolicyIngressRule: Sendable, Hashable, Codable {
  /// From whom; from everybody if empty.
  public var from: [NetworkPolicyPeer]?
  /// To which ports; to all if empty.
  public var ports: [NetworkPolicyPort]?

  /// Makes a rule.
  public init(from: [NetworkPolicyPeer]? = nil, ports: [NetworkPolicyPort]? = nil) {
    self.from = from
    self.ports = ports
  }
}

/// Connections that are allowed out: to any of the peers, to any of the ports.
public struct NetworkPolicyEgressRule: Sendable, Hashable, Codable {
  /// To whom; to everybody if empty.
  public var to: [NetworkPolicyPeer]?
  /// To which ports; to all if empty.
  public var ports: [NetworkPolicyPort]?

  /// Makes a rule.
  public init(to: [NetworkPolicyPeer]? = nil, ports: [NetworkPolicyPort]? = nil) {
    self.to = to
    self.ports = ports
  }
}

/// Somebody at the other end of a connection.
public struct NetworkPolicyPeer: Sendable, Hashable, Codable {
  /// Pods, of the policy's own namespace unless `namespaceSelector` says otherwise.
  public var podSelector: LabelSelector?
  /// All pods of these namespaces, or those of them that `podSelector` selects.
  public var namespaceSelector: LabelSelector?
  /// Addresses.
  public var ipBlock: IPBlock?

  /// Makes a peer.
  public init(
    podSelector: LabelSelector? = nil, namespaceSelector: LabelSelector? = nil, ipBlock: IPBlock? = nil
  ) {
    self.podSelector = podSelector
    self.namespaceSelector = namespaceSelector
    self.ipBlock = ipBlock
  }
}

/// A range of addresses, without some of them.
public struct IPBlock: Sendable, Hashable, Codable {
  /// The range: `0.0.0.0/0`.
  public var cidr: String
  /// Ranges in it that do not count.
  public var except: [String]?

  /// Makes a range.
  public init(cidr: String, except: [String]? = nil) {
    self.cidr = cidr
    self.except = except
  }

  /// The ranges that hold every address of a family.
  public static let everywhere: Set = ["0.0.0.0/0", "::/0"]
}

/// A port, or a range of them, on the pods that are connected to.
public struct NetworkPolicyPort: Sendable, Hashable, Codable {
  /// `TCP`, `UDP` or `SCTP`; TCP if absent.
  public var `protocol`: String?
  /// The number, or the name that a container gives it; every port if absent.
  public var port: PortReference?
  /// The last one of a range that begins with `port`.
  public var endPort: UInt16?

  /// Makes a port.
  public init(protocol: String? = nil, port: PortReference? = nil, endPort: UInt16? = nil) {
    self.protocol = `protocol`
    self.port = port
    self.endPort = endPort
  }
}
