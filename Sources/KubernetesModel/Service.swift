/// A Service, as far as discovery and protocol selection look at it.
///
/// Source: kubernetes/api `core/v1/types.go`, `Service`.
public struct Service: Sendable, Hashable, Codable {
  /// `v1`.
  public var apiVersion: String? = "v1"
  /// `Service`.
  public var kind: String? = "Service"
  /// Metadata.
  public var metadata: ObjectMeta
  /// What the Service offers.
  public var spec: ServiceSpec
  /// Where it is reachable from outside.
  public var status: ServiceStatus?

  /// Makes a Service.
  public init(metadata: ObjectMeta, spec: ServiceSpec, status: ServiceStatus? = nil) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }
}

/// Where a Service is reachable from outside.
public struct ServiceStatus: Sendable, Hashable, Codable {
  /// The load balancer of a Service of that type.
  public var loadBalancer: LoadBalancerStatus?

  /// Makes a status.
  public init(loadBalancer: LoadBalancerStatus? = nil) { self.loadBalancer = loadBalancer }
}

/// The addresses of a load balancer.
public struct LoadBalancerStatus: Sendable, Hashable, Codable {
  /// The addresses.
  public var ingress: [LoadBalancerIngress]?

  /// Makes a status.
  public init(ingress: [LoadBalancerIngress]? = nil) { self.ingress = ingress }
}

/// An address of a load balancer.
public struct LoadBalancerIngress: Sendable, Hashable, Codable {
  /// The IP, if it has one.
  public var ip: String?

  /// Makes an address.
  public init(ip: String? = nil) { self.ip = ip }
}

/// What a Service offers.
public struct ServiceSpec: Sendable, Hashable, Codable {
  /// The pods behind it; nil selects none.
  public var selector: [String: String]?
  /// Its ports.
  public var ports: [ServicePort]?
  /// Its address; `None` is headless.
  public var clusterIP: String?
  /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
  public var type: String?
  /// The DNS name of an ExternalName Service.
  public var externalName: String?
  /// The address asked of a load balancer (deprecated in Kubernetes).
  public var loadBalancerIP: String?
  /// `SingleStack`, `PreferDualStack` or `RequireDualStack`.
  public var ipFamilyPolicy: String?
  /// `IPv4`, `IPv6`; the first is the primary one.
  public var ipFamilies: [String]?
  /// Whether pods that are not ready are published, too.
  public var publishNotReadyAddresses: Bool?

  /// Makes a specification.
  public init(
    selector: [String: String]? = nil, ports: [ServicePort]? = nil, clusterIP: String? = nil,
    type: String? = nil, externalName: String? = nil, loadBalancerIP: String? = nil,
    ipFamilyPolicy: String? = nil,
    ipFamilies: [String]? = nil, publishNotReadyAddresses: Bool? = nil
  ) {
    self.selector = selector
    self.ports = ports
    self.clusterIP = clusterIP
    self.type = type
    self.externalName = externalName
    self.loadBalancerIP = loadBalancerIP
    self.ipFamilyPolicy = ipFamilyPolicy
    self.ipFamilies = ipFamilies
    self.publishNotReadyAddresses = publishNotReadyAddresses
  }
}

/// A port of a Service.
public struct ServicePort: Sendable, Hashable, Codable {
  /// The name; Istio reads the protocol from its prefix.
  public var name: String?
  /// The port of the Service.
  public var port: UInt16
  /// The port of the pods; the Service's own if absent.
  public var targetPort: PortReference?
  /// `TCP`, `UDP` or `SCTP`.
  public var `protocol`: String?
  /// The application protocol, which Istio prefers to the name.
  public var appProtocol: String?

  /// Makes a port.
  public init(
    name: String? = nil, port: UInt16, targetPort: PortReference? = nil, protocol: String? = nil,
    appProtocol: String? = nil
  ) {
    self.name = name
    self.port = port
    self.targetPort = targetPort
    self.protocol = `protocol`
    self.appProtocol = appProtocol
  }

  /// The number that the port has on a pod, nil if it names a port that the pod does not declare.
  public func number(on pod: Pod) -> UInt16? {
    switch targetPort {
    case nil: port
    case .number(let number): number
    case .name(let name):
      pod.spec.containers.lazy.flatMap { $0.ports ?? [] }.first { $0.name == name }?.containerPort
    }
  }
}

/// A port by number or by name (`intstr.IntOrString`).
public enum PortReference: Sendable, Hashable, Codable, CustomStringConvertible {
  /// A number.
  case number(UInt16)
  /// The name of a container port.
  case name(String)

  /// Reads a number or a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(UInt16.self) {
      self = .number(number)
    } else {
      self = .name(try container.decode(String.self))
    }
  }

  /// Writes a number or a name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .name(let name): try container.encode(name)
    }
  }

  /// The number or the name.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .name(let name): name
    }
  }
}

/// A namespace.
public struct Namespace: Sendable, Hashable, Codable {
  /// `v1`.
  public var apiVersion: String? = "v1"
  /// `Namespace`.
  public var kind: String? = "Namespace"
  /// Metadata; the labels decide on injection.
  public var metadata: ObjectMeta

  /// Makes a namespace.
  public init(metadata: ObjectMeta) { self.metadata = metadata }
}
