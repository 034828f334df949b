import SourceText

/// The form of scenario files, for editors.
///
/// It is made of the same table as the reader's checks, so that neither knows a key that the other does not. It
/// finds mistakes of structure; what needs more, such as selectors that do not parse, only the reader finds.
public enum ScenarioSchema {
  /// JSON Schema 2020-12.
  public static var json: String { schema(of: .known(Vocabulary.flavours)).prettyJSON() }

  static func schema(of format: ScenarioFormat) -> YAMLNode {
    var builder = SchemaBuilder(format: format)
    return builder.document()
  }
}

/// Turns shapes into schemas, and records into definitions.
private struct SchemaBuilder {
  let format: ScenarioFormat
  private var definitions: [(String, YAMLNode)] = []

  init(format: ScenarioFormat) { self.format = format }

  mutating func document() -> YAMLNode {
    var schema = YAMLNode.mapping([
      ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", "A scenario of MeshScrape"),
    ])
    for entry in record(format.scenario, isPartial: false).mapping ?? [] { schema[entry.name] = entry.value }
    let substitution: YAMLNode = .mapping([
      ("description", "The value of a matrix' axis in this cell."), ("type", "string"), ("pattern", "\\$\\{"),
    ])
    let all = definitions + [("Substitution", substitution)]
    schema["$defs"] = .mapping(all.sorted { $0.0 < $1.0 })
    return schema
  }

  private mutating func reference(_ record: Record, isPartial: Bool) -> YAMLNode {
    let name = record.name + (isPartial ? "Overlay" : "")
    if !definitions.contains(where: { $0.0 == name }) {
      // The place is taken first: a change holds pods, which may hold what is being defined.
      definitions.append((name, .null))
      let definition = self.record(record, isPartial: isPartial)
      if let index = definitions.firstIndex(where: { $0.0 == name }) { definitions[index].1 = definition }
    }
    return .mapping([("$ref", .string("#/$defs/\(name)"))])
  }

  private mutating func record(_ record: Record, isPartial: Bool) -> YAMLNode {
    var properties: [(String, YAMLNode)] = []
    for key in record.keys {
      let schema = orNull(schema(key.shape, isPartial: isPartial), isPartial: isPartial)
      properties.append((key.name, .mapping([("description", .string(key.about))]).merged(with: schema)))
    }
    var result = YAMLNode.mapping([
      ("description", .string(record.about)), ("type", "object"), ("properties", .mapping(properties)),
    ])
    let required = isPartial ? [] : record.keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty { result["required"] = .sequence(required.map { .string($0) }) }
    if !isPartial, !record.needsOneOf.isEmpty {
      result["anyOf"] = .sequence(record.needsOneOf.map { .mapping([("required", [.string($0)])]) })
    }
    if !record.isOpen { result["additionalProperties"] = false }
    return result
  }

  private mutating func schema(_ shape: Shape, isPartial: Bool) -> YAMLNode {
    switch shape {
    case .text(let form):
      guard let pattern = form.pattern else { return .mapping([("type", "string")]) }
      return orSubstitution(.mapping([("type", "string"), ("pattern", .string("^(?:\(pattern))$"))]))
    case .anyScalar: return .mapping([("type", ["string", "number", "boolean"])])
    case .integer(let range):
      return orSubstitution(
        .mapping([
          ("type", "integer"), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
        ]))
    case .number: return orSubstitution(.mapping([("type", "number")]))
    case .boolean: return orSubstitution(.mapping([("type", "boolean")]))
    case .word(let words): return orSubstitution(.mapping([("enum", .sequence(words.map { .string($0) }))]))
    case .list(let element, let identity, let isEmptyAllowed):
      let items = schema(element, isPartial: isPartial && !identity.isEmpty)
      var list = YAMLNode.mapping([("type", "array"), ("items", items)])
      if !isEmptyAllowed { list["minItems"] = 1 }
      return list
    case .map(let value):
      let values = orNull(schema(value, isPartial: isPartial), isPartial: isPartial)
      return .mapping([("type", "object"), ("additionalProperties", values)])
    case .record(let record): return reference(record, isPartial: isPartial)
    case .variants(let variants, _):
      return .mapping([("oneOf", .sequence(variants.map { reference($0.record, isPartial: false) }))])
    case .either(let first, let second):
      return .mapping([
        ("anyOf", .sequence([schema(first, isPartial: isPartial), schema(second, isPartial: isPartial)]))
      ])
    case .foreign(let what): return .mapping([("description", .string(what)), ("type", "object")])
    case .change(let scope): return reference(format.record(for: scope), isPartial: true)
    }
  }

  /// What is laid over something can take it away.
  private func orNull(_ schema: YAMLNode, isPartial: Bool) -> YAMLNode {
    isPartial ? .mapping([("anyOf", .sequence([schema, .mapping([("type", "null")])]))]) : schema
  }

  /// A scalar that the matrix may fill in.
  private func orSubstitution(_ schema: YAMLNode) -> YAMLNode {
    .mapping([("anyOf", .sequence([schema, .mapping([("$ref", "#/$defs/Substitution")])]))])
  }
}
