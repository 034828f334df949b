public import SourceText

/// A Consul server and what is registered with it.
public struct ConsulServer: Sendable {
  /// The data centre.
  public var datacenter: String
  /// The token without which it answers nothing; nil where it asks for none.
  public var token: String?
  /// The nodes that are named, with their metadata.
  public var nodes: [Node]
  /// The instances of services.
  public var services: [Service]

  /// A node of the catalogue.
  public struct Node: Sendable {
    /// Its name.
    public var name: String
    /// Its address; nil for that of its instances' pods.
    public var address: String?
    /// Its metadata.
    public var meta: [String: String]
    /// Its further addresses: `lan`, `wan`.
    public var taggedAddresses: [String: String]
  }

  /// An instance of a service.
  public struct Service: Sendable {
    /// The service's name.
    public var name: String
    /// The instance's identifier.
    public var id: String
    /// The pod `namespace/name` whose IP is the instance's address, and where it is named.
    public var pod: (namespace: String, name: String, span: Span)?
    /// The address; nil for the pod's, or where there is no pod for the node's.
    public var address: String?
    /// The port.
    public var port: Int
    /// The tags.
    public var tags: [String]
    /// The metadata.
    public var meta: [String: String]
    /// The node on which it is.
    public var node: String
    /// The namespace and partition of Consul Enterprise.
    public var namespace: String?
    /// See ``namespace``.
    public var partition: String?
    /// The checks.
    public var checks: [Check]
  }

  /// A health check.
  public struct Check: Sendable {
    /// Its identifier.
    public var id: String
    /// Its name.
    public var name: String
    /// `passing`, `warning` or `critical`.
    public var status: String
  }
}
