/// Reads YAML 1.1 into nodes that know where they stand.
public enum YAMLReader {
  /// The documents of a text, in order; empty ones are null.
  ///
  /// Anchors, aliases and `<<` are resolved. A duplicate key, a tag that Kubernetes YAML does not have, and
  /// aliases or nesting that would explode are diagnostics, as are all errors of syntax. With `repeatedKeys` a
  /// mapping has every entry that is written, for readers that have words of their own for duplicates.
  public static func documents(
    _ text: String, file: String, repeatedKeys: Bool = false
  ) throws(Diagnostic) -> [YAMLNode] {
    let parser = try YAMLEventParser(text, file: file)
    var composer = YAMLComposer(parser: parser, file: file, keepsRepeatedKeys: repeatedKeys)
    return try composer.documents()
  }

  /// The only document of a text; none is null, a second one is a diagnostic.
  public static func document(_ text: String, file: String) throws(Diagnostic) -> YAMLNode {
    let all = try documents(text, file: file)
    if all.count > 1 {
      let span = Span(file: file, at: all[1].span.start)
      throw Diagnostic("a second document starts here; the file must have one", at: span)
    }
    return all.first ?? YAMLNode(YAMLNode.null.value, span: Span(file: file, at: Position(line: 1, column: 1)))
  }
}

/// What bounds the work that a small file can ask for.
enum YAMLLimits {
  /// How deep lists and mappings nest.
  static let depth = 200
  /// How many nodes aliases may stand for, all together.
  static let aliasedNodes = 200_000
}

/// Builds nodes from events.
struct YAMLComposer {
  /// A finished anchor: its node, how many nodes it stands for and how deep they nest.
  private struct Anchor {
    var node: YAMLNode
    var size: Int
    var height: Int
  }

  /// A node with its measures.
  private typealias Measured = Anchor

  private let parser: YAMLEventParser
  private let file: String
  private let keepsRepeatedKeys: Bool
  private var anchors: [String: Anchor] = [:]
  private var openAnchors: Set<String> = []
  private var aliasedNodes = 0

  init(parser: YAMLEventParser, file: String, keepsRepeatedKeys: Bool) {
    self.parser = parser
    self.file = file
    self.keepsRepeatedKeys = keepsRepeatedKeys
  }

  mutating func documents() throws(Diagnostic) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while true {
      let event = try parser.next()
      switch event.kind {
      case .streamEnd: return documents
      case .streamStart, .documentStart, .documentEnd: continue
      default:
        anchors = [:]
        documents.append(try node(from: event, depth: 0).node)
      }
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int) throws(Diagnostic) -> Measured {
    guard depth <= YAMLLimits.depth else {
      throw Diagnostic("nested more than \(YAMLLimits.depth) levels deep", at: span(event))
    }
    if case .alias(let name) = event.kind { return try resolve(alias: name, event, depth: depth) }
    if let name = event.anchor { openAnchors.insert(name) }
    let result: Measured
    switch event.kind {
    case .scalar(let scalar):
      result = Measured(node: YAMLNode(.scalar(scalar), span: span(event)), size: 1, height: 0)
    case .sequenceStart: result = try sequence(from: event, depth: depth)
    case .mappingStart: result = try mapping(from: event, depth: depth)
    default: throw Diagnostic("something other than a value stands here", at: span(event))
    }
    if let name = event.anchor {
      openAnchors.remove(name)
      anchors[name] = result
    }
    return result
  }

  private mutating func resolve(alias name: String, _ event: YAMLEvent, depth: Int) throws(Diagnostic)
    -> Measured
  {
    if openAnchors.contains(name) {
      throw Diagnostic("the alias `*\(name)` stands inside its own anchor", at: span(event))
    }
    guard let anchor = anchors[name] else {
      let near = suggestion(for: name, among: anchors.keys.sorted())
      throw Diagnostic("no anchor `&\(name)` comes before this alias\(near)", at: span(event))
    }
    aliasedNodes += anchor.size
    guard aliasedNodes <= YAMLLimits.aliasedNodes else {
      throw Diagnostic(
        "aliases stand for more than \(YAMLLimits.aliasedNodes) nodes; write out what is meant", at: span(event)
      )
    }
    guard depth + anchor.height <= YAMLLimits.depth else {
      throw Diagnostic("nested more than \(YAMLLimits.depth) levels deep through this alias", at: span(event))
    }
    return anchor
  }

