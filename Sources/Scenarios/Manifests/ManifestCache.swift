import SourceText

/// The files that a scenario names, each read once, relative to the scenario.
struct ManifestCache {
  /// The folder of the scenario, empty or ending in `/`.
  private let folder: String
  private var objects: [String: Result<[YAMLNode], Diagnostic>] = [:]

  init(scenario path: String) {
    folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The path of a file that the scenario names.
  func path(_ name: String) -> String { name.hasPrefix("/") ? name : folder + name }

  /// What a state comes to once the manifests that it names are read, and the scenario's own pods, services and
  /// namespaces are laid over theirs.
  mutating func expanded(_ node: YAMLNode, _ diagnostics: DiagnosticCollector, _ format: ScenarioFormat)
    -> World
  {
    var objects = ManifestObjects()
    for file in node["manifests"]?.sequence ?? [] {
      guard let name = file.text else { continue }
      switch documents(of: name, at: file.span) {
      case .success(let documents): for document in documents { objects.add(document, diagnostics) }
      case .failure(let diagnostic): diagnostics.add(diagnostic)
      }
    }
    var expanded = node
    for (key, found) in [
      ("pods", objects.pods), ("services", objects.services), ("namespaces", objects.namespaces),
    ]
    where !found.isEmpty {
      let base = YAMLNode.mapping([(key, .sequence(found))])
      guard let own = node[key] else {
        expanded[key] = base[key]
        continue
      }
      if key == "pods" { objects.checkContainers(of: own, diagnostics) }
      expanded[key] = Overlay.lay(.mapping([(key, own)]), over: base, format.scenario, format)[key]
    }
    for (key, found) in [
      ("authorizationPolicies", objects.authorizations), ("networkPolicies", objects.networkPolicies),
    ] where !found.isEmpty {
      expanded[key] = .sequence(found + (node[key]?.sequence ?? []))
    }
    return World(
      node: expanded, policies: objects.policies, monitors: objects.monitors, others: objects.others)
  }

  private mutating func documents(of name: String, at span: Span) -> Result<[YAMLNode], Diagnostic> {
    let path = path(name)
    if let known = objects[path] { return known }
    let result: Result<[YAMLNode], Diagnostic>
    do throws(Diagnostic) {
      let file = try SourceFile.read(path, named: name, at: span)
      result = .success(try YAMLReader.documents(file.text, file: path))
    } catch {
      result = .failure(error)
    }
    objects[path] = result
    return result
  }
}

/// A state as nodes: the scenario's keys with the manifests folded in, and the manifests' objects that have no
/// place among the keys.
struct World {
  var node: YAMLNode
  var policies: [YAMLNode]
  var monitors: [YAMLNode]
  var others: [YAMLNode]
}
