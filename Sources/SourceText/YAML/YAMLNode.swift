/// A node of a YAML document, with the place where it stands.
///
/// Two nodes are equal if they mean the same, wherever they stand. Types of plain scalars follow YAML 1.1 as
/// Kubernetes reads it: `yes` and `on` are booleans, `010` is 8, `"8080"` is text and `8080` is not.
public struct YAMLNode: Hashable, Sendable {
  /// What a node can be.
  public enum Value: Hashable, Sendable {
    /// A scalar, null included.
    case scalar(YAMLScalar)
    /// A list.
    case sequence([YAMLNode])
    /// A mapping, in the order of the file.
    case mapping([YAMLEntry])
  }

  /// What the node is.
  public var value: Value
  /// Where it stands. What an alias stands for has the place of the anchor.
  public var span: Span

  /// Makes a node.
  public init(_ value: Value, span: Span = .synthetic) {
    self.value = value
    self.span = span
  }

  /// Whether two nodes mean the same.
  public static func == (left: Self, right: Self) -> Bool { left.value == right.value }

  /// Hashes what the node means, not where it stands.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// A key and its value.
public struct YAMLEntry: Hashable, Sendable {
  /// The key, always a scalar in what ``YAMLReader`` reads.
  public var key: YAMLNode
  /// The value.
  public var value: YAMLNode

  /// Pairs a key and a value.
  public init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }

  /// The key's text as it is written, whatever type it would have: `on`, `8080`.
  public var name: String { key.scalar?.text ?? "" }
}

// Reading.
extension YAMLNode {
  /// The scalar, nil for lists and mappings.
  public var scalar: YAMLScalar? {
    if case .scalar(let scalar) = value { scalar } else { nil }
  }

  /// The text of a scalar as it is written, whatever its type; nil for null, lists and mappings.
  public var string: String? {
    guard let scalar, !isNull else { return nil }
    return scalar.text
  }

  /// The text of a scalar that is text, so neither a number nor a boolean nor null.
  public var text: String? {
    guard let scalar, scalar.isText else { return nil }
    return scalar.text
  }

  /// Whether the node is null: `~`, `null`, or nothing at all.
  public var isNull: Bool { plainType == .null }

  /// The boolean, nil if it is none.
  public var bool: Bool? {
    if case .bool(let value) = plainType { value } else { nil }
  }

  /// The integer, nil if it is none. `1.0` is none.
  public var int: Int? {
    if case .integer(let value) = plainType { value } else { nil }
  }

  /// The number, nil if it is none.
  public var double: Double? {
    switch plainType {
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The elements of a list.
  public var sequence: [YAMLNode]? {
    if case .sequence(let elements) = value { elements } else { nil }
  }

  /// The entries of a mapping.
  public var mapping: [YAMLEntry]? {
    if case .mapping(let entries) = value { entries } else { nil }
  }

  /// What the node is, in words for messages: `a list`, `the number 8080`.
  public var kindInWords: String {
    switch value {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let scalar):
      switch plainType {
      case .null: return scalar.text.isEmpty ? "nothing" : "null"
      case .bool: return "the boolean \(scalar.text)"
      case .integer, .double: return "the number \(scalar.text)"
      case .text: return "the text `\(scalar.text.prefixForMessages)`"
      }
    }
  }

  var plainType: PlainType {
    guard let scalar else { return .text }
    return scalar.isPlain ? PlainType(scalar.text) : .text
  }

  /// The value of a key of a mapping. Setting nil removes the key; setting a new key appends it.
  ///
  /// Setting turns what is not a mapping into one.
  public subscript(key: String) -> YAMLNode? {
    get { mapping?.first { $0.name == key }?.value }
    set {
      var entries = mapping ?? []
      let index = entries.firstIndex { $0.name == key }
      switch (index, newValue) {
      case (let index?, let node?): entries[index].value = node
      case (let index?, nil): entries.remove(at: index)
      case (nil, let node?): entries.append(YAMLEntry(key: .string(key), value: node))
      case (nil, nil): return
      }
      value = .mapping(entries)
    }
  }
}

// Making.
extension YAMLNode {
  /// Null.
  public static let null = YAMLNode(.scalar(YAMLScalar("null", isPlain: true)))

  /// A text.
  public static func string(_ text: String) -> YAMLNode { YAMLNode(.scalar(YAMLScalar(text, isPlain: false))) }

  /// An integer.
  public static func int(_ value: Int) -> YAMLNode { YAMLNode(.scalar(YAMLScalar("\(value)", isPlain: true))) }

  /// A boolean.
  public static func bool(_ value: Bool) -> YAMLNode {
    YAMLNode(.scalar(YAMLScalar("\(value)", isPlain: true)))
  }

  /// A number.
  public static func double(_ value: Double) -> YAMLNode {
    let text =
      if value.isNaN { ".nan" } else if value.isInfinite { value < 0 ? "-.inf" : ".inf" } else { "\(value)" }
    return YAMLNode(.scalar(YAMLScalar(text, isPlain: true)))
  }

  /// A list.
  public static func sequence(_ elements: [YAMLNode]) -> YAMLNode { YAMLNode(.sequence(elements)) }

  /// A mapping.
  public static func mapping(_ pairs: [(String, YAMLNode)]) -> YAMLNode {
    YAMLNode(.mapping(pairs.map { YAMLEntry(key: .string($0.0), value: $0.1) }))
  }
}

extension String {
  /// The text cut to what a message bears, in one line.
  var prefixForMessages: String {
    let line = prefix { $0 != "\n" && $0 != "\r\n" }
    return line.count > 60 || line.count < count ? line.prefix(60) + "…" : String(line)
  }
}
