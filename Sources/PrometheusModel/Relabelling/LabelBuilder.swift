/// Labels under change, which remembers the order of changes: `labelmap` goes over the labels that were there
/// first and then over the changed ones, and the last of two that map to one name wins.
///
/// Source: prometheus/prometheus model/labels/labels_common.go `Builder.Range`, 3.5.
struct LabelBuilder {
  private(set) var labels: Labels
  /// The names that have been set, in the order in which they were first set.
  private var changed: [String] = []

  /// Starts with labels, of which some have been set already, in this order.
  init(_ labels: Labels, set names: [String] = []) {
    self.labels = labels
    changed = names
  }

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

  /// The labels whose names the condition holds for, in the order in which rules go over them.
  func ordered(where condition: (String) -> Bool) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for index in labels.pairs.indices where condition(labels.pairs[index].name) {
      let pair = labels.pairs[index]
      if !changed.contains(where: { Bytes.equal($0, pair.name) }) { result.append(pair) }
    }
    for name in changed where condition(name) {
      if let value = labels[name] { result.append((name: name, value: value)) }
    }
    return result
  }
}
