import SourceText

/// Reads one file into scenarios.
struct ScenarioReader {
  let source: SourceFile
  let format: ScenarioFormat
  private let diagnostics = DiagnosticCollector()
  private var manifests: ManifestCache

  init(source: SourceFile, format: ScenarioFormat) {
    self.source = source
    self.format = format
    manifests = ManifestCache(scenario: source.path)
  }

  /// One scenario for each cell of the matrix.
  mutating func scenarios() throws(Diagnostics) -> [Scenario] {
    let root = try document()
    let cells = Matrix.cells(of: root, checker(into: diagnostics))
    try diagnostics.throwErrors()

    var scenarios: [Scenario] = []
    var found: [(diagnostic: Diagnostic, cells: [String])] = []
    var indices: [Diagnostic: Int] = [:]
    for cell in cells {
      let ofCell = DiagnosticCollector()
      if let scenario = scenario(cell, into: ofCell) { scenarios.append(scenario) }
      for diagnostic in Set(ofCell.all) {
        if let index = indices[diagnostic] {
          found[index].cells.append(cell.name ?? "")
        } else {
          indices[diagnostic] = found.count
          found.append((diagnostic, [cell.name ?? ""]))
        }
      }
    }
    for (original, names) in found {
      var diagnostic = original
      // What is wrong in every cell is not the matrix' doing.
      if names.count < cells.count, let first = names.first {
        diagnostic.notes.append(Diagnostic.Note("in the cell \(first)" + Self.others(names.count - 1)))
      }
      diagnostics.add(diagnostic)
    }
    try diagnostics.throwErrors()
    return scenarios
  }

  private static func others(_ count: Int) -> String {
    switch count {
    case 0: ""
    case 1: " and one other"
    default: " and \(count) others"
    }
  }

  private func document() throws(Diagnostics) -> YAMLNode {
    let root: YAMLNode
    do throws(Diagnostic) {
      root = try YAMLReader.document(source.text, file: source.path)
    } catch {
      throw Diagnostics(error)
    }
    guard root.mapping != nil else {
      let what =
        root.isNull
        ? "this file is empty; a scenario begins with `title:`"
        : "a scenario must be a mapping, not \(root.kindInWords)"
      throw Diagnostics(Diagnostic(what, at: root.span))
    }
    return root
  }

  private func checker(into diagnostics: DiagnosticCollector) -> ShapeChecker {
    ShapeChecker(format: format, diagnostics: diagnostics, source: source)
  }

  /// Reads a cell; nil if something is wrong with it.
  private mutating func scenario(_ cell: Matrix.Cell, into diagnostics: DiagnosticCollector) -> Scenario? {
    let checker = checker(into: diagnostics)
    checker.checkIdentities(of: cell.node)
    let base = manifests.expanded(cell.node, diagnostics, format)
    checker.check(base.node, format.scenario)
    guard diagnostics.all.isEmpty else { return nil }

    var worlds = [(name: String?.none, world: base, expect: cell.node["expect"])]
    var current = cell.node
    for step in cell.node["steps"]?.sequence ?? [] {
      if let change = step["change"] { current = Overlay.lay(change, over: current, format.scenario, format) }
      let world = manifests.expanded(current, diagnostics, format)
      checker.check(world.node, format.scenario)
      worlds.append((step["name"]?.string, world, step["expect"]))
    }
    guard diagnostics.all.isEmpty else { return nil }

    let states = worlds.map { name, world, expect in
      StateReader(world: world, source: source, diagnostics: diagnostics, manifests: manifests)
        .state(named: name, expectations: expect?.sequence ?? [])
    }
    Validation(states: states, diagnostics: diagnostics).check()
    if states.allSatisfy(\.expectations.isEmpty) {
      let place = cell.node.mapping?.first { $0.name == "expect" }?.key.span ?? cell.node.span
      diagnostics.error("a scenario needs something under `expect`: nothing is checked without", at: place)
    }
    guard diagnostics.all.isEmpty else { return nil }
    return Scenario(
      path: source.path, cell: cell.name, title: cell.node["title"]?.string ?? "",
      about: cell.node["about"]?.string ?? "", sources: cell.node.strings("sources"),
      tags: cell.node.strings("tags"), behaviours: cell.node.strings("behaviours"),
      states: states, sourceText: source.text, node: cell.node)
  }
}

extension YAMLNode {
  /// The texts of a list under a key.
  func strings(_ key: String) -> [String] { self[key]?.sequence?.compactMap(\.string) ?? [] }

  /// The texts of a mapping under a key; nil if the key is not there.
  func stringMap(_ key: String) -> [String: String]? {
    guard let entries = self[key]?.mapping else { return nil }
    return Dictionary(entries.map { ($0.name, $0.value.string ?? "") }) { first, _ in first }
  }
}
