import Patterns

/// Parses tokens into a selector, with Prometheus' messages.
///
/// Source: prometheus/prometheus promql/parser/generated_parser.y `vector_selector`, `label_matcher` and
/// promql/parser/parse.go `checkAST`, 3.5.
struct SelectorParser {
  private var lexer: SelectorLexer
  private var token = SelectorToken(kind: .end, offset: 0)
  private var matchers: [LabelMatcher] = []

  init(_ text: String) { lexer = SelectorLexer(text) }

  mutating func parse() throws(SelectorError) -> (outerName: String?, matchers: [LabelMatcher]) {
    try advance()
    let start = token.offset
    var name: String?
    switch token.kind {
    case .identifier(let text), .metricIdentifier(let text):
      name = text
      try advance()
      if token.kind == .leftBrace { try braces() }
    case .leftBrace: try braces()
    case .end: throw lexer.error("no expression found in input", at: start)
    default: throw unexpected()
    }
    guard token.kind == .end else {
      throw lexer.error(
        "unexpected \(token.description): only a series selector can stand here", at: token.offset)
    }
    if let name {
      if let other = matchers.first(where: { $0.name == LabelName.metricName }) {
        throw lexer.error(
          "metric name must not be set twice: "
            + "\(Quoting.quoted(name)) or \(Quoting.quoted(other.value))",
          at: start)
      }
      return (name, matchers + [.metric(name)])
    }
    guard matchers.contains(where: { !$0.matches("") }) else {
      throw lexer.error("vector selector must contain at least one non-empty matcher", at: start)
    }
    return (nil, matchers)
  }

  private mutating func braces() throws(SelectorError) {
    try advance()
    while token.kind != .rightBrace {
      try matcher()
      switch token.kind {
      case .comma: try advance()
      case .rightBrace: break
      default: throw unexpected(expected: #""," or "}""#)
      }
    }
    try advance()
  }

  private mutating func matcher() throws(SelectorError) {
    let nameToken = token
    let name: String
    let mayBeMetric: Bool
    switch token.kind {
    case .identifier(let text): (name, mayBeMetric) = (text, false)
    case .string(_, let value): (name, mayBeMetric) = (value, true)
    default: throw unexpected(expected: #"identifier or "}""#)
    }
    try advance()
    guard case .operation(let operation) = token.kind else {
      guard mayBeMetric, token.kind == .comma || token.kind == .rightBrace else {
        throw unexpected(expected: mayBeMetric ? #""," or "}""# : "label matching operator")
      }
      matchers.append(.metric(name))
      return
    }
    try advance()
    guard case .string(_, let value) = token.kind else { throw unexpected(expected: "string") }
    do {
      matchers.append(try LabelMatcher(name: name, operation: operation, value: value))
    } catch {
      throw lexer.error(error.message, at: nameToken.offset)
    }
    try advance()
  }

  private mutating func advance() throws(SelectorError) { token = try lexer.next() }

  private func unexpected(expected: String? = nil) -> SelectorError {
    let inside = expected.map { " in label matching, expected \($0)" } ?? ""
    return lexer.error("unexpected \(token.description)\(inside)", at: token.offset)
  }
}
