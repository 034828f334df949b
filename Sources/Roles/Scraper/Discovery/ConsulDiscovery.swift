import Contract
import Exposition
import PrometheusModel
import Synchronization
import Wire

/// `consul_sd_configs`: the instances of the services in a Consul catalogue.
///
/// One thread watches which services there are, and one each of them: the server holds a question until its answer
/// has changed, and after an answer the next question waits for the refresh interval.
///
/// Source: prometheus/prometheus `discovery/consul/consul.go`, `Run`, `watchServices`, `watchService`, 3.5.0.
final class ConsulDiscovery: DiscoveryProvider {
  private struct State {
    var datacenter: String?
    /// Each service that is watched; its group once it has been asked for.
    var services: [String: Service] = [:]
    /// The index of the list of services.
    var index = 0
    var revision = 0
    var hasListed = false
    /// Whether there was an answer at all, be it a refusal.
    var hasTried = false
    var isStopped = false
  }

  private struct Service {
    var cancellation = Cancellation()
    var index = 0
    var revision = 0
    var targets: [Labels]?
  }

  private let client: ConsulClient
  private let configuration: ConsulDiscoveryConfiguration
  private let state = Monitor(State())
  private let cancellation = Cancellation()
  private let changed = Mutex<@Sendable () -> Void>({})
  private let log: @Sendable (String) -> Void

  /// How long to wait after a failure, in milliseconds. Source: `retryInterval`.
  private static let retryMilliseconds: Int64 = 15_000

  init(
    _ configuration: ConsulDiscoveryConfiguration, source: IPAddress, version: PrometheusVersion,
    log: @escaping @Sendable (String) -> Void
  ) {
    self.configuration = configuration
    self.log = log
    client = ConsulClient(configuration, source: source, version: version)
  }

  /// Whether the list of services must be watched, since the configuration does not say it all.
  private var watchesServices: Bool { configuration.services.isEmpty || !configuration.tags.isEmpty }

  func start(changed: @escaping @Sendable () -> Void) {
    self.changed.withLock { $0 = changed }
    detach { [self] in watchServices() }
  }

  func stop() {
    cancellation.cancel()
    let services = state.change { state in
      state.isStopped = true
      return state.services.values.map(\.cancellation)
    }
    for cancellation in services { cancellation.cancel() }
  }

  func snapshot() -> DiscoverySnapshot {
    state.read { state in
      let groups = state.services.sorted { $0.key < $1.key }.compactMap { name, service in
        service.targets.map { targets in
          DiscoveredGroup(source: name, revision: service.revision) { targets }
        }
      }
      let isKnown =
        (state.hasListed || state.hasTried) && state.services.values.allSatisfy { $0.targets != nil }
      return DiscoverySnapshot(groups: groups, version: isKnown ? DiscoverySnapshot.timeless : nil)
    }
  }

  /// Asks for everything once more, without waiting for the server or the interval.
  func refresh() {
    do throws(RoleFailure) {
      guard let datacenter = state.read({ $0.datacenter }) else { return }
      if watchesServices { take(try client.services(after: 0, cancellation)) }
      for name in state.read({ Array($0.services.keys) }) {
        take(try client.instances(of: name, datacenter: datacenter, after: 0, cancellation), of: name)
      }
    } catch {
      log("Error refreshing service list: \(error.message)")
    }
  }

  // MARK: Watching

  private func watchServices() {
    guard let datacenter = awaitDatacenter() else { return }
    state.change { $0.datacenter = datacenter }
    guard watchesServices else {
      for name in configuration.services { watch(name) }
      state.change { $0.hasListed = true }
      return announce()
    }
    repeat {
      do throws(RoleFailure) {
        take(try client.services(after: state.read { $0.index }, cancellation))
      } catch {
        complain("Error refreshing service list", error)
        if pause(Self.retryMilliseconds) { return }
      }
    } while !pause(Int64(configuration.refreshInterval.milliseconds))
  }

  private func awaitDatacenter() -> String? {
    while true {
      do throws(RoleFailure) { return try client.datacenter(cancellation) } catch {
        complain("Error retrieving datacenter name", error)
        if pause(Self.retryMilliseconds) { return nil }
      }
    }
  }

  private func take(_ answer: ConsulClient.Answer<[String]>) {
    let (started, ended) = state.change { state -> ([String], [Cancellation]) in
      guard answer.index != state.index || !state.hasListed else { return ([], []) }
      state.index = answer.index
      state.hasListed = true
      let names = Set(answer.value)
      let ended = state.services.filter { !names.contains($0.key) }
      for name in ended.keys { state.services[name] = nil }
      return (names.filter { state.services[$0] == nil }.sorted(), ended.values.map(\.cancellation))
    }
    for cancellation in ended { cancellation.cancel() }
    for name in started { watch(name) }
    announce()
  }

  private func watch(_ name: String) {
    let cancellation = Cancellation()
    let isNew = state.change { state in
      guard state.services[name] == nil, !state.isStopped else { return false }
      state.services[name] = Service(cancellation: cancellation)
      return true
    }
    guard isNew else { return }
    detach { [self] in
      repeat {
        let (index, datacenter) = state.read { ($0.services[name]?.index ?? 0, $0.datacenter ?? "") }
        do throws(RoleFailure) {
          take(try client.instances(of: name, datacenter: datacenter, after: index, cancellation), of: name)
        } catch {
          if cancellation.isCancelled { return }
          complain("Error refreshing service \(name)", error, service: name)
          if pause(Self.retryMilliseconds) { return }
        }
      } while !pause(Int64(configuration.refreshInterval.milliseconds)) && !cancellation.isCancelled
    }
  }

  private func take(_ answer: ConsulClient.Answer<[Labels]>, of name: String) {
    let isNew = state.change { state in
      // An older answer may come after a newer one that was asked for in between.
      guard var service = state.services[name],
        service.targets == nil || answer.index > service.index || service.index == 0
      else {
        return false
      }
      service.index = answer.index
      let isNew = service.targets != answer.value
      service.targets = answer.value
      if isNew {
        state.revision += 1
        service.revision = state.revision
      }
      state.services[name] = service
      return isNew
    }
    if isNew { announce() }
  }

  // MARK: Threads

  private func announce() { changed.withLock { $0 }() }

  /// No targets is what Prometheus has then, too.
  private func complain(_ what: String, _ error: RoleFailure, service name: String? = nil) {
    let isStopped = state.change { state in
      state.hasTried = true
      if let name, state.services[name]?.targets == nil { state.services[name]?.targets = [] }
      return state.isStopped
    }
    guard !isStopped else { return }
    log("\(what): \(error.message)")
    announce()
  }

  /// True if discovery has ended.
  private func pause(_ milliseconds: Int64) -> Bool {
    state.wait(until: .now + milliseconds * 1_000_000) { $0.isStopped ? true : nil } ?? false
  }

  private func detach(_ body: @escaping @Sendable () -> Void) {
    do throws(WireError) { try DetachedThread.start(body) } catch { log("discovery: \(error)") }
  }
}
