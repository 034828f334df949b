import Contract
import PrometheusModel
import Synchronization
import Wire

/// `kubernetes_sd_configs`: groups of targets from the objects of an API server.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go`, 3.5.0.
final class KubernetesDiscovery: DiscoveryProvider {
  private struct State {
    var view: ClusterView
    /// The version that each watch has reached; nil before its first list.
    var versions: [Int?]
  }

  private let queries: [ResourceWatch.Query]
  private let state: Mutex<State>
  private let watches = Mutex<[ResourceWatch]>([])
  private let makeWatch:
    @Sendable (ResourceWatch.Query, @escaping @Sendable (WatchNews) -> Void) -> ResourceWatch
  private let log: @Sendable (String) -> Void

  init(
    _ configuration: KubernetesDiscoveryConfiguration, source: IPAddress, version: PrometheusVersion,
    log: @escaping @Sendable (String) -> Void
  ) {
    let access: KubernetesAccess?
    do throws(RoleFailure) { access = try KubernetesAccess(configuration) } catch {
      log("Cannot create service discovery: \(error.message)")
      access = nil
    }
    queries = access.map { Self.queries(configuration, server: $0.server) } ?? []
    state = Mutex(
      State(
        view: ClusterView(
          role: configuration.role, attaching: configuration.attaching, version: version,
          isSelfContained: configuration.kinds.count == 1),
        versions: queries.map { _ in nil }))
    let client = TargetClient(access?.client ?? configuration.client, source: source, version: version)
    makeWatch = { query, deliver in
      ResourceWatch(query, client: client, userAgent: "Prometheus/\(version.number)", deliver: deliver)
    }
    self.log = log
  }

  private static func queries(
    _ configuration: KubernetesDiscoveryConfiguration, server: HTTPURL
  ) -> [ResourceWatch.Query] {
    configuration.kinds.flatMap { kind in
      let selector = configuration.selectors.first { $0.role.primary == kind }
      return configuration.places(of: kind).map { namespace in
        ResourceWatch.Query(
          server: server, kind: kind, namespace: namespace, labelSelector: selector?.label ?? "",
          fieldSelector: selector?.field ?? "")
      }
    }
  }

  func start(changed: @escaping @Sendable () -> Void) {
    for (index, query) in queries.enumerated() {
      let watch = makeWatch(query) { [self] news in take(news, of: index, changed) }
      watches.withLock { $0.append(watch) }
      do throws(WireError) { try watch.start() } catch { log("cannot watch \(query.kind.rawValue): \(error)") }
    }
  }

  func stop() {
    for watch in watches.withLock({ $0 }) { watch.stop() }
  }

  func snapshot() -> DiscoverySnapshot {
    state.withLock { state in
      guard state.versions.allSatisfy({ $0 != nil }) else { return DiscoverySnapshot(groups: [], version: nil) }
      return DiscoverySnapshot(
        groups: state.view.discoveredGroups(),
        version: state.versions.compactMap(\.self).min() ?? DiscoverySnapshot.timeless)
    }
  }

  private func take(_ news: WatchNews, of index: Int, _ changed: @Sendable () -> Void) {
    let query = queries[index]
    switch news {
    case .listed(let objects):
      return state.withLock { state in
        for object in objects { state.view.insert(query.kind, object) }
      }
    case .complete(let keys, let version):
      state.withLock { state in
        state.view.retain(query.kind, namespace: query.namespace, keys: keys)
        state.versions[index] = version
      }
    case .changed(let object, let version):
      state.withLock { state in
        state.view.insert(query.kind, object)
        state.versions[index] = version
      }
    case .deleted(let object, let version):
      state.withLock { state in
        state.view.remove(query.kind, object.key)
        state.versions[index] = version
      }
    case .progressed(let version): state.withLock { $0.versions[index] = version }
    case .failed(let message): return log("discovery: \(message)")
    }
    changed()
  }
}
