internal import SourceText

/// A mapping of prometheus.yml under construction, its keys in the order in which the operator writes them.
///
/// What the version of Prometheus does not know is left out and remembered.
struct Fields {
  /// The version for which is written.
  let version: PrometheusVersion
  /// The keys and values so far.
  private(set) var entries: [YAMLEntry] = []
  /// Keys that were left out, because the version does not know them.
  private(set) var ignored: [String] = []

  init(version: PrometheusVersion) { self.version = version }

  /// The mapping.
  var node: YAMLNode { YAMLNode(.mapping(entries)) }

  /// Adds a key, if there is a value and the version knows the key.
  mutating func add(_ key: String, _ value: YAMLNode?, since minimum: PrometheusVersion? = nil) {
    guard let value else { return }
    if let minimum, version < minimum {
      ignored.append(key)
    } else {
      entries.append(YAMLEntry(key: .string(key), value: value))
    }
  }

  /// Adds a key with a mapping.
  mutating func add(_ key: String, _ value: Fields?, since minimum: PrometheusVersion? = nil) {
    guard let value else { return }
    ignored += value.ignored.map { "\(key).\($0)" }
    add(key, value.node, since: minimum)
  }

  /// Adds a key with a mapping that is written out.
  mutating func add(_ key: String, _ value: YAMLPairs, since minimum: PrometheusVersion? = nil) {
    add(key, value.node, since: minimum)
  }

  /// Takes over all keys of a mapping.
  mutating func append(_ other: Fields) {
    entries += other.entries
    ignored += other.ignored
  }
}

extension YAMLNode {
  /// The value of a key unless it is an empty text, which in Go is the same as no value.
  func filled(_ key: String) -> YAMLNode? {
    guard let value = self[key], !value.isNull, value.string != "" else { return nil }
    return value
  }

  /// The value unless a condition holds.
  ///
  /// A ternary with `nil` would make a null node here, because a node can be written as `nil`.
  func unless(_ condition: Bool) -> YAMLNode? {
    if condition { return .none }
    return .some(self)
  }

  /// The text of a key unless it is empty.
  func word(_ key: String) -> String? {
    guard let text = self[key]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// The elements of a list under a key; none if there is none.
  func list(_ key: String) -> [YAMLNode] { self[key]?.sequence ?? [] }

  /// The texts of a list under a key.
  func words(_ key: String) -> [String] { list(key).compactMap(\.string) }

  /// The entries of a mapping of texts under a key, by name.
  func sortedTexts(_ key: String) -> [(name: String, value: String)] {
    (self[key]?.mapping ?? []).map { ($0.name, $0.value.string ?? "") }.sorted { $0.name < $1.name }
  }

  /// The same mapping, its keys in order, as Go writes a map.
  var sortedByKey: YAMLNode {
    guard let entries = mapping else { return self }
    return YAMLNode(.mapping(entries.sorted { $0.name < $1.name }), span: span)
  }

  /// A text in lower case.
  var lowercased: YAMLNode { YAMLNode.string((string ?? "").lowercased()).placed(at: span) }

  /// The node as if it stood somewhere else.
  func placed(at span: Span) -> YAMLNode { YAMLNode(value, span: span) }

  /// Whether the mapping has no key.
  var isEmptyMapping: Bool { mapping?.isEmpty ?? false }
}
