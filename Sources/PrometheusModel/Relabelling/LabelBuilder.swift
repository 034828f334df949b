/// Labels under change, which remembers the order of changes: `labelmap` goes over the labels that were there
/// first and then over the changed ones, and the last of two that map to one name wins.
///
/// Source: prometheus/prometheus model/labels/labels_common.go `Builder.Range`, 3.5.
struct LabelBuilder {
  private(set) var labels: Labels
  /// The names that have been set, in the order in which they were first set.
  private var changed: [String] = []

  init(_ labels: Labels) { self.labels = labels }

  /// Sets a label; an empty value removes it.
  mutating func set(_ name: String, to value: String) {
    labels[name] = value
    let index = changed.firstIndex { Bytes.equal($0, name) }
    if value.isEmpty {
      if let index { changed.remove(at: index) }
    } else if index == nil {
      changed.append(name)
    }
  }

  /// Removes the labels whose names the condition holds for.
  mutating func removeAll(where condition: (String) -> Bool) {
    labels.removeAll { name, _ in condition(name) }
    changed.removeAll { labels[$0] == nil }
  }

  /// The labels in the order in which rules go over them.
  var ordered: [(name: String, value: String)] {
    guard !changed.isEmpty else { return labels.pairs }
    return labels.pairs.filter { pair in !changed.contains { Bytes.equal($0, pair.name) } }
      + changed.compactMap { name in labels[name].map { (name: name, value: $0) } }
  }
}
