import SourceText

/// Holds nodes against their shapes and collects what is wrong.
struct ShapeChecker {
  let format: ScenarioFormat
  let diagnostics: DiagnosticCollector
  /// The scenario file and its text, to point inside of scalars.
  let source: SourceFile
  /// Whether what is checked is laid over something: nothing is required then, and null takes away.
  var isOverlay = false
  /// Whether scalars may still hold `${axis}`, which can become anything.
  var isTemplate = false

  /// Checks a value that messages call by the name of its key.
  func check(_ node: YAMLNode, _ shape: Shape, named name: String) {
    if isOverlay, node.isNull { return }
    if isTemplate, node.text?.contains("${") ?? false { return }
    switch shape {
    case .text(let form): check(text: node, form, named: name)
    case .anyScalar: expect(node.string != nil, node, named: name, "text")
    case .integer(let range): check(integer: node, range, named: name)
    case .number: expect(node.double?.isFinite ?? false, node, named: name, "a number")
    case .boolean: expect(node.bool != nil, node, named: name, "true or false")
    case .word(let words): check(word: node, words, named: name)
    case .list(let element, let identity, let isEmptyAllowed):
      guard let elements = expect(node.sequence, node, named: name, "a list") else { return }
      checkIdentities(of: elements, identity, named: name)
      if elements.isEmpty, !isEmptyAllowed { diagnostics.error("`\(name)` must not be empty", at: node.span) }
      // What replaces a list must be whole; only elements that are told apart are laid over others.
      var ofElements = self
      ofElements.isOverlay = isOverlay && !identity.isEmpty
      for child in elements { ofElements.check(element: child, element, of: name) }
    case .map(let value):
      guard let entries = expect(node.mapping, node, named: name, "a mapping") else { return }
      for entry in entries { check(entry.value, value, named: entry.name) }
    case .record(let record):
      guard expect(node.mapping, node, named: name, "a mapping") != nil else { return }
      check(node, record)
    case .variants(let variants, let subject): check(node, variants, subject)
    case .either(let first, let second):
      if first.admits(node) {
        check(node, first, named: name)
      } else if second.admits(node) {
        check(node, second, named: name)
      } else {
        complain(node, named: name, "\(first.inWords) or \(second.inWords)")
      }
    case .foreign(let what): expect(node.mapping != nil, node, named: name, "a mapping: \(what)")
    case .change(let scope):
      guard expect(node.mapping, node, named: name, "a mapping") != nil else { return }
      var overlay = self
      overlay.isOverlay = true
      overlay.check(node, format.record(for: scope))
    }
  }

  /// Checks the keys of a mapping.
  func check(_ node: YAMLNode, _ record: Record) {
    let names = record.keys.map(\.name)
    /// Keys that are there, and those that a misspelt one surely means.
    var present: Set<String> = []
    for entry in node.mapping ?? [] {
      if let key = record.key(entry.name) {
        present.insert(key.name)
        check(entry.value, key.shape, named: key.name)
      } else {
        if let meant = nearest(entry.name, among: names) { present.insert(meant) }
        complain(unknown: entry, among: names, in: record.subject, isOpen: record.isOpen)
      }
    }
    guard !isOverlay else { return }
    for key in record.keys where key.isRequired && !present.contains(key.name) {
      diagnostics.error("\(record.subject) needs the key `\(key.name)`", at: node.span)
    }
    if !record.needsOneOf.isEmpty, present.isDisjoint(with: record.needsOneOf) {
      diagnostics.error("\(record.subject) needs the key \(record.needsOneOf.inWords)", at: node.span)
    }
  }

  /// Checks that the elements of the lists of the top level are told apart, before anything is laid over them.
  func checkIdentities(of root: YAMLNode) {
    for key in format.scenario.keys {
      guard case .list(_, let identity, _) = key.shape, let elements = root[key.name]?.sequence else {
        continue
      }
      checkIdentities(of: elements, identity, named: key.name)
    }
  }

  private func checkIdentities(of elements: [YAMLNode], _ identity: [IdentifyingKey], named name: String) {
    guard let last = identity.last else { return }
    var places: [[String]: Span] = [:]
    for element in elements where element.mapping != nil {
      let parts = element.identity(identity)
      let place = (element.descendant(last.path) ?? element.descendant(identity.first?.path ?? []) ?? element)
        .span
      if let first = places[parts] {
        let note = Diagnostic.Note("it stands first at line \(first.start.line)", span: first)
        let reference = parts.joined(separator: parts.last?.hasPrefix("/") ?? false ? " " : "/")
        diagnostics.error("`\(name)` has \(reference.excerpt) twice", at: place, notes: [note])
      } else {
        places[parts] = place
      }
    }
  }

