/// What makes a sidecar proxy one of Consul's: its public listener's intentions, and the listener for Prometheus.
///
/// Source: hashicorp/consul `agent/xds/listeners.go`, `makeInboundListener`, 1.16; hashicorp/consul-dataplane
/// `internal/bootstrap/bootstrap_config.go`, `generateListenerConfig`, 2.0.1.
public struct ConsulSidecar: Sendable, Codable, Equatable {
  /// The service in Consul that the pod is an instance of.
  public var service: String
  /// The data centre.
  public var datacenter: String
  /// Who may connect to the service.
  public var rules: ConsulRules
  /// The port that takes what is not TLS, in permissive mode.
  public var permissivePort: UInt16?
  /// The listener for Prometheus (20200); nil where metrics are off.
  public var metrics: ConsulMetricsListener?

  /// Configures what is Consul's.
  public init(
    service: String, datacenter: String, rules: ConsulRules = ConsulRules(allows: false),
    permissivePort: UInt16? = nil,
    metrics: ConsulMetricsListener? = nil
  ) {
    self.service = service
    self.datacenter = datacenter
    self.rules = rules
    self.permissivePort = permissivePort
    self.metrics = metrics
  }
}

/// Intentions as Envoy's RBAC filter takes them: those that are named may connect and nobody else, or may not and
/// everybody else may.
public struct ConsulRules: Sendable, Codable, Equatable {
  /// Whether those that are named may connect.
  public var allows: Bool
  /// Who is named.
  public var principals: [ConsulPrincipal]

  /// Names those who may, or may not, connect.
  public init(allows: Bool, principals: [ConsulPrincipal] = []) {
    self.allows = allows
    self.principals = principals
  }
}

/// Services by name.
public struct ConsulPrincipal: Sendable, Codable, Hashable {
  /// A service's name, or `*` for any.
  public var source: String
  /// The services among them that are not meant.
  public var except: [String]

  /// Names services.
  public init(source: String, except: [String] = []) {
    self.source = source
    self.except = except
  }
}

/// The proxy's listener that Prometheus scrapes.
public struct ConsulMetricsListener: Sendable, Codable, Equatable {
  /// The sockets, on every address of the pod.
  public var listeners: [Listener]
  /// The one path that is answered.
  public var path: String
  /// Where it leads: the merging server, or the proxy's own admin interface.
  public var backend: Endpoint
  /// The server's certificate, where the listener speaks TLS.
  public var tls: ServerCertificate?

  /// Configures the listener.
  public init(listeners: [Listener], path: String, backend: Endpoint, tls: ServerCertificate? = nil) {
    self.listeners = listeners
    self.path = path
    self.backend = backend
    self.tls = tls
  }
}

/// What makes an agent one of Consul's: the server that merges, consul-dataplane's or that of the container
/// `consul-sidecar`.
public struct ConsulMerging: Sendable, Codable, Equatable {
  /// The arguments of the container, from which the server reads what it merges.
  public var arguments: [String]
  /// The sockets of consul-dataplane's own metrics (20101).
  public var own: [Listener]

  /// Configures the server.
  public init(arguments: [String], own: [Listener] = []) {
    self.arguments = arguments
    self.own = own
  }
}
