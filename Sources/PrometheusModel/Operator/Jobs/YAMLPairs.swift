internal import SourceText

/// A mapping as it is written in a dictionary literal, its keys in that order.
struct YAMLPairs: ExpressibleByDictionaryLiteral {
  /// The mapping.
  let node: YAMLNode

  init(dictionaryLiteral elements: (String, YAMLNode)...) { node = .mapping(elements) }
}

extension YAMLNode {
  /// A mapping without keys.
  static let empty = YAMLNode.mapping([])

  /// A mapping of these keys in this order.
  static func object(_ pairs: YAMLPairs) -> YAMLNode { pairs.node }

  /// A list of texts.
  static func words(_ words: [String]) -> YAMLNode { .sequence(words.map { .string($0) }) }
}
