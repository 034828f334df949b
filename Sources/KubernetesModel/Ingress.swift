/// An Ingress, as far as discovery looks at it.
///
/// Source: kubernetes/api `networking/v1/types.go`, `Ingress`.
public struct Ingress: Sendable, Hashable, Codable {
  /// `networking.k8s.io/v1`.
  public var apiVersion: String? = "networking.k8s.io/v1"
  /// `Ingress`.
  public var kind: String? = "Ingress"
  /// Metadata.
  public var metadata: ObjectMeta
  /// What it routes.
  public var spec: IngressSpec?

  /// Makes an Ingress.
  public init(metadata: ObjectMeta, spec: IngressSpec? = nil) {
    self.metadata = metadata
    self.spec = spec
  }
}

/// What an Ingress routes.
public struct IngressSpec: Sendable, Hashable, Codable {
  /// The class.
  public var ingressClassName: String?
  /// Hosts that are served by TLS.
  public var tls: [IngressTLS]?
  /// The rules, one a host.
  public var rules: [IngressRule]?

  /// Makes a specification.
  public init(ingressClassName: String? = nil, tls: [IngressTLS]? = nil, rules: [IngressRule]? = nil) {
    self.ingressClassName = ingressClassName
    self.tls = tls
    self.rules = rules
  }
}

/// Hosts that are served by TLS.
public struct IngressTLS: Sendable, Hashable, Codable {
  /// The hosts; `*.` stands for one label.
  public var hosts: [String]?

  /// Names hosts.
  public init(hosts: [String]? = nil) { self.hosts = hosts }
}

/// A rule of an Ingress.
public struct IngressRule: Sendable, Hashable, Codable {
  /// The host.
  public var host: String?
  /// Its paths.
  public var http: IngressPaths?

  /// Makes a rule.
  public init(host: String? = nil, http: IngressPaths? = nil) {
    self.host = host
    self.http = http
  }
}

/// The paths of a rule.
public struct IngressPaths: Sendable, Hashable, Codable {
  /// The paths.
  public var paths: [IngressPath]

  /// Makes paths.
  public init(paths: [IngressPath]) { self.paths = paths }
}

/// A path of a rule; where it leads is not looked at.
public struct IngressPath: Sendable, Hashable, Codable {
  /// The path.
  public var path: String?

  /// Makes a path.
  public init(path: String? = nil) { self.path = path }
}
