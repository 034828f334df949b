import SourceText

/// Finds the edits that one stage of shrinking tries.
struct Reduction {
  /// What is made smaller, from the coarse to the fine.
  enum Stage: CaseIterable {
    /// Pods, jobs, rules, keys: whole nodes.
    case nodes
    /// Lines of texts.
    case lines
    /// Characters of texts.
    case characters
  }

  private let stage: Stage
  private var edits: [Edit] = []

  /// The edits of a stage, those that take out most first.
  static func edits(_ stage: Stage, of document: YAMLNode) -> [Edit] {
    var reduction = Reduction(stage: stage)
    reduction.visit(document, path: [], names: [])
    return reduction.edits.enumerated()
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element)
  }

  private init(stage: Stage) { self.stage = stage }

  /// What a world cannot be without; `*` is any element of a list.
  private static let kept: Set<[String]> = [
    ["title"], ["expect"], ["prometheus"], ["pods"], ["prometheus", "flavour"], ["prometheus", "version"],
    ["prometheus", "scrapeConfigs"], ["prometheus", "scrapeConfigs", "*", "job_name"],
    ["prometheus", "scrapeConfigs", "*", "scrape_interval"],
    ["prometheus", "scrapeConfigs", "*", "scrape_timeout"],
  ]
  private static let untouched: Set<[String]> = [
    ["title"], ["expect"], ["prometheus", "flavour"], ["prometheus", "version"],
    ["prometheus", "scrapeConfigs", "*", "scrape_interval"],
    ["prometheus", "scrapeConfigs", "*", "scrape_timeout"],
  ]

  private mutating func visit(_ node: YAMLNode, path: [Int], names: [String]) {
    if Self.untouched.contains(names) { return }
    switch node.value {
    case .scalar(let scalar):
      guard scalar.isText, !scalar.text.isEmpty else { return }
      switch stage {
      case .nodes: return
      case .lines: cutLines(of: scalar.text, path)
      case .characters: cutCharacters(of: scalar.text, path)
      }
    case .sequence(let elements):
      if stage == .nodes { removeElements(elements, path) }
      for (index, element) in elements.enumerated() {
        visit(element, path: path + [index], names: names + ["*"])
      }
    case .mapping(let entries):
      for (index, entry) in entries.enumerated() {
        let names = names + [entry.name]
        if stage == .nodes, !Self.kept.contains(names) {
          edits.append(
            Edit(path: path, change: .remove(index..<index + 1), weight: entry.value.scalarCount))
        }
        visit(entry.value, path: path + [index], names: names)
      }
    }
  }

  private mutating func removeElements(_ elements: [YAMLNode], _ path: [Int]) {
    for range in Self.chunks(of: elements.count) {
      let weight = elements[range].reduce(0) { $0 + $1.scalarCount }
      edits.append(Edit(path: path, change: .remove(range), weight: weight))
    }
  }

  private mutating func cutLines(of text: String, _ path: [Int]) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 2 || lines.count == 2 && !lines[1].isEmpty else { return }
    for range in Self.chunks(of: lines.count) {
      var rest = lines
      rest.removeSubrange(range)
      let shorter = rest.map { String($0) }.joined(separator: "\n")
      replace(text, by: shorter, path)
    }
  }

  private mutating func cutCharacters(of text: String, _ path: [Int]) {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count > 1 else { return }
    for range in Self.chunks(of: scalars.count) {
      var shorter = String.UnicodeScalarView(scalars[..<range.lowerBound])
      shorter.append(contentsOf: scalars[range.upperBound...])
      replace(text, by: String(shorter), path)
    }
  }

  private mutating func replace(_ text: String, by shorter: String, _ path: [Int]) {
    let weight = text.unicodeScalars.count - shorter.unicodeScalars.count
    edits.append(Edit(path: path, change: .replace(shorter), weight: weight))
  }

  /// Halves, quarters, … down to single ones.
  static func chunks(of count: Int) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var size = count
    while size >= 1 {
      for start in stride(from: 0, to: count, by: size) { chunks.append(start..<min(start + size, count)) }
      if size == 1 { break }
      size = (size + 1) / 2
    }
    return chunks
  }
}
