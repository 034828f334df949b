internal import SourceText

/// The shape of a value in a custom resource, as its definition in the cluster declares it.
indirect enum Schema: Sendable {
  /// Text that follows a rule.
  case text(TextRule)
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// True or false.
  case boolean
  /// A whole number, or text that follows a rule.
  case integerOrText(TextRule)
  /// A list; a set has no value twice.
  case list(Schema, minimum: Int = 0, isSet: Bool = false)
  /// A mapping with keys of the user's.
  case map(Schema)
  /// A mapping with fixed keys.
  case object([String: Field])
  /// Whatever it is: nothing that scraping depends on.
  case anything

  /// A key of an object.
  struct Field: Sendable {
    var schema: Schema
    var isRequired = false
    /// What the API server fills in where the key is missing.
    var initial: YAMLNode?
  }

  /// Any text.
  static let text = Schema.text(.any)
  /// A count from zero.
  static let limit = Schema.integer(0...Int.max)
  /// A port, or 0 for none.
  static let port = Schema.integer(0...65535)

  /// The same shape, as a key that must be there.
  var required: Field { Field(schema: self, isRequired: true) }

  /// The same shape, as a key that may be missing.
  var optional: Field { Field(schema: self) }

  /// The same shape, as a key that the API server fills in.
  func initially(_ value: YAMLNode) -> Field { Field(schema: self, initial: value) }

  /// An object of keys that may all be missing.
  static func keys(_ fields: [String: Schema]) -> [String: Field] { fields.mapValues(\.optional) }
}

/// What a text must look like.
enum TextRule: Sendable {
  /// Like anything.
  case any
  /// It has at least one character.
  case notEmpty
  /// A duration of Prometheus: `15s`, `1m30s`, `0`.
  case duration
  /// A number of bytes: `10MB`, `1.5GiB`.
  case byteSize
  /// A quantity of Kubernetes: `1.1`, `500m`.
  case quantity
  /// A URL with one of these schemes; any if none is named.
  case url([String])
  /// A file of targets, `*.json` or `*.yaml`.
  case targetFile
  /// One of these words.
  case oneOf([String])

  /// What is wrong with a text, nil if it follows the rule.
  func problem(with text: String) -> String? {
    switch self {
    case .any: nil
    case .notEmpty: text.isEmpty ? "must not be empty" : nil
    case .duration:
      !text.isEmpty && (try? ScrapeDuration(parsing: text)) == nil
        ? "must be a duration such as `30s` or `1m30s`" : nil
    case .byteSize: ByteSize(text) == nil ? "must be a size such as `10MB` or `1GiB`" : nil
    case .quantity: Quantity(text) == nil ? "must be a quantity such as `1.1` or `500m`" : nil
    case .url(let schemes): Self.isURL(text, schemes) ? nil : Self.urlProblem(schemes)
    case .targetFile:
      Self.isTargetFile(text) ? nil : "must end in .json, .yml or .yaml, with `*` in the last part only"
    case .oneOf(let words): words.contains(text) ? nil : Self.wordProblem(text, words)
    }
  }

  private static func isURL(_ text: String, _ schemes: [String]) -> Bool {
    let scheme = text.prefix { $0 != ":" }
    let rest = text[scheme.endIndex...]
    guard rest.hasPrefix("://"), rest.count > 3 else { return false }
    return schemes.isEmpty ? scheme.first?.isLetter == true : schemes.contains(String(scheme))
  }

  private static func urlProblem(_ schemes: [String]) -> String {
    "must be a URL"
      + (schemes.isEmpty ? "" : " that starts with " + schemes.map { "\($0)://" }.joined(separator: " or "))
  }

  private static func wordProblem(_ text: String, _ words: [String]) -> String {
    let near = nearest(text, among: words).map { "; did you mean `\($0)`?" } ?? ""
    return "must be one of " + words.map { "`\($0)`" }.joined(separator: ", ") + near
  }

  private static func isTargetFile(_ text: String) -> Bool {
    let endings = ["json", "yml", "yaml", "JSON", "YML", "YAML"]
    guard let ending = endings.first(where: { text.hasSuffix("." + $0) }) else { return false }
    let stem = text.dropLast(ending.count + 1)
    guard let star = stem.firstIndex(of: "*") else { return true }
    return stem[star...].allSatisfy { $0 != "/" }
  }
}
