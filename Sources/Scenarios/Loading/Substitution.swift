import SourceText

/// Puts values in the place of `${axis}`.
struct Substitution {
  /// The values by axis. Other names, such as `${1}` of a relabel rule, stay as they are.
  let values: [String: YAMLNode]

  /// A plain scalar that is nothing but `${axis}` becomes the value with its type; in quotes and inside of other
  /// text, the value's text is put in.
  func applied(to node: YAMLNode) -> YAMLNode {
    switch node.value {
    case .scalar(let scalar):
      guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { return node }
      if scalar.isPlain, let value = whole(scalar.text) { return YAMLNode(value.value, span: node.span) }
      return YAMLNode(.scalar(YAMLScalar(replaced(scalar.text), isPlain: scalar.isPlain)), span: node.span)
    case .sequence(let elements): return YAMLNode(.sequence(elements.map(applied)), span: node.span)
    case .mapping(let entries):
      let replaced = entries.map { YAMLEntry(key: applied(to: $0.key), value: applied(to: $0.value)) }
      return YAMLNode(.mapping(replaced), span: node.span)
    }
  }

  private func whole(_ text: String) -> YAMLNode? {
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
    return values[String(text.dropFirst(2).dropLast())]
  }

  private func replaced(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.dropFirst().first == "{", let end = rest.firstIndex(of: "}"),
        let value = values[String(rest[rest.index(dollar, offsetBy: 2)..<end])]
      {
        result += value.string ?? ""
        rest = rest[rest.index(after: end)...]
      } else {
        result.append("$")
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
