/// What the sidecar of Prometheus' own pod does with one address that the scraper dials.
///
/// iptables redirect what the scraper dials to Envoy's outbound listener, which asks the kernel for the original
/// destination. Nothing is redirected here: the sidecar listens at every address that is captured, which then is the
/// original destination, and ``destination`` is where its true owner listens.
public struct OutboundListener: Sendable, Codable, Equatable {
  /// The socket at the address that the scraper dials.
  public var listener: Listener
  /// Where the original destination really listens; nil for the address of a Service, where nobody does.
  public var destination: Endpoint?
  /// What becomes of connections that do not begin with HTTP.
  public var bytes: OutboundRoute
  /// What becomes of HTTP; nil where the listener does not look for it.
  public var http: OutboundHTTP?

  /// Configures an address.
  public init(
    listener: Listener, destination: Endpoint?, bytes: OutboundRoute, http: OutboundHTTP? = nil
  ) {
    self.listener = listener
    self.destination = destination
    self.bytes = bytes
    self.http = http
  }
}

/// Where an outbound connection, or a request, goes.
public struct OutboundRoute: Sendable, Codable, Equatable {
  /// The kinds of clusters, and what stands in the place of one.
  public enum Kind: String, Sendable, Codable {
    /// The cluster of a Service, which balances the load among its endpoints.
    case service
    /// The cluster of a headless Service: the original destination, of which Istio knows.
    case headless
    /// `PassthroughCluster`: the original destination, as it is.
    case passthrough
    /// `BlackHoleCluster`: nowhere.
    case blackHole = "black-hole"
    /// No route: 404.
    case none
    /// A listener that every sidecar has for itself: its own statistics.
    case ownStatistics = "own-statistics"
    /// A listener that every sidecar has for itself: its own health.
    case ownHealth = "own-health"
  }

  /// The kind.
  public var kind: Kind
  /// The name of the cluster, as Istio has it: `outbound|8080||cart.shop.svc.cluster.local`.
  public var cluster: String
  /// The endpoints among which the load of a Service is balanced.
  public var endpoints: [OutboundEndpoint]
  /// Whether a headless Service's endpoints are asked over mutual TLS.
  public var isMutualTLS: Bool

  /// Names where it goes.
  public init(
    _ kind: Kind, cluster: String = "", endpoints: [OutboundEndpoint] = [], isMutualTLS: Bool = false
  ) {
    self.kind = kind
    self.cluster = cluster
    self.endpoints = endpoints
    self.isMutualTLS = isMutualTLS
  }
}

/// An endpoint of a Service.
public struct OutboundEndpoint: Sendable, Codable, Equatable {
  /// Where it listens.
  public var address: Endpoint
  /// Whether it is asked over mutual TLS.
  public var isMutualTLS: Bool

  /// Names an endpoint.
  public init(_ address: Endpoint, isMutualTLS: Bool) {
    self.address = address
    self.isMutualTLS = isMutualTLS
  }
}

/// The routes of an outbound HTTP listener.
public struct OutboundHTTP: Sendable, Codable, Equatable {
  /// The virtual hosts.
  public var hosts: [OutboundHost]
  /// Where the other hosts go.
  public var others: OutboundRoute

  /// Makes routes.
  public init(hosts: [OutboundHost], others: OutboundRoute) {
    self.hosts = hosts
    self.others = others
  }
}

/// A virtual host: the names under which a Service is asked.
public struct OutboundHost: Sendable, Codable, Equatable {
  /// The names, without port; `*.name` stands for any name before it.
  public var names: [String]
  /// Where it goes.
  public var route: OutboundRoute

  /// Makes a virtual host.
  public init(names: [String], route: OutboundRoute) {
    self.names = names
    self.route = route
  }
}
