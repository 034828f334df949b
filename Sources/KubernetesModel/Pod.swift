/// A pod, as far as discovery and injection look at it.
///
/// Source: kubernetes/api `core/v1/types.go`, `Pod`.
public struct Pod: Sendable, Hashable, Codable {
  /// `v1`.
  public var apiVersion: String? = "v1"
  /// `Pod`.
  public var kind: String? = "Pod"
  /// Metadata.
  public var metadata: ObjectMeta
  /// What should run.
  public var spec: PodSpec
  /// What runs.
  public var status: PodStatus?

  /// Makes a pod.
  public init(metadata: ObjectMeta, spec: PodSpec, status: PodStatus? = nil) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }
}

/// What a pod should run.
public struct PodSpec: Sendable, Hashable, Codable {
  /// The containers.
  public var containers: [Container]
  /// Containers that run before; with `restartPolicy: Always`, native sidecars.
  public var initContainers: [Container]?
  /// The service account.
  public var serviceAccountName: String?
  /// The node.
  public var nodeName: String?
  /// Whether the pod has the node's network.
  public var hostNetwork: Bool?

  /// Makes a specification.
  public init(
    containers: [Container], initContainers: [Container]? = nil, serviceAccountName: String? = nil,
    nodeName: String? = nil, hostNetwork: Bool? = nil
  ) {
    self.containers = containers
    self.initContainers = initContainers
    self.serviceAccountName = serviceAccountName
    self.nodeName = nodeName
    self.hostNetwork = hostNetwork
  }
}

/// A container of a pod.
public struct Container: Sendable, Hashable, Codable {
  /// The name, unique in the pod.
  public var name: String
  /// The image.
  public var image: String?
  /// The declared ports. Declaring a port opens nothing; it is what discovery sees.
  public var ports: [ContainerPort]?
  /// The environment.
  public var env: [EnvironmentVariable]?
  /// The arguments.
  public var args: [String]?
  /// `Always` makes an init container a native sidecar.
  public var restartPolicy: String?
  /// Whether it can be sent requests.
  public var readinessProbe: Probe?
  /// Whether it must be started again.
  public var livenessProbe: Probe?
  /// Whether it has started.
  public var startupProbe: Probe?

  /// Makes a container.
  public init(
    name: String, image: String? = nil, ports: [ContainerPort]? = nil, env: [EnvironmentVariable]? = nil,
    args: [String]? = nil, restartPolicy: String? = nil
  ) {
    self.name = name
    self.image = image
    self.ports = ports
    self.env = env
    self.args = args
    self.restartPolicy = restartPolicy
  }
}

/// A port that a container declares.
public struct ContainerPort: Sendable, Hashable, Codable {
  /// The name, by which Services and monitors can refer to it.
  public var name: String?
  /// The number.
  public var containerPort: UInt16
  /// `TCP`, `UDP` or `SCTP`; TCP if absent.
  public var `protocol`: String?

  /// Declares a port.
  public init(name: String? = nil, containerPort: UInt16, protocol: String? = nil) {
    self.name = name
    self.containerPort = containerPort
    self.protocol = `protocol`
  }
}

/// A variable in a container's environment; `valueFrom` is not looked at.
public struct EnvironmentVariable: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String?

  /// Makes a variable.
  public init(name: String, value: String?) {
    self.name = name
    self.value = value
  }
}

/// What of a pod runs.
public struct PodStatus: Sendable, Hashable, Codable {
  /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
  public var phase: String?
  /// The pod IP.
  public var podIP: String?
  /// The node's IP.
  public var hostIP: String?
  /// All IPs of the pod.
  public var podIPs: [PodIP]?
  /// Conditions; discovery reads `Ready`.
  public var conditions: [PodCondition]?
  /// The containers as they run.
  public var containerStatuses: [ContainerStatus]?
  /// The init containers as they run.
  public var initContainerStatuses: [ContainerStatus]?

  /// Makes a status.
  public init(
    phase: String? = nil, podIP: String? = nil, hostIP: String? = nil, podIPs: [PodIP]? = nil,
    conditions: [PodCondition]? = nil, containerStatuses: [ContainerStatus]? = nil,
    initContainerStatuses: [ContainerStatus]? = nil
  ) {
    self.phase = phase
    self.podIP = podIP
    self.hostIP = hostIP
    self.podIPs = podIPs
    self.conditions = conditions
    self.containerStatuses = containerStatuses
    self.initContainerStatuses = initContainerStatuses
  }
}

/// One IP of a pod.
public struct PodIP: Sendable, Hashable, Codable {
  /// The address.
  public var ip: String

  /// Makes an entry.
  public init(ip: String) { self.ip = ip }
}

/// A condition of a pod.
public struct PodCondition: Sendable, Hashable, Codable {
  /// `Ready`, `Initialized`, ….
  public var type: String
  /// `True`, `False` or `Unknown`.
  public var status: String

  /// Makes a condition.
  public init(type: String, status: String) {
    self.type = type
    self.status = status
  }
}

/// A container as it runs.
public struct ContainerStatus: Sendable, Hashable, Codable {
  /// The container's name.
  public var name: String
  /// The container's identifier at the runtime.
  public var containerID: String?
  /// Whether it is ready.
  public var ready: Bool?

  /// Makes a status.
  public init(name: String, containerID: String? = nil, ready: Bool? = nil) {
    self.name = name
    self.containerID = containerID
    self.ready = ready
  }
}
