import Contract
import PrometheusModel
import Synchronization
import Wire

/// A source of targets that a job names; jobs that name the same share it, as in Prometheus.
///
/// Source: prometheus/prometheus `discovery/manager.go`, `registerProviders`, 3.5.0.
enum ProviderDescription: Hashable, Sendable {
  /// An entry of `kubernetes_sd_configs`.
  case kubernetes(KubernetesDiscoveryConfiguration)
  /// An entry of `file_sd_configs`.
  case files(FileDiscoveryConfiguration)
  /// An entry of `http_sd_configs`.
  case http(HTTPDiscoveryConfiguration)
  /// An entry of `consul_sd_configs`.
  case consul(ConsulDiscoveryConfiguration)
  /// An entry of `static_configs`.
  case fixed(addresses: [String], labels: Labels)

  /// Whether the targets stand in the configuration.
  var isFixed: Bool { if case .fixed = self { true } else { false } }
}

/// The providers of all jobs.
final class ProviderHub: Sendable {
  private final class Entry: Sendable {
    let provider: any DiscoveryProvider
    let listeners = Mutex<[String: @Sendable () -> Void]>([:])

    init(_ provider: any DiscoveryProvider) { self.provider = provider }

    func notify() {
      for listener in listeners.withLock({ Array($0.values) }) { listener() }
    }
  }

  private let entries = Mutex<[ProviderDescription: Entry]>([:])
  private let source: IPAddress
  private let version: PrometheusVersion
  private let log: @Sendable (String) -> Void

  init(
    source: IPAddress, version: PrometheusVersion, log: @escaping @Sendable (String) -> Void
  ) {
    self.source = source
    self.version = version
    self.log = log
  }

  /// The providers of a job, started if they are new. `changed` is called whenever one has news.
  func providers(
    _ descriptions: [ProviderDescription], job: String, changed: @escaping @Sendable () -> Void
  ) -> [any DiscoveryProvider] {
    descriptions.map { description in
      let (entry, isNew) = entries.withLock { entries in
        if let entry = entries[description] { return (entry, false) }
        let entry = Entry(make(description))
        entries[description] = entry
        return (entry, true)
      }
      entry.listeners.withLock { $0[job] = changed }
      if isNew { entry.provider.start { [entry] in entry.notify() } }
      return entry.provider
    }
  }

  /// Has every provider ask for its targets once more.
  func refresh() {
    for entry in entries.withLock({ Array($0.values) }) { entry.provider.refresh() }
  }

  /// Ends the providers that no job names any more.
  func retain(_ used: [String: [ProviderDescription]]) {
    let users = used.reduce(into: [ProviderDescription: Set<String>]()) { users, job in
      for description in job.value { users[description, default: []].insert(job.key) }
    }
    let unused = entries.withLock { entries in
      let unused = entries.filter { users[$0.key] == nil }
      entries = entries.filter { users[$0.key] != nil }
      for (description, entry) in entries {
        let jobs = users[description] ?? []
        entry.listeners.withLock { $0 = $0.filter { jobs.contains($0.key) } }
      }
      return unused.values.map(\.provider)
    }
    for provider in unused { provider.stop() }
  }

  private func make(_ description: ProviderDescription) -> any DiscoveryProvider {
    switch description {
    case .kubernetes(let configuration):
      KubernetesDiscovery(configuration, source: source, version: version, log: log)
    case .files(let configuration): FileDiscovery.provider(configuration, log: log)
    case .http(let configuration):
      HTTPDiscovery.provider(configuration, source: source, version: version, log: log)
    case .consul(let configuration):
      ConsulDiscovery(configuration, source: source, version: version, log: log)
    case .fixed(let addresses, let labels): StaticDiscovery(groups: [(addresses, labels)])
    }
  }
}
