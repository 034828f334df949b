import SourceText

/// Lays changes over what is there: as nodes, so that every diagnostic still points at the line that says it.
enum Overlay {
  /// Lays a change over a node of a shape.
  ///
  /// Mappings merge key by key, null takes a key away, lists whose elements have an identity merge by it, and
  /// anything else replaces what was there.
  static func lay(_ change: YAMLNode, over base: YAMLNode, _ shape: Shape, _ format: ScenarioFormat) -> YAMLNode
  {
    switch shape {
    case .record(let record): lay(change, over: base, record, format)
    case .list(let element, let identity, _) where !identity.isEmpty:
      lay(elements: change, over: base, element, identity, format)
    default: base.merged(with: change)
    }
  }

  /// Lays a change over a mapping with known keys.
  static func lay(_ change: YAMLNode, over base: YAMLNode, _ record: Record, _ format: ScenarioFormat)
    -> YAMLNode
  {
    guard let additions = change.mapping, var entries = base.mapping else { return base.merged(with: change) }
    for addition in additions {
      let index = entries.firstIndex { $0.name == addition.name }
      let shape = record.key(addition.name)?.shape ?? .foreign("")
      if addition.value.isNull {
        if let index { entries.remove(at: index) }
      } else if let index {
        let value = lay(addition.value, over: entries[index].value, shape, format)
        entries[index] = YAMLEntry(key: addition.key, value: value)
      } else {
        entries.append(
          YAMLEntry(key: addition.key, value: lay(addition.value, over: .mapping([]), shape, format)))
      }
    }
    return YAMLNode(.mapping(entries), span: base.span.isSynthetic ? change.span : base.span)
  }

  private static func lay(
    elements change: YAMLNode, over base: YAMLNode, _ element: Shape, _ identity: [IdentifyingKey],
    _ format: ScenarioFormat
  ) -> YAMLNode {
    guard let additions = change.sequence else { return change }
    var elements = base.sequence ?? []
    // The elements as they were: a name twice in one list is a mistake for the reader to find, not a merge.
    let pairs = elements.enumerated().map { ($0.element.identity(identity), $0.offset) }
    let known = Dictionary(pairs) { first, _ in first }
    for addition in additions {
      if let index = known[addition.identity(identity)] {
        elements[index] = lay(addition, over: elements[index], element, format)
      } else {
        elements.append(lay(addition, over: .mapping([]), element, format))
      }
    }
    return YAMLNode(.sequence(elements), span: base.sequence == nil ? change.span : base.span)
  }
}

extension YAMLNode {
  /// What tells an element of a list from others.
  func identity(_ keys: [IdentifyingKey]) -> [String] {
    keys.map { descendant($0.path)?.string ?? $0.fallback }
  }

  /// The node under keys one inside the other.
  func descendant(_ path: [String]) -> YAMLNode? {
    path.reduce(Optional(self)) { node, key in node?[key] }
  }
}
