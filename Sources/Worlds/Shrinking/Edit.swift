import SourceText

/// A way to make a document smaller.
struct Edit: Sendable, Hashable {
  /// What happens at a place.
  enum Change: Sendable, Hashable {
    /// Elements or entries of the node are taken out.
    case remove(Range<Int>)
    /// A text becomes a shorter one.
    case replace(String)
  }

  /// The way from the root: at each step the index of an element or entry.
  var path: [Int]
  var change: Change
  /// How much goes: scalars for what is taken out, characters for what is made shorter.
  var weight: Int
}

extension YAMLNode {
  /// The document after several edits, which were made for it as it is.
  func applying(_ edits: [Edit]) -> YAMLNode { applying(edits[...], depth: 0) }

  private func applying(_ edits: ArraySlice<Edit>, depth: Int) -> YAMLNode {
    var removed: Set<Int> = []
    for edit in edits where edit.path.count == depth {
      switch edit.change {
      case .replace(let text): return .string(text)
      case .remove(let range): removed.formUnion(range)
      }
    }
    func child(_ index: Int, _ node: YAMLNode) -> YAMLNode {
      let own = edits.filter { $0.path.count > depth && $0.path[depth] == index }
      return own.isEmpty ? node : node.applying(own[...], depth: depth + 1)
    }
    switch value {
    case .scalar: return self
    case .sequence(let elements):
      return .sequence(
        elements.indices.filter { !removed.contains($0) }.map { child($0, elements[$0]) })
    case .mapping(let entries):
      return YAMLNode(
        .mapping(
          entries.indices.filter { !removed.contains($0) }.map {
            YAMLEntry(key: entries[$0].key, value: child($0, entries[$0].value))
          }))
    }
  }

  /// How many scalars there are.
  var scalarCount: Int {
    switch value {
    case .scalar: 1
    case .sequence(let elements): elements.reduce(1) { $0 + $1.scalarCount }
    case .mapping(let entries): entries.reduce(1) { $0 + $1.value.scalarCount }
    }
  }
}
