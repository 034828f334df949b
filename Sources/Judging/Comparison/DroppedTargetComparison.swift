import Contract

/// Compares the dropped targets of two scrapers, each as often as it is listed.
enum DroppedTargetComparison {
  private typealias Target = ScraperReading.DroppedTarget

  static func differences(
    _ builtIn: [ScraperReading.DroppedTarget], _ real: [ScraperReading.DroppedTarget]
  ) -> [Difference] {
    // Where one does not name the pool, it is told by the discovered labels.
    let namesPool = (builtIn + real).allSatisfy { $0.scrapePool != nil }
    func named(_ targets: [Target]) -> [Target] {
      targets.map {
        Target(
          scrapePool: namesPool ? $0.scrapePool : $0.discoveredLabels["job"],
          discoveredLabels: LabelText.present($0.discoveredLabels))
      }
    }
    var (ours, theirs) = without(named(builtIn), named(real))
    // One port of one container, discovered with other labels, is told as that and not as two targets.
    var differences: [Difference] = []
    for target in ours {
      guard let index = theirs.firstIndex(where: { isOne($0, target) }) else { continue }
      let other = theirs.remove(at: index)
      if let own = ours.firstIndex(of: target) { ours.remove(at: own) }
      let texts = LabelText.distinct(target.discoveredLabels, other.discoveredLabels)
      var difference = difference(.discoveredLabels, of: target, builtIn: texts.left, real: texts.right)
      difference.labelNames = texts.names
      differences.append(difference)
    }
    differences += ours.map {
      difference(.droppedTargets, of: $0, builtIn: SeriesText.labels($0.discoveredLabels), real: nil)
    }
    differences += theirs.map {
      difference(.droppedTargets, of: $0, builtIn: nil, real: SeriesText.labels($0.discoveredLabels))
    }
    return differences.sorted { ($0.subject, $0.builtIn ?? "") < ($1.subject, $1.builtIn ?? "") }
  }

  /// What each has that the other has not.
  private static func without(_ left: [Target], _ right: [Target]) -> ([Target], [Target]) {
    var counts = right.reduce(into: [Target: Int]()) { $0[$1, default: 0] += 1 }
    let onlyLeft = left.filter { target in
      guard let count = counts[target], count > 0 else { return true }
      counts[target] = count - 1
      return false
    }
    var rest = counts
    let onlyRight = right.filter { target in
      guard let count = rest[target], count > 0 else { return false }
      rest[target] = count - 1
      return true
    }
    return (onlyLeft, onlyRight)
  }

  private static let identifying = [
    "__address__", "__meta_kubernetes_pod_container_name", "__meta_kubernetes_pod_container_port_number",
  ]

  private static func isOne(_ left: Target, _ right: Target) -> Bool {
    left.scrapePool == right.scrapePool
      && identifying.allSatisfy { left.discoveredLabels[$0] == right.discoveredLabels[$0] }
  }

  private static func difference(
    _ aspect: Difference.Aspect, of target: Target, builtIn: String?, real: String?
  ) -> Difference {
    Difference(
      aspect, of: "dropped target \(target.scrapePool ?? "") \(target.discoveredLabels["__address__"] ?? "")",
      scrapePool: target.scrapePool, labels: target.discoveredLabels, builtIn: builtIn, real: real)
  }
}