  private func check(element node: YAMLNode, _ shape: Shape, of list: String) {
    if case .record(let record) = shape {
      guard node.mapping != nil else {
        diagnostics.error("\(record.subject) must be a mapping, not \(node.kindInWords)", at: node.span)
        return
      }
      check(node, record)
    } else {
      check(node, shape, named: list)
    }
  }

  private func check(_ node: YAMLNode, _ variants: [(key: String, record: Record)], _ subject: String) {
    guard let entries = node.mapping else {
      diagnostics.error("\(subject) must be a mapping, not \(node.kindInWords)", at: node.span)
      return
    }
    let names = variants.map(\.key)
    let chosen = entries.filter { names.contains($0.name) }
    if let second = chosen.dropFirst().first, let first = chosen.first {
      let message = "\(subject) has either `\(first.name)` or `\(second.name)`, not both; make it two"
      diagnostics.error(message, at: second.key.span)
      return
    }
    if let variant = variants.first(where: { $0.key == chosen.first?.name }) {
      check(node, variant.record)
      return
    }
    let all = Set(names + variants.flatMap { $0.record.keys.map(\.name) })
    for entry in entries where !all.contains(entry.name) {
      complain(unknown: entry, among: all.sorted(), in: subject, isOpen: false)
      return
    }
    diagnostics.error("\(subject) says one of \(names.inWords)", at: node.span)
  }

  private func check(text node: YAMLNode, _ form: TextForm, named name: String) {
    guard let text = node.text else {
      let quoting = node.string == nil ? "" : "; put it in quotes"
      diagnostics.error("`\(name)` must be text, not \(node.kindInWords)\(quoting)", at: node.span)
      return
    }
    guard let flaw = form.flaw(in: text) else { return }
    let isHere = node.span.file == source.path
    let place = flaw.offset.flatMap { isHere ? node.span(at: $0, in: source.text) : nil } ?? node.span
    diagnostics.error(flaw.message, at: place)
  }

  private func check(integer node: YAMLNode, _ range: ClosedRange<Int>, named name: String) {
    guard let value = expect(node.int, node, named: name, "an integer"), !range.contains(value) else { return }
    let message = "`\(name)` must be between \(range.lowerBound) and \(range.upperBound), not \(value)"
    diagnostics.error(message, at: node.span)
  }

  private func check(word node: YAMLNode, _ words: [String], named name: String) {
    if let word = node.string, words.contains(word) { return }
    let near = suggestion(for: node.string ?? "", among: words)
    let found = node.text.map { "`\($0.excerpt)`" } ?? node.kindInWords
    diagnostics.error("`\(name)` cannot be \(found)\(near)", at: node.span)
  }

  private func complain(unknown entry: YAMLEntry, among names: [String], in subject: String, isOpen: Bool) {
    if isOpen, nearest(entry.name, among: names) == nil { return }
    let near = suggestion(for: entry.name, among: names)
    diagnostics.error("unknown key `\(entry.name.excerpt)` in \(subject)\(near)", at: entry.key.span)
  }

  private func expect<T>(_ value: T?, _ node: YAMLNode, named name: String, _ wanted: String) -> T? {
    if value == nil { complain(node, named: name, wanted) }
    return value
  }

  private func expect(_ fits: Bool, _ node: YAMLNode, named name: String, _ wanted: String) {
    if !fits { complain(node, named: name, wanted) }
  }

  private func complain(_ node: YAMLNode, named name: String, _ wanted: String) {
    diagnostics.error("`\(name)` must be \(wanted), not \(node.kindInWords)", at: node.span)
  }
}

extension Shape {
  /// Whether a node is of the kind that the shape is for, whatever its value.
  fileprivate func admits(_ node: YAMLNode) -> Bool {
    switch self {
    case .list: node.sequence != nil
    case .map, .record, .variants, .foreign, .change: node.mapping != nil
    case .either(let first, let second): first.admits(node) || second.admits(node)
    case .text, .word: node.text != nil
    case .integer, .number: node.double != nil
    case .boolean: node.bool != nil
    case .anyScalar: node.string != nil
    }
  }

  fileprivate var inWords: String {
    switch self {
    case .text, .anyScalar: "text"
    case .integer, .number: "a number"
    case .boolean: "true or false"
    case .word(let words): words.inWords
    case .list: "a list"
    case .map, .record, .variants, .foreign, .change: "a mapping"
    case .either(let first, let second): "\(first.inWords) or \(second.inWords)"
    }
  }
}

extension [String] {
  /// `a`, `b` or `c`.
  var inWords: String {
    let quoted = map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}
