internal import SourceText

/// What templates of Helm know: the release and the values.
struct HelmContext {
  /// `.Release.Name`.
  var release: String
  /// `.Release.Namespace`.
  var namespace: String
  /// `.Values`.
  var values: YAMLNode

  /// A text that the chart runs through `tpl`.
  ///
  /// `{{ .Release.Name }}`, `{{ .Release.Namespace }}` and `{{ .Values.… }}` are put in; whatever else stands in
  /// braces is a diagnostic, because it would have to be evaluated.
  func expanded(_ text: String, at span: Span) throws(Diagnostic) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.range(ofText: "{{") {
      let inside = rest[start.upperBound...]
      guard let end = inside.range(ofText: "}}") else {
        throw Diagnostic("`{{` is never closed by `}}`", at: span)
      }
      result += rest[..<start.lowerBound]
      result += try value(of: String(inside[..<end.lowerBound]), at: span)
      rest = inside[end.upperBound...]
    }
    return result + rest
  }

  /// A node whose texts the chart runs through `tpl`.
  func expanded(_ node: YAMLNode) throws(Diagnostic) -> YAMLNode {
    switch node.value {
    case .scalar:
      guard let text = node.text, text.range(ofText: "{{") != nil else { return node }
      return .string(try expanded(text, at: node.span)).placed(at: node.span)
    case .sequence(let elements):
      var result: [YAMLNode] = []
      for element in elements { result.append(try expanded(element)) }
      return YAMLNode(.sequence(result), span: node.span)
    case .mapping(let entries):
      var result: [YAMLEntry] = []
      for entry in entries { result.append(YAMLEntry(key: entry.key, value: try expanded(entry.value))) }
      return YAMLNode(.mapping(result), span: node.span)
    }
  }

  private func value(of expression: String, at span: Span) throws(Diagnostic) -> String {
    var inner = expression
    if inner.hasPrefix("-") { inner.removeFirst() }
    if inner.hasSuffix("-") { inner.removeLast() }
    var parts = inner.split(separator: "|").map { String($0).trimmed }
    let isQuoted = parts.count == 2 && parts[1] == "quote"
    if isQuoted { parts.removeLast() }
    guard parts.count == 1 else { throw unknown(expression, at: span) }
    let path = parts[0].hasPrefix("$.") ? String(parts[0].dropFirst()) : parts[0]
    let text: String
    switch path {
    case ".Release.Name": text = release
    case ".Release.Namespace": text = namespace
    default:
      let prefix = ".Values."
      guard path.hasPrefix(prefix), let found = values.at(String(path.dropFirst(prefix.count)))?.string else {
        throw unknown(expression, at: span)
      }
      text = found
    }
    return isQuoted ? Quoting.quoted(text) : text
  }

  private func unknown(_ expression: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "the template `{{\(expression)}}` is not evaluated here; write what it comes to "
        + "(`{{ .Release.Name }}`, `{{ .Release.Namespace }}` and `{{ .Values.… }}` are known)", at: span)
  }
}

extension YAMLNode {
  /// The node at a path of keys, `server.global.scrape_interval`.
  func at(_ path: String) -> YAMLNode? {
    path.split(separator: ".").reduce(self as YAMLNode?) { node, key in node?[String(key)] }
  }

  /// Whether a template's `if` takes the node for true: neither null nor false, 0 or empty.
  ///
  /// The text `"false"` is true: quotes make a value a text, and only the empty text is false.
  ///
  /// Source: golang/go `src/text/template/exec.go` `IsTrue`, 1.24.
  var isTrueInHelm: Bool {
    switch value {
    case .sequence(let elements): !elements.isEmpty
    case .mapping(let entries): !entries.isEmpty
    case .scalar:
      if isNull { false } else if let bool { bool } else if let double { double != 0 } else { string != "" }
    }
  }
}

extension Substring {
  /// Where a text stands first.
  func range(ofText needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
      formIndex(after: &start)
    }
    return nil
  }
}

extension String {
  /// Where a text stands first.
  func range(ofText needle: String) -> Range<Index>? { self[...].range(ofText: needle) }
}
