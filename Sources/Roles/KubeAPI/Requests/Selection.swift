/// Which objects a request is about.
struct Selection: Sendable {
  /// Of what kind.
  let type: ResourceType
  /// In which namespace; nil for all of them.
  let namespace: String?
  /// With which labels and fields.
  let requirements: [SelectorRequirement]

  /// Whether an object of the kind is selected.
  func matches(_ object: StoredObject) -> Bool {
    if let namespace, object.key.namespace != namespace { return false }
    guard !requirements.isEmpty else { return true }
    let labels = requirements.contains { $0.isAboutLabels } ? object.labels : [:]
    return requirements.allSatisfy { $0.matches(object, labels: labels) }
  }
}
