import PrometheusModel
import Synchronization

/// Where a job's targets come from. It tells its listeners whenever there is something new.
protocol DiscoveryProvider: Sendable {
  /// Begins to look; `changed` is called from any thread.
  func start(changed: @escaping @Sendable () -> Void)
  /// Ends looking.
  func stop()
  /// Asks for the targets once more, at once, and returns when the answer counts.
  func refresh()
  /// The groups as they are now.
  func snapshot() -> DiscoverySnapshot
}

extension DiscoveryProvider {
  /// What is told of changes needs not ask.
  func refresh() {}
}

/// What a provider knows at a moment.
struct DiscoverySnapshot: Sendable {
  /// The groups of targets.
  var groups: [DiscoveredGroup]
  /// The version of the API server up to which this is true; nil before everything was listed once.
  var version: Int?

  /// What does not come from the API server is true for every version of it.
  static let timeless = Int.max
}

/// `static_configs`: targets that the configuration itself lists.
struct StaticDiscovery: DiscoveryProvider {
  /// Each group: its addresses, and the labels that they share.
  var groups: [(addresses: [String], labels: Labels)]

  func start(changed: @escaping @Sendable () -> Void) { changed() }

  func stop() {}

  func snapshot() -> DiscoverySnapshot {
    let discovered = groups.enumerated().map { number, group in
      let targets = group.addresses.map { address in
        var labels = group.labels
        labels[LabelName.address] = address
        return labels
      }
      return DiscoveredGroup(source: "\(number)", revision: 0) { targets }
    }
    return DiscoverySnapshot(groups: discovered, version: DiscoverySnapshot.timeless)
  }
}
