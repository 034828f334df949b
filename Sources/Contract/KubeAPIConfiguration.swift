/// The Kubernetes API server: the objects that exist after injection.
public struct KubeAPIConfiguration: Sendable, Codable, Equatable {
  /// Where it listens (plain HTTP).
  public var listener: Listener
  /// `gitVersion` of `/version`, `v1.34.0`.
  public var version: String
  /// The objects at the start.
  public var objects: [KubernetesResource]
  /// The resource version before the first object. One that comes back goes on far behind the last: it does not know what
  /// changed before, and watches that go on from there are told 410 Gone.
  public var firstResourceVersion: Int
  /// A fault to play.
  public var fault: Fault?

  /// Configures an API server.
  public init(
    listener: Listener, version: String = "v1.34.0", objects: [KubernetesResource],
    firstResourceVersion: Int = 1000, fault: Fault? = nil
  ) {
    self.listener = listener
    self.version = version
    self.objects = objects
    self.firstResourceVersion = firstResourceVersion
    self.fault = fault
  }
}

/// A Kubernetes object as it travels to the API server.
public struct KubernetesResource: Sendable, Codable, Equatable {
  /// `v1`, `discovery.k8s.io/v1`.
  public var apiVersion: String
  /// `Pod`.
  public var kind: String
  /// The plural resource name in URLs: `pods`.
  public var resource: String
  /// The namespace, nil for what is cluster-wide.
  public var namespace: String?
  /// The name.
  public var name: String
  /// The object as JSON, without `metadata.resourceVersion`, which the server sets.
  public var json: String

  /// Wraps an object.
  public init(
    apiVersion: String, kind: String, resource: String, namespace: String?, name: String, json: String
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.resource = resource
    self.namespace = namespace
    self.name = name
    self.json = json
  }
}
