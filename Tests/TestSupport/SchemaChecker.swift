public import SourceText

/// Holds a document against a JSON Schema: as much of 2020-12 as our schemas use.
///
/// A keyword that it does not know is a fault of its own, so that a schema cannot promise more than is checked.
public struct SchemaChecker: Sendable {
  private let schema: YAMLNode

  /// Takes a schema.
  public init(_ schema: YAMLNode) { self.schema = schema }

  /// What is wrong with a document, each with its path.
  public func faults(of document: YAMLNode) -> [String] { faults(document, schema, "$") }

  private func faults(_ node: YAMLNode, _ schema: YAMLNode, _ path: String) -> [String] {
    if let always = schema.bool { return always ? [] : ["\(path): not allowed"] }
    var found: [String] = []
    for entry in schema.mapping ?? [] {
      found += fault(node, keyword: entry.name, entry.value, schema, path)
    }
    return found
  }

  private func fault(
    _ node: YAMLNode, keyword: String, _ value: YAMLNode, _ schema: YAMLNode, _ path: String
  ) -> [String] {
    switch keyword {
    case "$schema", "$defs", "title", "description": return []
    case "$ref":
      let name = String((value.string ?? "").split(separator: "/").last ?? "")
      guard let definition = self.schema["$defs"]?[name] else { return ["schema: no definition \(name)"] }
      return faults(node, definition, path)
    case "type":
      let types = value.sequence?.compactMap(\.string) ?? [value.string ?? ""]
      return types.contains { isOf($0, node) } ? [] : ["\(path): not \(types.joined(separator: " or "))"]
    case "enum": return (value.sequence ?? []).contains(node) ? [] : ["\(path): none of the words"]
    case "minimum": return compare(node, value, path) { $0 >= $1 }
    case "maximum": return compare(node, value, path) { $0 <= $1 }
    case "pattern":
      guard let text = node.text, let regex = try? Regex(value.string ?? "(") else { return [] }
      return text.firstMatch(of: regex) == nil ? ["\(path): `\(text)` does not match"] : []
    case "required":
      guard node.mapping != nil else { return [] }
      return (value.sequence ?? []).compactMap(\.string).filter { node[$0] == nil }.map {
        "\(path): lacks \($0)"
      }
    case "properties":
      return (value.mapping ?? []).flatMap { property in
        node[property.name].map { faults($0, property.value, "\(path).\(property.name)") } ?? []
      }
    case "additionalProperties":
      let known = schema["properties"]?.mapping?.map(\.name) ?? []
      return (node.mapping ?? []).filter { !known.contains($0.name) }
        .flatMap { faults($0.value, value, "\(path).\($0.name)") }
    case "items":
      return (node.sequence ?? []).enumerated().flatMap { faults($0.element, value, "\(path)[\($0.offset)]") }
    case "minItems":
      return (node.sequence?.count ?? .max) < value.int ?? 0 ? ["\(path): too few items"] : []
    case "anyOf":
      let outcomes = (value.sequence ?? []).map { faults(node, $0, path) }
      return outcomes.contains([]) ? [] : ["\(path): fits none of: \(outcomes.map { $0.first ?? "" })"]
    case "oneOf":
      let fitting = (value.sequence ?? []).count { faults(node, $0, path).isEmpty }
      return fitting == 1 ? [] : ["\(path): fits \(fitting) of the alternatives"]
    default: return ["schema: unknown keyword \(keyword)"]
    }
  }

  private func isOf(_ type: String, _ node: YAMLNode) -> Bool {
    switch type {
    case "object": node.mapping != nil
    case "array": node.sequence != nil
    case "string": node.text != nil
    case "null": node.isNull
    case "boolean": node.bool != nil
    case "number": node.double != nil
    case "integer": node.int != nil
    default: false
    }
  }

  private func compare(_ node: YAMLNode, _ limit: YAMLNode, _ path: String, _ fits: (Double, Double) -> Bool)
    -> [String]
  {
    guard let number = node.double, let limit = limit.double else { return [] }
    return fits(number, limit) ? [] : ["\(path): \(number) is out of range"]
  }
}
