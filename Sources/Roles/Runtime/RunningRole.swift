import Contract
import Wire

/// A role that was built and started, with what the runtime has to know about it.
struct RunningRole: Sendable {
  /// Its kind.
  let kind: RoleKind
  /// Its instance, by which commands and events name it.
  let instance: String
  /// Its events.
  let events: EventWriter
  private let acceptor: RoleAcceptor
  private let role: any Role

  /// Builds and starts the role of a configuration on the process' acceptor. A role that cannot start says so,
  /// and ends the process.
  init(
    _ configuration: RoleConfiguration, acceptor: Acceptor, record: @escaping @Sendable (EventRecord) -> Void
  ) {
    kind = configuration.kind
    instance = configuration.instance
    events = EventWriter(role: kind, instance: instance, record: record)
    self.acceptor = RoleAcceptor(acceptor, fault: configuration.fault)
    do throws(RoleFailure) {
      role = try configuration.makeRole(events: events, acceptor: self.acceptor)
      try role.start()
    } catch {
      events.emit(.failed(message: error.message))
      OwnProcess.exit(1)
    }
  }

  /// Says that the role serves, unless its fault is to say nothing.
  func announce() {
    if acceptor.fault != .neverReady { events.emit(.ready) }
  }

  /// Whether the role's fault is to end the process now.
  var exitsWhenReady: Bool { acceptor.fault == .exitAfterReady }

  /// Whether a command is for this role.
  func isAddressed(by command: Command) -> Bool {
    switch command {
    case .reconfigure(_, let configuration): configuration.kind == kind && configuration.instance == instance
    case .apply, .delete: kind == .kubeAPI
    case .scrape, .reload: kind == .scraper
    case .report(_, let instance): kind == .proxy && instance == self.instance
    }
  }

  /// Carries a command out and acknowledges it.
  func carryOut(_ command: Command) {
    do throws(RoleFailure) {
      if case .reconfigure(_, let configuration) = command { acceptor.fault = configuration.fault }
      try role.handle(command)
      events.emit(.acknowledged(id: command.id, error: nil))
    } catch {
      events.emit(.acknowledged(id: command.id, error: error.message))
    }
  }
}
