public import KubernetesModel

/// Linkerd's Servers and ServerAuthorizations, as far as they let in clients outside the mesh.
///
/// Source: linkerd/linkerd2 `policy-controller/k8s/index/src/inbound/index.rs`, `server.rs`,
/// `server_authorization.rs`, edge of August 2026.
public struct LinkerdServers: Sendable, Hashable {
  /// The Servers.
  public var servers: [Server]
  /// The ServerAuthorizations.
  public var authorizations: [Authorization]

  /// Collects them.
  public init(servers: [Server] = [], authorizations: [Authorization] = []) {
    self.servers = servers
    self.authorizations = authorizations
  }

  /// A port of some pods.
  public struct Server: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its namespace.
    public var namespace: String
    /// Its labels, by which authorizations can select it.
    public var labels: [String: String]
    /// The pods; none selects all of the namespace.
    public var podLabels: [String: String]
    /// The port, by number or name.
    public var port: String
    /// What holds where no authorization does.
    public var accessPolicy: LinkerdPolicy?

    /// Makes a Server.
    public init(
      name: String, namespace: String, labels: [String: String] = [:], podLabels: [String: String] = [:],
      port: String, accessPolicy: LinkerdPolicy? = nil
    ) {
      self.name = name
      self.namespace = namespace
      self.labels = labels
      self.podLabels = podLabels
      self.port = port
      self.accessPolicy = accessPolicy
    }
  }

  /// Who is let in at some Servers.
  public struct Authorization: Sendable, Hashable {
    /// Its namespace.
    public var namespace: String
    /// The Server, by name; nil where labels select it.
    public var server: String?
    /// The Servers, by their labels.
    public var serverLabels: [String: String]
    /// Whether clients outside the mesh are.
    public var admitsUnmeshed: Bool

    /// Makes an authorization.
    public init(
      namespace: String, server: String?, serverLabels: [String: String] = [:], admitsUnmeshed: Bool
    ) {
      self.namespace = namespace
      self.server = server
      self.serverLabels = serverLabels
      self.admitsUnmeshed = admitsUnmeshed
    }
  }

  /// By whose word a port of a pod refuses clients outside the mesh; nil if it takes them.
  public func refusal(
    of port: UInt16, in pod: Pod, defaultPolicy: LinkerdPolicy, version: LinkerdVersion
  ) -> String? {
    let namespace = pod.metadata.namespace ?? "default"
    let server = servers.first { $0.namespace == namespace && selects($0, port, pod) }
    guard let server, version.exhibits(.serverBeforeDefault) else {
      return defaultPolicy.admitsUnmeshed ? nil : "the default policy \(defaultPolicy.rawValue)"
    }
    let isAuthorized = authorizations.contains { authorization in
      authorization.namespace == namespace && authorization.admitsUnmeshed
        && (authorization.server.map { $0 == server.name }
          ?? authorization.serverLabels.allSatisfy { server.labels[$0.key] == $0.value })
    }
    if isAuthorized, version.exhibits(.authorizesByServer) { return nil }
    if version.exhibits(.accessPolicyOfServer), server.accessPolicy?.admitsUnmeshed ?? false { return nil }
    return "the Server \(namespace)/\(server.name)"
  }

  private func selects(_ server: Server, _ port: UInt16, _ pod: Pod) -> Bool {
    guard server.podLabels.allSatisfy({ pod.metadata.labels?[$0.key] == $0.value }) else { return false }
    if let number = UInt16(server.port) { return number == port }
    return (pod.spec.containers + (pod.spec.initContainers ?? [])).contains { container in
      (container.ports ?? []).contains { $0.name == server.port && $0.containerPort == port }
    }
  }
}
