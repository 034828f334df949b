extension YAMLNode {
  /// The node with another laid over it: mappings merge key by key, null removes a key, and anything else
  /// replaces what was there.
  ///
  /// What comes from the overlay keeps the overlay's span, so that diagnostics still point at the right line.
  public func merged(with overlay: YAMLNode) -> YAMLNode {
    guard case .mapping(let additions) = overlay.value, case .mapping(var entries) = value else {
      return overlay.withoutNulls()
    }
    for addition in additions {
      let index = entries.firstIndex { $0.name == addition.name }
      if addition.value.isNull {
        if let index { entries.remove(at: index) }
      } else if let index {
        entries[index].value = entries[index].value.merged(with: addition.value)
        entries[index].key = addition.key
      } else {
        entries.append(YAMLEntry(key: addition.key, value: addition.value.withoutNulls()))
      }
    }
    return YAMLNode(.mapping(entries), span: span)
  }

  /// The node without keys whose value is null, in mappings inside mappings.
  private func withoutNulls() -> YAMLNode {
    guard case .mapping(let entries) = value else { return self }
    let kept = entries.compactMap { entry in
      entry.value.isNull ? nil : YAMLEntry(key: entry.key, value: entry.value.withoutNulls())
    }
    return YAMLNode(.mapping(kept), span: span)
  }
}
