/// A job's targets after discovery, as Prometheus' API lists them.
///
/// Source: prometheus/prometheus scrape/scrape.go `scrapePool.Sync`, `sync`, 3.5.
public struct TargetSet: Hashable, Sendable {
  /// What is scraped, each once.
  public private(set) var active: [Target] = []
  /// The labels before relabelling of what rules have dropped, as far as they are remembered.
  public private(set) var dropped: [Labels] = []
  /// How many rules have dropped.
  public private(set) var droppedCount = 0
  /// Why others cannot be scraped; they are in neither list.
  public private(set) var failures: [String] = []
  private let config: ScrapeConfig
  private let version: PrometheusVersion
  /// Where each target stands in ``active``, by its labels.
  private var places: [Labels: Int] = [:]

  /// No targets yet.
  public init(config: ScrapeConfig, version: PrometheusVersion) {
    self.config = config
    self.version = version
  }

  /// Adds a group of discovered targets: each one's labels, and the group's name for messages.
  public mutating func add(_ targets: some Sequence<Labels>, source: String) {
    for (index, discovered) in targets.enumerated() {
      switch TargetBuilder.target(from: discovered, config: config, version: version) {
      case .kept(let target): add(target)
      case .dropped(let labels):
        droppedCount += 1
        let limit = config.limits.keptDroppedTargets
        if limit == 0 || dropped.count < limit { dropped.append(labels) }
      case .invalid(let reason): failures.append("instance \(index) in group \(source): \(reason)")
      }
    }
  }

  /// Targets with the same labels are one; the last one's discovered labels are shown.
  private mutating func add(_ target: Target) {
    if let place = places[target.labels] {
      active[place].discoveredLabels = target.discoveredLabels
    } else {
      places[target.labels] = active.count
      active.append(target)
    }
  }

  /// Why no target is scraped although there are some: the job's `target_limit` is exceeded.
  public var limitError: String? {
    let limit = config.limits.targets
    guard limit > 0, active.count > limit else { return nil }
    return "target_limit exceeded (number of targets: \(active.count), limit: \(limit))"
  }

  /// Whether both list the same targets.
  public static func == (left: TargetSet, right: TargetSet) -> Bool {
    left.active == right.active && left.dropped == right.dropped && left.droppedCount == right.droppedCount
      && left.failures == right.failures
  }

  /// Hashes the active targets.
  public func hash(into hasher: inout Hasher) { hasher.combine(active) }
}
