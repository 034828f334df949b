import Contract
import Planning
import PrometheusModel
import SourceText

/// The watches that a real engine opens at the API server for a configuration.
struct DiscoveryWatches {
  /// How many are to come, by path.
  private(set) var awaited: [String: Int] = [:]
  /// The version that a watch must at least go on from: one from before the API server came back is only told 410 Gone.
  private var leastVersion = 0

  /// No watches.
  init() {}

  /// Those of discoverers at one API server.
  ///
  /// Prometheus opens the watches of each discoverer anew, VictoriaMetrics one for a path. Source:
  /// prometheus/prometheus `discovery/manager.go`, `registerProviders`, 3.5.3; VictoriaMetrics/VictoriaMetrics
  /// `lib/promscrape/discovery/kubernetes/api_watcher.go`, `groupWatcher.startWatchersForRole`, 1.112.0.
  init(
    of discoverers: Set<KubernetesDiscoveryConfiguration>, at server: Endpoint, isShared: Bool,
    leastVersion: Int = 0
  ) {
    self.leastVersion = leastVersion
    for discoverer in discoverers where discoverer.apiServer == "http://\(server)" {
      for kind in discoverer.kinds {
        for place in discoverer.places(of: kind) { awaited[kind.path(namespace: place), default: 0] += 1 }
      }
    }
    if isShared { awaited = awaited.mapValues { _ in 1 } }
  }

  /// The paths that have not been watched as often, by the requests that the API server tells of. What comes from
  /// `builtIn` is the built-in scraper's.
  func missing(in requests: [ServedRequest], notFrom builtIn: IPAddress) -> [String] {
    var seen: [String: Int] = [:]
    for request in requests where request.peer.address != builtIn && request.status == 200 {
      let parts = request.path.split(separator: "?", maxSplits: 1)
      let parameters = parts.dropFirst().first?.split(separator: "&") ?? []
      let version = parameters.first { $0.hasPrefix(Self.versionParameter) }?.dropFirst(
        Self.versionParameter.count)
      // One that begins with what there is takes the place of a list, from whatever version.
      let isWhole = parameters.contains("sendInitialEvents=true")
      guard parameters.contains(where: { $0.hasPrefix("watch=") }),
        isWhole || version.flatMap({ Int($0) }) ?? leastVersion >= leastVersion
      else { continue }
      seen[String(parts[0]), default: 0] += 1
    }
    return awaited.filter { seen[$0.key, default: 0] < $0.value }.keys.sorted()
  }

  private static let versionParameter = "resourceVersion="
}

extension StatePlan {
  /// The discoverers of a prometheus.yml as a real engine gets it; none if it cannot be read.
  func discoverers(of engine: ScraperEngine) -> Set<KubernetesDiscoveryConfiguration> {
    let version = PrometheusVersion(engine.program?.version ?? "") ?? installation.prometheusVersion
    let text = engine.adapted(prometheusConfiguration)
    guard let node = try? YAMLReader.documents(text, file: "prometheus.yml").first,
      let configuration = try? PrometheusConfiguration.parse(
        node, version: version, features: scraper.features)
    else { return [] }
    return Set(
      configuration.scrapeConfigs.flatMap { job in
        job.discoveries.compactMap { if case .kubernetes(let discoverer) = $0 { discoverer } else { nil } }
      })
  }
}
