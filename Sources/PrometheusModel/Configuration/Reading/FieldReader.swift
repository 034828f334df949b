import SourceText

/// Reads the fields of a section as Prometheus' strict decoding does, with its messages.
///
/// A field that is null has its type's zero value, not its default, as in Prometheus. What is wrong goes to
/// the collector, so that reading goes on and finds the rest.
/// Source: go-yaml/yaml decode.go `mappingStruct`, `scalar`, v2.4.
struct FieldReader {
  /// The section.
  let node: YAMLNode
  let diagnostics: DiagnosticCollector
  private let section: ConfigurationSection
  private let version: PrometheusVersion
  private let entries: [YAMLEntry]
  private var known: Set<String> = []
  private var order: [String] = []

  /// Reads a section; null is one without fields, what is no mapping is a diagnostic.
  init(
    _ node: YAMLNode, as section: ConfigurationSection, version: PrometheusVersion,
    into diagnostics: DiagnosticCollector
  ) {
    self.node = node
    self.section = section
    self.version = version
    self.diagnostics = diagnostics
    entries = node.mapping ?? []
    if node.mapping == nil, !node.isNull { Self.refuse(node, as: section.goType, diagnostics) }
  }

  /// Whether the field is there, null or not.
  func has(_ field: String) -> Bool { entry(field) != nil }

  /// Where the field stands, or else the section.
  func span(_ field: String) -> Span { entry(field)?.value.span ?? node.span }

  /// The field's value, null included; nil if the field is not there.
  mutating func take(_ field: String) -> YAMLNode? {
    if known.insert(field).inserted { order.append(field) }
    return entry(field)?.value
  }

  /// Text: any scalar as it is written.
  mutating func string(_ field: String, default fallback: String = "") -> String {
    guard let node = take(field) else { return fallback }
    if node.isNull { return "" }
    if let text = node.string { return text }
    Self.refuse(node, as: "string", diagnostics)
    return fallback
  }

  /// A boolean.
  mutating func bool(_ field: String, default fallback: Bool = false) -> Bool {
    guard let node = take(field) else { return fallback }
    if node.isNull { return false }
    if let value = node.bool { return value }
    Self.refuse(node, as: "bool", diagnostics)
    return fallback
  }

  /// A boolean that can be left out.
  mutating func optionalBool(_ field: String) -> Bool? {
    guard let node = take(field), !node.isNull else { return nil }
    if let value = node.bool { return value }
    Self.refuse(node, as: "bool", diagnostics)
    return nil
  }

  /// A number that is not negative.
  mutating func count(_ field: String) -> Int {
    guard let node = take(field), !node.isNull else { return 0 }
    if let value = node.int, value >= 0 { return value }
    // Go takes floats up to 2^64; nothing is as large as what is beyond 2^63.
    if let value = node.double, value >= 0, value <= 0x1p64 {
      return Int(exactly: value.rounded(.towardZero)) ?? .max
    }
    Self.refuse(node, as: "uint", diagnostics)
    return 0
  }

  /// A number.
  mutating func double(_ field: String) -> Double {
    guard let node = take(field), !node.isNull else { return 0 }
    if let value = node.double { return value }
    Self.refuse(node, as: "float64", diagnostics)
    return 0
  }

  /// A duration; zero if it is missing or null.
  mutating func duration(_ field: String, default fallback: ScrapeDuration = .zero) -> ScrapeDuration {
    guard let node = take(field) else { return fallback }
    guard !node.isNull else { return .zero }
    guard let text = node.string else {
      Self.refuse(node, as: "string", diagnostics)
      return fallback
    }
    do {
      return try ScrapeDuration(parsing: text)
    } catch {
      diagnostics.error(error.message, at: node.span)
      return fallback
    }
  }

