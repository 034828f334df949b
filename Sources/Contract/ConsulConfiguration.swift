/// A Consul server: the instances of services that are registered with it.
public struct ConsulConfiguration: Sendable, Codable, Equatable {
  /// Where it listens (plain HTTP).
  public var listener: Listener
  /// The data centre, `dc1`.
  public var datacenter: String
  /// The token without which nothing is answered; nil where access is not controlled.
  public var token: String?
  /// The instances of all services.
  public var instances: [ConsulInstance]
  /// A fault to play.
  public var fault: Fault?

  /// Configures a server.
  public init(
    listener: Listener, datacenter: String = "dc1", token: String? = nil, instances: [ConsulInstance],
    fault: Fault? = nil
  ) {
    self.listener = listener
    self.datacenter = datacenter
    self.token = token
    self.instances = instances
    self.fault = fault
  }
}

/// An instance of a service, as it travels to the Consul server.
public struct ConsulInstance: Sendable, Codable, Equatable {
  /// The service's name.
  public var service: String
  /// The instance's tags.
  public var tags: [String]
  /// The node's metadata.
  public var nodeMeta: [String: String]
  /// The namespace and the partition of Consul Enterprise; `default` where there are none.
  public var namespace: String
  /// See ``namespace``.
  public var partition: String
  /// The entry of `/v1/health/service/NAME` as JSON.
  public var health: String
  /// The entry of `/v1/catalog/service/NAME` as JSON.
  public var catalog: String

  /// Wraps an instance.
  public init(
    service: String, tags: [String] = [], nodeMeta: [String: String] = [:], namespace: String = "default",
    partition: String = "default", health: String, catalog: String
  ) {
    self.service = service
    self.tags = tags
    self.nodeMeta = nodeMeta
    self.namespace = namespace
    self.partition = partition
    self.health = health
    self.catalog = catalog
  }
}
