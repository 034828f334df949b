import Contract
import Wire

extension ProcessConfiguration {
  /// Opens every listening socket of the process' roles and notes the descriptor that it will have there.
  mutating func openListeners(_ open: (Endpoint) throws(WireError) -> Int32) throws(WireError) {
    for index in roles.indices {
      switch roles[index] {
      case .app(var app):
        for port in app.ports.indices { try Self.open(&app.ports[port].listeners, open) }
        roles[index] = .app(app)
      // A real engine opens its sockets itself.
      case let role where role.startsProgram: break
      case .proxy(var proxy):
        for port in proxy.inbound.indices {
          proxy.inbound[port].listener.descriptor = try open(proxy.inbound[port].listener.endpoint)
        }
        try Self.open(&proxy.statistics, open)
        try Self.open(&proxy.health, open)
        try Self.open(&proxy.admin, open)
        for index in proxy.secureMetrics.indices {
          proxy.secureMetrics[index].listener.descriptor = try open(
            proxy.secureMetrics[index].listener.endpoint)
        }
        if var metrics = proxy.consul?.metrics {
          try Self.open(&metrics.listeners, open)
          proxy.consul?.metrics = metrics
        }
        if var linkerd = proxy.linkerd {
          try Self.open(&linkerd.admin, open)
          proxy.linkerd = linkerd
        }
        for index in proxy.outbound.indices {
          proxy.outbound[index].listener.descriptor = try open(proxy.outbound[index].listener.endpoint)
        }
        roles[index] = .proxy(proxy)
      case .agent(var agent):
        try Self.open(&agent.status, open)
        if var consul = agent.consul {
          try Self.open(&consul.own, open)
          agent.consul = consul
        }
        roles[index] = .agent(agent)
      case .kubeAPI(var api):
        api.listener.descriptor = try open(api.listener.endpoint)
        roles[index] = .kubeAPI(api)
      case .scraper(var scraper):
        scraper.listener.descriptor = try open(scraper.listener.endpoint)
        roles[index] = .scraper(scraper)
      case .consul(var consul):
        consul.listener.descriptor = try open(consul.listener.endpoint)
        roles[index] = .consul(consul)
      }
    }
  }

  private static func open(
    _ listeners: inout [Listener], _ open: (Endpoint) throws(WireError) -> Int32
  ) throws(WireError) {
    for index in listeners.indices { listeners[index].descriptor = try open(listeners[index].endpoint) }
  }
}
