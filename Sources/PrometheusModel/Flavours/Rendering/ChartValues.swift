internal import SourceText

/// The values of a chart: its own with a user's laid over them, as Helm does.
struct ChartValues {
  /// Checks a user's values against what the chart knows.
  ///
  /// A key is known if the chart has it among the values that decide about scraping, or if it is listed with
  /// those that do not. Inside of a list, a scalar, an empty mapping or an open one, anything goes.
  static func unknownKeys(in values: YAMLNode, of document: FlavourDocument) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func walk(_ node: YAMLNode, _ known: YAMLNode, _ path: String) {
      guard let entries = node.mapping else {
        if !node.isNull, path.isEmpty {
          problems.append(Diagnostic("values must be a mapping, not \(node.kindInWords)", at: node.span))
        }
        return
      }
      let others = document.otherValues[path.isEmpty ? "." : path] ?? []
      for entry in entries {
        let inner = path.isEmpty ? entry.name : "\(path).\(entry.name)"
        if let sub = known[entry.name] {
          if sub.mapping?.isEmpty == false, !document.openValues.contains(inner) {
            walk(entry.value, sub, inner)
          }
        } else if !others.contains(entry.name) {
          let near = suggestion(for: entry.name, among: ((known.mapping ?? []).map(\.name) + others).sorted())
          problems.append(
            Diagnostic("\(document.flavour.identifier) has no value `\(inner)`" + near, at: entry.key.span))
        }
      }
    }
    walk(values, document.body, "")
    return problems
  }
}
