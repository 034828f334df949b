import SourceText

/// Expands the matrix of a scenario: the cross product of its axes, in the order of the file.
enum Matrix {
  /// One cell: its name, and the scenario with the cell's overlays and values in place.
  struct Cell {
    var name: String?
    var node: YAMLNode
  }

  /// What one axis can be in a cell.
  private struct Choice {
    var name: String
    /// The value that `${axis}` stands for.
    var value: YAMLNode
    var overlay: YAMLNode?
  }

  private struct Axis {
    var name: String
    var choices: [Choice]
  }

  /// More than this is a mistake in a file that a person writes.
  private static let maximumCells = 10_000

  /// The cells of a scenario; one without name if there is no matrix. What is wrong goes to the checker.
  static func cells(of root: YAMLNode, _ checker: ShapeChecker) -> [Cell] {
    let format = checker.format
    guard let matrix = root.mapping?.first(where: { $0.name == "matrix" }) else {
      if let exclude = root.mapping?.first(where: { $0.name == "exclude" }) {
        checker.diagnostics.error(
          "`exclude` takes cells out of a `matrix`, and there is none", at: exclude.key.span)
      }
      return [Cell(name: nil, node: root)]
    }
    var checker = checker
    checker.isTemplate = true
    for name in ["matrix", "exclude"] {
      if let node = root[name], let key = format.scenario.key(name) {
        checker.check(node, key.shape, named: name)
      }
    }
    guard checker.diagnostics.all.isEmpty else { return [] }
    let axes = axes(of: matrix, checker.diagnostics)
    let exclusions = exclusions(of: root, axes, checker.diagnostics)
    let count = axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.choices.count).partialValue }
    let isTooLarge = axes.reduce(1.0) { $0 * Double($1.choices.count) } > Double(maximumCells)
    if isTooLarge {
      checker.diagnostics.error("the matrix has more than \(maximumCells) cells", at: matrix.key.span)
    }
    guard checker.diagnostics.all.isEmpty else { return [] }

    var base = root
    base["matrix"] = nil
    base["exclude"] = nil
    var cells: [Cell] = []
    for index in 0..<count {
      let choices = choices(at: index, of: axes)
      let names = zip(axes, choices).map { ($0.name, $1.name) }
      if exclusions.contains(where: {
        $0.allSatisfy { axis, excluded in names.contains { $0.0 == axis && excluded.contains($0.1) } }
      }) {
        continue
      }
      cells.append(cell(base, zip(axes.map(\.name), choices).map { ($0, $1) }, format))
    }
    if cells.isEmpty {
      checker.diagnostics.error("`exclude` leaves no cell of the matrix", at: matrix.key.span)
    }
    return cells
  }

  private static func cell(
    _ base: YAMLNode, _ choices: [(axis: String, choice: Choice)], _ format: ScenarioFormat
  ) -> Cell {
    var node = base
    for (_, choice) in choices {
      if let overlay = choice.overlay { node = Overlay.lay(overlay, over: node, format.scenario, format) }
    }
    let values = Dictionary(choices.map { ($0.axis, $0.choice.value) }) { first, _ in first }
    let name = choices.map { "\($0.axis)=\($0.choice.name)" }.joined(separator: ",")
    return Cell(name: name, node: Substitution(values: values).applied(to: node))
  }

  /// The choices of a cell by its number; the last axis changes fastest.
  private static func choices(at index: Int, of axes: [Axis]) -> [Choice] {
    var rest = index
    var choices: [Choice] = []
    for axis in axes.reversed() {
      choices.append(axis.choices[rest % axis.choices.count])
      rest /= axis.choices.count
    }
    return choices.reversed()
  }

  private static func axes(of matrix: YAMLEntry, _ diagnostics: DiagnosticCollector) -> [Axis] {
    let axes = (matrix.value.mapping ?? []).map { entry -> Axis in
      if let flaw = TextForm.axis.flaw(in: entry.name) { diagnostics.error(flaw.message, at: entry.key.span) }
      if let cells = entry.value.mapping {
        let choices = cells.map { Choice(name: $0.name, value: .string($0.name), overlay: $0.value) }
        return Axis(name: entry.name, choices: choices)
      }
      var names: Set<String> = []
      let choices = (entry.value.sequence ?? []).map { value -> Choice in
        let name = value.string ?? ""
        if !names.insert(name).inserted {
          diagnostics.error(
            "the value `\(name.excerpt)` stands twice on the axis `\(entry.name)`", at: value.span)
        }
        return Choice(name: name, value: value)
      }
      return Axis(name: entry.name, choices: choices)
    }
    for axis in axes where axis.choices.isEmpty {
      diagnostics.error("the axis `\(axis.name)` has no cells", at: matrix.value[axis.name]?.span)
    }
    if axes.isEmpty { diagnostics.error("a matrix needs an axis", at: matrix.key.span) }
    return axes
  }

  /// For each exclusion, the names of cells by axis.
  private static func exclusions(of root: YAMLNode, _ axes: [Axis], _ diagnostics: DiagnosticCollector)
    -> [[String: [String]]]
  {
    (root["exclude"]?.sequence ?? []).map { exclusion in
      var names: [String: [String]] = [:]
      for entry in exclusion.mapping ?? [] {
        guard let axis = axes.first(where: { $0.name == entry.name }) else {
          let near = suggestion(for: entry.name, among: axes.map(\.name))
          diagnostics.error("the matrix has no axis `\(entry.name.excerpt)`\(near)", at: entry.key.span)
          continue
        }
        for node in entry.value.sequence ?? [entry.value] {
          let name = node.string ?? ""
          names[entry.name, default: []].append(name)
          guard !axis.choices.contains(where: { $0.name == name }) else { continue }
          let near = suggestion(for: name, among: axis.choices.map(\.name))
          diagnostics.error("the axis `\(axis.name)` has no cell `\(name.excerpt)`\(near)", at: node.span)
        }
      }
      if exclusion.mapping?.isEmpty ?? true {
        diagnostics.error("an exclusion names at least one axis", at: exclusion.span)
      }
      return names
    }
  }
}
