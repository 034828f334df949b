/// Reads a mapping strictly: each key is taken once, and ``finish()`` complains about those that nobody took.
///
/// What is wrong goes to the collector and reads as nil, so that reading goes on and finds the rest.
public struct MappingReader {
  /// The node that is read.
  public let node: YAMLNode
  /// Where diagnostics go.
  public let diagnostics: DiagnosticCollector
  private let subject: String
  private let entries: [YAMLEntry]
  private var known: [String] = []

  /// Reads a node as `subject`, such as `a relabel rule`; what is no mapping is a diagnostic.
  public init(_ node: YAMLNode, as subject: String, into diagnostics: DiagnosticCollector) {
    self.node = node
    self.subject = subject
    self.diagnostics = diagnostics
    entries = node.mapping ?? []
    if node.mapping == nil {
      diagnostics.error("\(subject) must be a mapping, not \(node.kindInWords)", at: node.span)
    }
  }

  /// The node of a key; nil if the key is missing or null.
  public mutating func take(_ key: String) -> YAMLNode? {
    known.append(key)
    return entries.first { $0.name == key }.flatMap { $0.value.isNull ? nil : $0.value }
  }

  /// Whether the key is there, even if its value is null.
  public func has(_ key: String) -> Bool { entries.contains { $0.name == key } }

  /// The node of a key that must be there.
  public mutating func require(_ key: String) -> YAMLNode? {
    if let node = take(key) { return node }
    let place = entries.first { $0.name == key }?.key.span ?? node.span
    if node.mapping != nil { diagnostics.error("\(subject) needs the key `\(key)`", at: place) }
    return nil
  }

  /// A text. Numbers and booleans are taken as they are written, as Prometheus takes them.
  public mutating func string(_ key: String) -> String? {
    read(key, "text") { $0.string }
  }

  /// A text that is not a number, a boolean or null, as Kubernetes wants it.
  public mutating func text(_ key: String) -> String? {
    read(key, "text") { $0.text }
  }

  /// A boolean.
  public mutating func bool(_ key: String) -> Bool? {
    read(key, "true or false") { $0.bool }
  }

  /// An integer.
  public mutating func int(_ key: String) -> Int? {
    read(key, "an integer") { $0.int }
  }

  /// A number.
  public mutating func double(_ key: String) -> Double? {
    read(key, "a number") { $0.double }
  }

  /// The elements of a list.
  public mutating func sequence(_ key: String) -> [YAMLNode]? {
    read(key, "a list") { $0.sequence }
  }

  /// A list of texts.
  public mutating func strings(_ key: String) -> [String]? {
    guard let elements = sequence(key) else { return nil }
    return elements.compactMap { element in
      if element.string == nil {
        diagnostics.error("`\(key)` must hold texts, not \(element.kindInWords)", at: element.span)
      }
      return element.string
    }
  }

  /// A mapping whose values are texts.
  public mutating func stringMap(_ key: String) -> [String: String]? {
    guard let entries = read(key, "a mapping", { $0.mapping }) else { return nil }
    var map: [String: String] = [:]
    for entry in entries {
      if let text = entry.value.string {
        map[entry.name] = text
      } else {
        diagnostics.error("`\(entry.name)` must be text, not \(entry.value.kindInWords)", at: entry.value.span)
      }
    }
    return map
  }

  /// A value of an enumeration, by its raw value; another word is a diagnostic with the nearest.
  public mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String, _ type: Word.Type)
    -> Word?
  {
    guard let node = take(key) else { return nil }
    if let word = node.string.flatMap(Word.init(rawValue:)) { return word }
    let near = suggestion(for: node.string ?? "", among: Word.allCases.map(\.rawValue))
    diagnostics.error("`\(key)` cannot be \(node.kindInWords)\(near)", at: node.span)
    return nil
  }

  /// Complains about each key that nobody took.
  public func finish() {
    for entry in entries where !known.contains(entry.name) {
      let near = suggestion(for: entry.name, among: known)
      diagnostics.error(
        "unknown key `\(entry.name.prefixForMessages)` in \(subject)\(near)", at: entry.key.span)
    }
  }

  private mutating func read<T>(_ key: String, _ wanted: String, _ read: (YAMLNode) -> T?) -> T? {
    guard let node = take(key) else { return nil }
    if let value = read(node) { return value }
    diagnostics.error("`\(key)` must be \(wanted), not \(node.kindInWords)", at: node.span)
    return nil
  }
}
