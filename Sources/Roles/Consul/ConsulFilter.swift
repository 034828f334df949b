import Patterns
import SourceText

/// A `filter` expression: `"prod" in ServiceTags and ServiceMeta.tier != db`.
///
/// Source: hashicorp/go-bexpr `grammar/grammar.peg`, `evaluate.go`, 0.1.
struct ConsulFilter: Sendable {
  private indirect enum Node: Sendable {
    case both(Node, Node)
    case either(Node, Node)
    case not(Node)
    case equals([String], String)
    case contains([String], String)
    case matches([String], Pattern)
    case isEmpty([String])
  }

  private let root: Node

  /// Reads an expression.
  init(_ text: String) throws(ConsulRefusal) {
    var parser = Parser(tokens: Self.tokens(of: text)[...])
    root = try parser.expression()
    guard parser.tokens.isEmpty else { throw Parser.failure }
  }

  /// Whether an entry, given as JSON, fulfils it.
  func matches(_ json: String) -> Bool {
    guard let entry = YAMLNode(json: json) else { return false }
    return Self.holds(root, entry)
  }

  private static func holds(_ node: Node, _ entry: YAMLNode) -> Bool {
    switch node {
    case .both(let left, let right): holds(left, entry) && holds(right, entry)
    case .either(let left, let right): holds(left, entry) || holds(right, entry)
    case .not(let inner): !holds(inner, entry)
    case .equals(let path, let value): Self.value(at: path, entry)?.string == value
    case .contains(let path, let value): contains(Self.value(at: path, entry), value)
    case .matches(let path, let pattern): pattern.matches(Self.value(at: path, entry)?.string ?? "")
    case .isEmpty(let path): isEmpty(Self.value(at: path, entry))
    }
  }

  private static func value(at path: [String], _ entry: YAMLNode) -> YAMLNode? {
    path.reduce(Optional(entry)) { node, key in node?[key] }
  }

  private static func contains(_ node: YAMLNode?, _ value: String) -> Bool {
    if let elements = node?.sequence { return elements.contains { $0.string == value } }
    if let entries = node?.mapping { return entries.contains { $0.name == value } }
    return node?.string.map { $0.contains(value) } ?? false
  }

  private static func isEmpty(_ node: YAMLNode?) -> Bool {
    node?.sequence?.isEmpty ?? node?.mapping?.isEmpty ?? node?.string?.isEmpty ?? true
  }

  // MARK: Reading

  private enum Token: Hashable {
    case word(String)
    case text(String)
    case sign(String)
  }

  private static func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "\"" || first == "`" {
        let inner = rest.dropFirst().prefix { $0 != first }
        tokens.append(.text(String(inner)))
        rest = rest[inner.endIndex...].dropFirst()
      } else if rest.hasPrefix("==") || rest.hasPrefix("!=") {
        tokens.append(.sign(String(rest.prefix(2))))
        rest = rest.dropFirst(2)
      } else if first == "(" || first == ")" {
        tokens.append(.sign(String(first)))
        rest = rest.dropFirst()
      } else {
        let word = rest.prefix { !$0.isWhitespace && !"()=!\"`".contains($0) }
        // What begins with a sign that means nothing is a word of its own.
        let taken = word.isEmpty ? rest.prefix(1) : word
        tokens.append(.word(String(taken)))
        rest = rest[taken.endIndex...]
      }
    }
    return tokens
  }

  private struct Parser {
    var tokens: ArraySlice<Token>

    static let failure = ConsulRefusal(
      status: 400, message: "Failed to create boolean expression evaluator: no match found in the expression")

    mutating func expression() throws(ConsulRefusal) -> Node {
      let left = try conjunction()
      return take(.word("or")) ? .either(left, try expression()) : left
    }

    private mutating func conjunction() throws(ConsulRefusal) -> Node {
      let left = try negation()
      return take(.word("and")) ? .both(left, try conjunction()) : left
    }

    private mutating func negation() throws(ConsulRefusal) -> Node {
      if take(.word("not")) { return .not(try negation()) }
      guard take(.sign("(")) else { return try comparison() }
      let inner = try expression()
      guard take(.sign(")")) else { throw Self.failure }
      return inner
    }

    private mutating func comparison() throws(ConsulRefusal) -> Node {
      guard let left = tokens.popFirst(), let first = Self.value(left) else { throw Self.failure }
      let path = first.split(separator: ".").map(String.init)
      switch tokens.popFirst() {
      case .sign("=="): return .equals(path, try value())
      case .sign("!="): return .not(.equals(path, try value()))
      case .word("contains"): return .contains(path, try value())
      case .word("in"): return .contains(try selector(), first)
      case .word("matches"): return .matches(path, try pattern())
      case .word("is"):
        let isNegated = take(.word("not"))
        guard take(.word("empty")) else { throw Self.failure }
        return isNegated ? .not(.isEmpty(path)) : .isEmpty(path)
      case .word("not"):
        switch tokens.popFirst() {
        case .word("contains"): return .not(.contains(path, try value()))
        case .word("in"): return .not(.contains(try selector(), first))
        case .word("matches"): return .not(.matches(path, try pattern()))
        default: throw Self.failure
        }
      default: throw Self.failure
      }
    }

    private mutating func value() throws(ConsulRefusal) -> String {
      guard let token = tokens.popFirst(), let value = Self.value(token) else { throw Self.failure }
      return value
    }

    private mutating func selector() throws(ConsulRefusal) -> [String] {
      try value().split(separator: ".").map(String.init)
    }

    private mutating func pattern() throws(ConsulRefusal) -> Pattern {
      guard let pattern = try? Pattern(".*(?:\(try value())).*") else { throw Self.failure }
      return pattern
    }

    private mutating func take(_ token: Token) -> Bool {
      guard tokens.first == token else { return false }
      tokens.removeFirst()
      return true
    }

    private static func value(_ token: Token) -> String? {
      switch token {
      case .word(let text), .text(let text): text
      case .sign: nil
      }
    }
  }
}
