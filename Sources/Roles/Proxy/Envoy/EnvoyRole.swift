import Contract
import MeshModel
import SourceText
import Synchronization
import Wire

/// A real Envoy as the sidecar proxy of one pod, configured from the same plan as the built-in one.
///
/// Envoy binds its listening sockets itself: they are the run's own addresses, so that nobody else can.
final class EnvoyRole: Role {
  private struct State {
    var configuration: ProxyConfiguration
    var resources: [YAMLNode] = []
    var revision = 0
    var process: TiedProcess?
  }

  private let events: EventWriter
  private let acceptor: RoleAcceptor
  private let engine: ProxyEngine
  private let client = HTTPClient()
  private let state: Mutex<State>
  private let reports = EnvoyReports()

  init(configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    guard let engine = configuration.engine else { throw RoleFailure("there is no Envoy to run") }
    self.engine = engine
    self.events = events
    self.acceptor = acceptor
    state = Mutex(State(configuration: configuration))
  }

  func start() throws(RoleFailure) {
    let configuration = state.withLock { $0.configuration }
    let layout = try EnvoyLayout(configuration)
    let watched = "\(engine.folder)/listeners"
    do throws(WireError) {
      try Files.makeFolder(engine.folder)
      try Files.makeFolder(watched)
      try publish(layout)
      let bootstrap = layout.bootstrap(listeners: listenersFile, watched: watched)
      try Files.replace("\(engine.folder)/bootstrap.json", with: bootstrap.json())
      let process = try EnvoyProcess.start(engine, bootstrap: "\(engine.folder)/bootstrap.json") { [self] in
        heard($0)
      }
      state.withLock { $0.process = process }
      // What ends before it serves is said below.
      guard process.awaitReadiness() else {
        throw WireError(.configuration, "it does not start: \(process.lastWords)")
      }
      try process.takeAlong(events)
      if acceptor.fault == .hang { process.freeze() }
    } catch {
      throw RoleFailure("cannot start Envoy: \(error)")
    }
  }

  func handle(_ command: Command) throws(RoleFailure) {
    switch command {
    case .report: try report()
    case .reconfigure(_, .proxy(let next)): try apply(next)
    default: throw .notForThisRole(command)
    }
  }

  // MARK: Events

  private func heard(_ line: [UInt8]) {
    guard let line = EnvoyLogLine(line) else { return }
    if line.kind == .health, let path = line.path { reports.heard(path) }
    guard let event = line.event else { return }
    events.emit(naming(event))
    if acceptor.fault == .exitOnConnection { OwnProcess.exit(1) }
  }

  /// Envoy's log does not say whose rules refuse a connection: Consul's are intentions.
  private func naming(_ event: Event) -> Event {
    guard case .inbound(var outcome) = event, outcome.detail?.hasPrefix("rbac: ") ?? false,
      let consul = state.withLock({ $0.configuration.consul })
    else { return event }
    outcome.detail = consul.refusal(of: outcome.peerIdentity)
    return .inbound(outcome)
  }

  /// Sends everything that has happened so far: Envoy writes its access log in order, on one thread, so that what came
  /// before a request of ours has been written when that request has.
  private func report() throws(RoleFailure) {
    let configuration = state.withLock { $0.configuration }
    // One that hangs tells nothing.
    guard let health = configuration.health.last, acceptor.fault != .hang else { return }
    let path = reports.next()
    do throws(WireError) {
      _ = try client.send(
        ClientRequest(
          HTTPURL(health.endpoint, target: path), headers: ["User-Agent": "meshscrape-probe"],
          deadline: .after(milliseconds: 10_000), followsRedirects: false))
    } catch {
      throw RoleFailure("Envoy does not answer on \(health.endpoint): \(error)")
    }
    guard reports.awaitHearing(path, seconds: 10) else {
      throw RoleFailure("Envoy's access log does not come")
    }
  }

  // MARK: Changing

  private var listenersFile: String { "\(engine.folder)/listeners/listeners.json" }

  private func publish(_ listeners: EnvoyLayout) throws(WireError) {
    let revision = state.withLock { state in
      state.revision += 1
      state.resources = listeners.resources
      return state.revision
    }
    try Files.replace(listenersFile, with: listeners.discovery(version: revision).json())
  }

  /// Puts another configuration in force, and waits until Envoy's worker has it.
  private func apply(_ next: ProxyConfiguration) throws(RoleFailure) {
    var next = next
    next.engine = engine
    let listeners = try EnvoyLayout(next)
    let before = state.withLock { state in
      state.configuration = next
      return state.resources
    }
    let changed = zip(listeners.resources, before).count { $0 != $1 }
    guard changed > 0, let process = state.withLock({ $0.process }) else { return }
    do throws(WireError) {
      let counted = try EnvoyCounters(client, admin: next.admin.first?.endpoint)
      try publish(listeners)
      while true {
        let now = try EnvoyCounters(client, admin: next.admin.first?.endpoint)
        if now.rejected > counted.rejected {
          throw WireError(.configuration, "Envoy refuses its listeners: \(process.lastWords)")
        }
        if now.created >= counted.created + changed { return }
        process.pause(milliseconds: 2)
      }
    } catch {
      throw RoleFailure("\(error)")
    }
  }
}

/// Which of our own requests have come back in the access log.
private final class EnvoyReports: Sendable {
  private struct State {
    var number = 0
    var heard: Set<String> = []
  }

  private let state = Monitor(State())

  /// The path of the next one.
  func next() -> String {
    state.change {
      $0.number += 1
      return "/meshscrape/report/\($0.number)"
    }
  }

  func heard(_ path: String) { state.change { _ = $0.heard.insert(path) } }

  func awaitHearing(_ path: String, seconds: Int64) -> Bool {
    state.wait(until: .now + seconds * 1_000_000_000) { $0.heard.remove(path) != nil ? true : nil } ?? false
  }
}

/// The counters by which Envoy tells how far an update of its listeners has come.
private struct EnvoyCounters {
  /// Listeners that a worker has taken over, new or updated.
  var created = 0
  /// Updates that were refused.
  var rejected = 0

  init(_ client: HTTPClient, admin: Endpoint?) throws(WireError) {
    guard let admin else { throw WireError(.configuration, "the proxy has no admin interface") }
    let answer = try client.send(
      ClientRequest(
        HTTPURL(admin, target: "/stats?filter=listener_manager"),
        deadline: .after(milliseconds: 10_000), followsRedirects: false))
    for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let value = Int(parts[1].drop { $0 == " " }) else { continue }
      switch parts[0] {
      case "listener_manager.listener_create_success": created = value
      case "listener_manager.lds.update_rejected": rejected = value
      default: break
      }
    }
  }
}
