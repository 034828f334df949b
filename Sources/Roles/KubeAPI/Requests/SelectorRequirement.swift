/// One requirement of a `labelSelector` or `fieldSelector` parameter.
struct SelectorRequirement: Hashable, Sendable {
  /// What a requirement looks at.
  enum Subject: Hashable, Sendable {
    /// A label.
    case label(String)
    /// A field by its path.
    case field(String)
  }

  /// What it asks of its subject.
  enum Demand: Hashable, Sendable {
    /// One of these values.
    case isOneOf(Set<String>)
    /// None of these values, or no value at all.
    case isNoneOf(Set<String>)
    /// Any value.
    case exists
    /// No value.
    case isAbsent
    /// A whole number greater than this.
    case isGreater(than: Int)
    /// A whole number less than this.
    case isLess(than: Int)
  }

  /// What it looks at.
  let subject: Subject
  /// What it asks.
  let demand: Demand

  /// Whether it looks at a label.
  var isAboutLabels: Bool { if case .label = subject { true } else { false } }

  /// Whether an object fulfils it; the labels are the object's.
  func matches(_ object: StoredObject, labels: [String: String]) -> Bool {
    let value: String?
    switch subject {
    case .label(let name): value = labels[name]
    case .field("metadata.name"): value = object.key.name
    case .field("metadata.namespace"): value = object.key.namespace
    case .field(let path): value = object.field(path)
    }
    switch demand {
    case .isOneOf(let values): return value.map(values.contains) ?? false
    case .isNoneOf(let values): return value.map { !values.contains($0) } ?? true
    case .exists: return value != nil
    case .isAbsent: return value == nil
    case .isGreater(let bound): return value.flatMap { Int($0) }.map { $0 > bound } ?? false
    case .isLess(let bound): return value.flatMap { Int($0) }.map { $0 < bound } ?? false
    }
  }
}
