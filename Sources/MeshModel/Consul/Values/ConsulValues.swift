/// The chart's values that decide on metrics, injection and who may connect.
///
/// Source: hashicorp/consul-k8s `charts/consul/values.yaml`, 0.33.0 to 2.0.3, whose defaults of these are the same.
public struct ConsulValues: Sendable, Hashable, Codable {
  /// `global`.
  public var global: Global
  /// `connectInject`.
  public var connectInject: ConnectInject
  /// `server`.
  public var server: Server

  /// The chart's own values.
  public init(
    global: Global = Global(), connectInject: ConnectInject = ConnectInject(), server: Server = Server()
  ) {
    self.global = global
    self.connectInject = connectInject
    self.server = server
  }

  /// Reads what is there; the rest has the chart's values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    global = try container.decodeIfPresent(Global.self, forKey: .global) ?? Global()
    connectInject = try container.decodeIfPresent(ConnectInject.self, forKey: .connectInject) ?? ConnectInject()
    server = try container.decodeIfPresent(Server.self, forKey: .server) ?? Server()
  }

  /// Whether pods have metrics unless they say otherwise: `connectInject.metrics.defaultEnabled`, whose `-` stands for
  /// `global.metrics.enabled`.
  public var metricsByDefault: Bool { connectInject.metrics.defaultEnabled ?? global.metrics.enabled }

  /// Whether a connection that no intention names is taken: what the ACL system's default policy says.
  public var allowsByDefault: Bool { !global.acls.manageSystemACLs }

  /// What holds for all of Consul.
  public struct Global: Sendable, Hashable, Codable {
    /// The name of everything that the chart installs.
    public var name = "consul"
    /// The data centre.
    public var datacenter = "dc1"
    /// `metrics`.
    public var metrics = Metrics()
    /// `tls`.
    public var tls = TLS()
    /// `acls`.
    public var acls = ACLs()

    /// The chart's own values.
    public init() {}

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decodeIfPresent(String.self, forKey: .name) ?? name
      datacenter = try container.decodeIfPresent(String.self, forKey: .datacenter) ?? datacenter
      metrics = try container.decodeIfPresent(Metrics.self, forKey: .metrics) ?? metrics
      tls = try container.decodeIfPresent(TLS.self, forKey: .tls) ?? tls
      acls = try container.decodeIfPresent(ACLs.self, forKey: .acls) ?? acls
    }

    /// Metrics of Consul and of the mesh.
    public struct Metrics: Sendable, Hashable, Codable {
      /// Whether there are any.
      public var enabled = false
      /// Whether the servers have their own, too.
      public var enableAgentMetrics = false

      /// The chart's own values.
      public init() {}

      /// Reads what is there.
      public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled) ?? enabled
        enableAgentMetrics =
          try container.decodeIfPresent(Bool.self, forKey: .enableAgentMetrics) ?? enableAgentMetrics
      }
    }

    /// TLS of Consul's own servers.
    public struct TLS: Sendable, Hashable, Codable {
      /// Whether they speak it.
      public var enabled = false
      /// Whether they then speak nothing else.
      public var httpsOnly = true

      /// The chart's own values.
      public init() {}

      /// Reads what is there.
      public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled) ?? enabled
        httpsOnly = try container.decodeIfPresent(Bool.self, forKey: .httpsOnly) ?? httpsOnly
      }
    }

    /// Access control.
    public struct ACLs: Sendable, Hashable, Codable {
      /// Whether the chart sets it up; its default policy is then deny.
      public var manageSystemACLs = false

      /// The chart's own values.
      public init() {}

      /// Reads what is there.
      public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        manageSystemACLs =
          try container.decodeIfPresent(Bool.self, forKey: .manageSystemACLs) ?? manageSystemACLs
      }
    }
  }

  /// Consul's servers.
  public struct Server: Sendable, Hashable, Codable {
    /// How many there are.
    public var replicas = 1

    /// The chart's own values.
    public init() {}

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      replicas = try container.decodeIfPresent(Int.self, forKey: .replicas) ?? replicas
    }
  }
}
