/// A token of a selector.
struct SelectorToken {
  enum Kind: Equatable {
    case identifier(String)
    case metricIdentifier(String)
    /// The text as written, with quotes, and what it means.
    case string(raw: String, value: String)
    case number(String)
    case leftBrace
    case rightBrace
    case comma
    case operation(LabelMatcher.Operation)
    /// Anything that PromQL knows and a selector does not, as messages name it.
    case other(String)
    case end
  }

  let kind: Kind
  /// In unicode scalars.
  let offset: Int

  /// How Prometheus names the token in "unexpected …".
  ///
  /// Source: prometheus/prometheus promql/parser/lex.go `Item.desc`, 3.5.
  var description: String {
    switch kind {
    case .identifier(let name): "identifier " + Quoting.quoted(name)
    case .metricIdentifier(let name): "metric identifier " + Quoting.quoted(name)
    case .string(let raw, _): "string " + Self.shortened(raw)
    case .number(let text): "number " + Self.shortened(text)
    case .leftBrace: Quoting.quoted("{")
    case .rightBrace: Quoting.quoted("}")
    case .comma: Quoting.quoted(",")
    case .operation(let operation): operation == .equal ? Quoting.quoted("=") : "<op:\(operation.rawValue)>"
    case .other(let text): text
    case .end: "end of input"
    }
  }

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > 10 else { return Quoting.quoted(text) }
    return Quoting.quoted(String(String.UnicodeScalarView(text.unicodeScalars.prefix(10)))) + "..."
  }
}
