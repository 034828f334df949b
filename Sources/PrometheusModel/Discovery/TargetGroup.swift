/// What discovery makes of one Kubernetes object: its targets, with the labels that they share.
public struct TargetGroup: Sendable, Hashable {
  /// The object, as Prometheus names it: `pod/shop/cart-0`, `svc/shop/cart`.
  public var source: String
  /// The labels that all targets have.
  var shared: MetaLabels
  /// Each target's own labels, which win over the shared ones.
  var own: [MetaLabels]

  init(source: String, shared: MetaLabels = MetaLabels(), own: [MetaLabels] = []) {
    self.source = source
    self.shared = shared
    self.own = own
  }

  /// The targets with all their labels, in discovery's order.
  public var targets: [DiscoveredTarget] {
    own.map { labels in
      DiscoveredTarget(source: source, labels: Labels(joining: shared.pairs, labels.pairs))
    }
  }

  /// The group as a Prometheus of this version makes it.
  func known(to version: PrometheusVersion) -> TargetGroup {
    let unknown = DiscoveryHistory.unknownLabels(to: version)
    func isUnknown(_ name: Substring.UTF8View) -> Bool {
      unknown.contains { $0.matches(name) }
    }
    return TargetGroup(
      source: source, shared: shared.without(isUnknown), own: own.map { $0.without(isUnknown) })
  }
}

/// A target as discovery found it, before relabelling.
public struct DiscoveredTarget: Sendable, Hashable {
  /// The group that it comes from.
  public var source: String
  /// `__address__` and the `__meta_kubernetes_…` labels.
  public var labels: Labels

  /// Makes a target.
  public init(source: String, labels: Labels) {
    self.source = source
    self.labels = labels
  }
}
