internal import SourceText

/// Checks a custom resource as the API server does with strict field validation, and fills in what it fills in.
///
/// Source: kubernetes/apiextensions-apiserver, structural schemas: pruning, defaulting, `fieldValidation: Strict`.
struct SchemaCheck {
  /// What is wrong, in the order of the file.
  private(set) var problems: [Diagnostic] = []

  /// Checks a value.
  ///
  /// - Returns: the value with defaults, without nulls; what is wrong stays as it is.
  mutating func checked(_ node: YAMLNode, _ schema: Schema, path: String) -> YAMLNode {
    switch schema {
    case .anything: return node
    case .text(let rule): check(text: node, rule, path: path)
    case .integer(let range): check(integer: node, range, path: path)
    case .boolean: if node.bool == nil { report(node, path, "must be true or false, not \(node.kindInWords)") }
    case .integerOrText(let rule): if node.int == nil { check(text: node, rule, path: path) }
    case .list(let element, let minimum, let isSet):
      return checked(list: node, element, minimum: minimum, isSet: isSet, path: path)
    case .map(let element): return checked(map: node, element, path: path)
    case .object(let fields): return checked(object: node, fields, path: path)
    }
    return node
  }

  private mutating func check(text node: YAMLNode, _ rule: TextRule, path: String) {
    guard let text = node.text else {
      let advice = node.string == nil ? "" : "; put it in quotes"
      return report(node, path, "must be text, not \(node.kindInWords)" + advice)
    }
    if let problem = rule.problem(with: text) { report(node, path, problem + ", not `\(text)`") }
  }

  private mutating func check(integer node: YAMLNode, _ range: ClosedRange<Int>, path: String) {
    guard let number = node.int else {
      let advice = node.text.flatMap { Int($0) } == nil ? "" : "; take the quotes away"
      return report(node, path, "must be a whole number, not \(node.kindInWords)" + advice)
    }
    guard !range.contains(number) else { return }
    let upper = range.upperBound == Int.max ? "" : ", at most \(range.upperBound)"
    report(node, path, "must be at least \(range.lowerBound)\(upper), not \(number)")
  }

  private mutating func checked(
    list node: YAMLNode, _ element: Schema, minimum: Int, isSet: Bool, path: String
  ) -> YAMLNode {
    guard let elements = node.sequence else {
      report(node, path, "must be a list, not \(node.kindInWords)")
      return node
    }
    if elements.count < minimum { report(node, path, "must have at least \(minimum) element") }
    var seen: Set<YAMLNode> = []
    var result: [YAMLNode] = []
    for (index, child) in elements.enumerated() {
      if isSet, !seen.insert(child).inserted { report(child, "\(path)[\(index)]", "is there twice") }
      result.append(checked(child, element, path: "\(path)[\(index)]"))
    }
    return YAMLNode(.sequence(result), span: node.span)
  }

  private mutating func checked(map node: YAMLNode, _ element: Schema, path: String) -> YAMLNode {
    guard let entries = node.mapping else {
      report(node, path, "must be a mapping, not \(node.kindInWords)")
      return node
    }
    let result = entries.map { entry in
      YAMLEntry(key: entry.key, value: checked(entry.value, element, path: "\(path).\(entry.name)"))
    }
    return YAMLNode(.mapping(result), span: node.span)
  }

  private mutating func checked(object node: YAMLNode, _ fields: [String: Schema.Field], path: String)
    -> YAMLNode
  {
    guard let entries = node.mapping else {
      report(node, path, "must be a mapping, not \(node.kindInWords)")
      return node
    }
    var result: [YAMLEntry] = []
    for entry in entries {
      guard let field = fields[entry.name] else {
        let advice = suggestion(for: entry.name, among: fields.keys.sorted())
        problems.append(
          Diagnostic("unknown field `\(path).\(entry.name)`" + advice, at: entry.key.span))
        continue
      }
      guard !entry.value.isNull else { continue }
      let value = checked(entry.value, field.schema, path: "\(path).\(entry.name)")
      result.append(YAMLEntry(key: entry.key, value: value))
    }
    for (name, field) in fields.sorted(by: { $0.key < $1.key })
    where !result.contains(where: { $0.name == name }) {
      if let initial = field.initial { result.append(YAMLEntry(key: .string(name), value: initial)) }
      if field.isRequired { report(node, path, "must have the field `\(name)`") }
    }
    return YAMLNode(.mapping(result), span: node.span)
  }

  private mutating func report(_ node: YAMLNode, _ path: String, _ problem: String) {
    problems.append(Diagnostic("`\(path)` \(problem)", at: node.span))
  }
}
