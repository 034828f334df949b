import Contract

extension RoleConfiguration {
  /// Builds the role that the configuration describes.
  func makeRole(events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) -> any Role {
    switch self {
    case .app(let configuration):
      try AppRole(configuration: configuration, events: events, acceptor: acceptor)
    case .kubeAPI(let configuration):
      try KubeAPIRole(configuration: configuration, events: events, acceptor: acceptor)
    case .agent(let configuration) where configuration.consul != nil:
      try ConsulMergingRole(configuration: configuration, events: events, acceptor: acceptor)
    case .agent(let configuration):
      try AgentRole(configuration: configuration, events: events, acceptor: acceptor)
    case .proxy(let configuration) where configuration.engine != nil:
      try EnvoyRole(configuration: configuration, events: events, acceptor: acceptor)
    case .proxy(let configuration) where configuration.consul != nil:
      try ConsulProxyRole(configuration: configuration, events: events, acceptor: acceptor)
    case .proxy(let configuration) where configuration.linkerd != nil:
      try LinkerdProxyRole(configuration: configuration, events: events, acceptor: acceptor)
    case .proxy(let configuration):
      try ProxyRole(configuration: configuration, events: events, acceptor: acceptor)
    case .scraper(let configuration) where configuration.engine != nil:
      try RealScraperRole(configuration: configuration, events: events, acceptor: acceptor)
    case .scraper(let configuration):
      try ScraperRole(configuration: configuration, events: events, acceptor: acceptor)
    case .consul(let configuration):
      ConsulRole(configuration: configuration, events: events, acceptor: acceptor)
    }
  }

  /// The fault that the role plays.
  var fault: Fault? {
    switch self {
    case .app(let configuration): configuration.fault
    case .proxy(let configuration): configuration.fault
    case .agent(let configuration): configuration.fault
    case .kubeAPI(let configuration): configuration.fault
    case .scraper(let configuration): configuration.fault
    case .consul(let configuration): configuration.fault
    }
  }
}
