/// What a process is started with: one role, or the roles of several pods with `--isolation node`.
///
/// It travels as the first frame on the control descriptor (see ``Channel``). Later frames are ``Command``s.
public struct ProcessConfiguration: Sendable, Codable, Equatable {
  /// The name under which reports speak of the process: `proxy shop/cart-0`.
  public var name: String
  /// The roles that the process plays.
  public var roles: [RoleConfiguration]

  /// Configures a process.
  public init(name: String, roles: [RoleConfiguration]) {
    self.name = name
    self.roles = roles
  }
}

/// The kinds of process that a scenario runs.
public enum RoleKind: String, Sendable, Codable, CaseIterable {
  /// An application container that serves expositions.
  case app
  /// The sidecar proxy, Envoy as Istio configures it.
  case proxy
  /// `pilot-agent`, which merges metrics on port 15020.
  case agent
  /// The Kubernetes API server.
  case kubeAPI = "kube-api"
  /// Prometheus.
  case scraper
  /// A Consul server.
  case consul
}

/// The configuration of one role.
public enum RoleConfiguration: Sendable, Codable, Equatable {
  /// See ``AppConfiguration``.
  case app(AppConfiguration)
  /// See ``ProxyConfiguration``.
  case proxy(ProxyConfiguration)
  /// See ``AgentConfiguration``.
  case agent(AgentConfiguration)
  /// See ``KubeAPIConfiguration``.
  case kubeAPI(KubeAPIConfiguration)
  /// See ``ScraperConfiguration``.
  case scraper(ScraperConfiguration)
  /// See ``ConsulConfiguration``.
  case consul(ConsulConfiguration)

  /// Which kind of role this configures.
  public var kind: RoleKind {
    switch self {
    case .app: .app
    case .proxy: .proxy
    case .agent: .agent
    case .kubeAPI: .kubeAPI
    case .scraper: .scraper
    case .consul: .consul
    }
  }

  /// The instance that events and reports name: `shop/cart-0/app`, `shop/cart-0`, `scraper`.
  public var instance: String {
    switch self {
    case .app(let app): "\(app.pod)/\(app.container)"
    case .proxy(let proxy): proxy.pod.description
    case .agent(let agent): agent.pod.description
    case .kubeAPI: "kube-api"
    case .scraper(let scraper): scraper.engine?.name ?? "scraper"
    case .consul: "consul"
    }
  }

  /// Whether the role starts a program that is not ours, which then plays it.
  public var startsProgram: Bool {
    switch self {
    case .proxy(let proxy): proxy.engine != nil
    case .scraper(let scraper): scraper.engine != nil
    case .app, .agent, .kubeAPI, .consul: false
    }
  }
}

/// A fault to play, so that the harness can prove that it notices (`faults:` in a scenario, and tests).
public enum Fault: String, Sendable, Codable, CaseIterable {
  /// The process exits with status 1 as soon as it is ready.
  case exitAfterReady = "exit-after-ready"
  /// The process exits with status 1 on the first connection it accepts.
  case exitOnConnection = "exit-on-connection"
  /// The process accepts connections and never answers.
  case hang
  /// The process never reports that it is ready.
  case neverReady = "never-ready"
  /// The process answers every request with something that is wrong for its role.
  case wrongAnswer = "wrong-answer"
}
