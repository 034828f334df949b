import Exposition
import PrometheusModel

/// The labels that a sample is stored with.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `mutateSampleLabels`, `resolveConflictingExposedLabels`,
/// `mutateReportSampleLabels`, 3.5.0.
enum SampleLabels {
  /// Joins exposed labels with those of the target: where both have a name, one of them gives way.
  static func joined(_ exposed: [LabelPair], with target: Labels, honoringExposed: Bool) -> Labels {
    // A name that has no value once has none at all.
    let emptied = Set(exposed.lazy.filter(\.value.isEmpty).map(\.name))
    // Of two with one name the first is the one that is looked at.
    var labels = Labels(
      exposed.reversed().lazy.filter { !emptied.contains($0.name) }.map { (name: $0.name, value: $0.value) })
    guard !honoringExposed else {
      // An exposed label of empty value keeps the target's away, too, and then is none.
      let names = Set(exposed.lazy.map(\.name))
      for (name, value) in target.pairs where !names.contains(name) { labels[name] = value }
      return labels
    }
    var conflicts: [(name: String, value: String)] = []
    for (name, value) in target.pairs {
      if let exposedValue = exposed.first(where: { $0.name == name })?.value, !exposedValue.isEmpty {
        conflicts.append((name, exposedValue))
      }
      labels[name] = value
    }
    // The shortest name first: it may need the prefix that a longer one has already.
    conflicts.sort { $0.name.utf8.count < $1.name.utf8.count }
    for (name, value) in conflicts {
      var renamed = "exported_" + name
      while labels[renamed] != nil { renamed = "exported_" + renamed }
      labels[renamed] = value
    }
    return labels
  }

  /// The labels of a series that the scraper itself makes of a target: `up` and its like.
  static func report(_ metric: String, target: Labels) -> Labels {
    var labels: Labels = [LabelName.metricName: metric]
    for (name, value) in target.pairs {
      // Room for what a series of the target would expose; this one exposes nothing.
      labels["exported_" + name] = nil
      labels[name] = value
    }
    return labels
  }

  /// The exposed labels whose name has stood before: they are counted and printed, and no storage takes them.
  static func repetitions(in exposed: [LabelPair]) -> [LabelPair] {
    let emptied = Set(exposed.lazy.filter(\.value.isEmpty).map(\.name))
    var seen: Set<String> = []
    return exposed.filter { !emptied.contains($0.name) && !seen.insert($0.name).inserted }
  }
}