  /// A size in bytes: `10MB`.
  mutating func size(_ field: String) -> Int {
    guard let node = take(field), !node.isNull else { return 0 }
    guard let text = node.string else {
      Self.refuse(node, as: "units.Base2Bytes", diagnostics)
      return 0
    }
    do {
      return try SizeInBytes.bytes(parsing: text)
    } catch {
      diagnostics.error(error.message, at: node.span)
      return 0
    }
  }

  /// The elements of a list, null ones included; nil if the field is missing or null.
  mutating func list(_ field: String, of type: String, as listType: String? = nil) -> [YAMLNode]? {
    guard let node = take(field), !node.isNull else { return nil }
    if let elements = node.sequence { return elements }
    Self.refuse(node, as: listType ?? "[]" + type, diagnostics)
    return nil
  }

  /// A list of texts; nil if the field is missing or null.
  mutating func strings(_ field: String, of type: String = "string") -> [String]? {
    list(field, of: type)?.compactMap { text($0) }
  }

  /// The entries of a mapping of texts, in the order of the file.
  mutating func stringMap(
    _ field: String, type: String = "map[string]string", valueType: String = "string"
  ) -> [(name: YAMLNode, value: String)] {
    guard let node = take(field), !node.isNull else { return [] }
    guard let entries = node.mapping else {
      Self.refuse(node, as: type, diagnostics)
      return []
    }
    Self.refuseRepeatedKeys(of: entries, diagnostics)
    return entries.compactMap { entry in text(entry.value, as: valueType).map { (name: entry.key, value: $0) } }
  }

  /// Refuses every field that nobody took, or that this version does not have.
  func finish() {
    var seen: Set<String> = []
    for entry in entries {
      if known.contains(entry.name), isAvailable(entry.name) {
        if !seen.insert(entry.name).inserted {
          diagnostics.error("field \(entry.name) already set in type \(section.goType)", at: entry.key.span)
        }
        continue
      }
      var hint = ""
      if known.contains(entry.name), let availability = section.availability(of: entry.name) {
        hint = availability.explanation
      } else if let near = nearest(entry.name, among: order.filter { isAvailable($0) }) {
        hint = "; did you mean `\(near)`?"
      }
      diagnostics.error("field \(entry.name) not found in type \(section.goType)\(hint)", at: entry.key.span)
    }
  }

  /// Reports what is wrong with a field, at the field.
  func error(_ message: String, at field: String? = nil) {
    diagnostics.error(message, at: field.map { span($0) } ?? node.span)
  }

  private func text(_ node: YAMLNode, as type: String = "string") -> String? {
    if node.isNull { return "" }
    if node.string == nil { Self.refuse(node, as: type, diagnostics) }
    return node.string
  }

  private func entry(_ field: String) -> YAMLEntry? {
    isAvailable(field) ? entries.first { $0.name == field } : nil
  }

  private func isAvailable(_ field: String) -> Bool {
    section.availability(of: field)?.includes(version) ?? true
  }

  /// Refuses keys of a mapping that stand in it twice.
  static func refuseRepeatedKeys(of entries: [YAMLEntry], _ diagnostics: DiagnosticCollector) {
    var seen: Set<String> = []
    for entry in entries where !seen.insert(entry.name).inserted {
      diagnostics.error("key \(Quoting.quoted(entry.name)) already set in map", at: entry.key.span)
    }
  }

  /// Refuses a value of the wrong type.
  static func refuse(_ node: YAMLNode, as type: String, _ diagnostics: DiagnosticCollector) {
    diagnostics.error("cannot unmarshal \(description(of: node)) into \(type)", at: node.span)
  }

  private static func description(of node: YAMLNode) -> String {
    guard let scalar = node.scalar else { return node.sequence == nil ? "!!map" : "!!seq" }
    let tag =
      if scalar.isText { "!!str" } else if node.bool != nil { "!!bool" } else if node.int != nil {
        "!!int"
      } else { "!!float" }
    let text = scalar.text
    let shown =
      text.utf8.count > 10 ? String(decoding: text.utf8.prefix(7), as: UTF8.self) + "..." : text
    return "\(tag) `\(shown)`"
  }
}