  private mutating func sequence(from start: YAMLEvent, depth: Int) throws(Diagnostic) -> Measured {
    var elements: [YAMLNode] = []
    var size = 1
    var height = 0
    while true {
      let event = try parser.next()
      if case .collectionEnd = event.kind {
        let end = start.isFlow ? event.end : elements.last?.span.end ?? event.end
        let node = YAMLNode(.sequence(elements), span: Span(file: file, start: start.start, end: end))
        return Measured(node: node, size: size, height: height)
      }
      let element = try node(from: event, depth: depth + 1)
      elements.append(element.node)
      size += element.size
      height = max(height, element.height + 1)
    }
  }

  private mutating func mapping(from start: YAMLEvent, depth: Int) throws(Diagnostic) -> Measured {
    var entries = YAMLEntries(keepsRepeated: keepsRepeatedKeys)
    var size = 1
    var height = 0
    while true {
      let event = try parser.next()
      if case .collectionEnd = event.kind {
        let end = start.isFlow ? event.end : entries.end ?? event.end
        let node = YAMLNode(.mapping(entries.all()), span: Span(file: file, start: start.start, end: end))
        return Measured(node: node, size: size, height: height)
      }
      let key = try node(from: event, depth: depth + 1)
      guard let scalar = key.node.scalar else {
        throw Diagnostic("a key must be a scalar, not \(key.node.kindInWords)", at: key.node.span)
      }
      let value = try node(from: try parser.next(), depth: depth + 1)
      size += key.size + value.size
      height = max(height, value.height + 1)
      if scalar.isPlain, scalar.text == "<<" {
        try entries.merge(key: key.node, value: value.node)
      } else {
        try entries.append(YAMLEntry(key: key.node, value: value.node))
      }
    }
  }

  private func span(_ event: YAMLEvent) -> Span { Span(file: file, start: event.start, end: event.end) }
}

/// The entries of a mapping while it is read: keys are unique, and what `<<` brings yields to what is written.
private struct YAMLEntries {
  let keepsRepeated: Bool
  private var written: [YAMLEntry] = []
  private var names: Set<String> = []
  private var mergeKey: YAMLNode?
  /// What `<<` brought, and before which written entry it stands.
  private var brought: (index: Int, entries: [YAMLEntry]) = (0, [])
  private(set) var end: Position?

  init(keepsRepeated: Bool) { self.keepsRepeated = keepsRepeated }

  mutating func append(_ entry: YAMLEntry) throws(Diagnostic) {
    let name = entry.name
    if !keepsRepeated, isKnown(name) {
      let first = written.first { $0.name == name }?.key.span
      throw Diagnostic(
        "duplicate key `\(name.prefixForMessages)`", at: entry.key.span,
        notes: first.map { [Diagnostic.Note("it stands first at line \($0.start.line)", span: $0)] } ?? [])
    }
    written.append(entry)
    end = max(entry.key.span.end, entry.value.span.end)
  }

  /// Few keys are compared one by one; only a large mapping pays for a set.
  private mutating func isKnown(_ name: String) -> Bool {
    if written.count < 16 { return written.contains { $0.name == name } }
    if names.isEmpty { names = Set(written.map(\.name)) }
    return !names.insert(name).inserted
  }

  mutating func merge(key: YAMLNode, value: YAMLNode) throws(Diagnostic) {
    if mergeKey != nil {
      throw Diagnostic("duplicate key `<<`; write `<<: [*a, *b]` to merge several", at: key.span)
    }
    mergeKey = key
    let sources = value.sequence ?? [value]
    var entries: [YAMLEntry] = []
    var seen: Set<String> = []
    for source in sources {
      guard let additions = source.mapping else {
        throw Diagnostic(
          "`<<` merges mappings, and this is \(source.kindInWords)", at: key.span,
          notes: [Diagnostic.Note("the value", span: source.span)])
      }
      entries += additions.filter { seen.insert($0.name).inserted }
    }
    brought = (written.count, entries)
    end = max(key.span.end, end ?? key.span.end)
  }

  func all() -> [YAMLEntry] {
    guard !brought.entries.isEmpty else { return written }
    let own = Set(written.map(\.name))
    var all = written
    all.insert(contentsOf: brought.entries.filter { !own.contains($0.name) }, at: brought.index)
    return all
  }
}
