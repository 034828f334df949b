/// A condition on tags: `merging and not consul`, `(strict or permissive) and merging`.
indirect enum TagExpression: Sendable {
  case tag(String)
  case not(TagExpression)
  case and(TagExpression, TagExpression)
  case or(TagExpression, TagExpression)

  /// Reads an expression; `or` binds weakest, `not` strongest.
  init(parsing text: String) throws(UsageError) {
    var parser = Parser(tokens: Self.tokens(text)[...], text: text)
    self = try parser.disjunction()
    if let extra = parser.tokens.first {
      throw UsageError("--tags: unexpected '\(extra)' in '\(text)'")
    }
  }

  /// Whether tags meet the condition.
  func holds(for tags: [String]) -> Bool {
    switch self {
    case .tag(let tag): tags.contains(tag)
    case .not(let inner): !inner.holds(for: tags)
    case .and(let left, let right): left.holds(for: tags) && right.holds(for: tags)
    case .or(let left, let right): left.holds(for: tags) || right.holds(for: tags)
    }
  }

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in text {
      if character == " " || character == "(" || character == ")" {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if character != " " { tokens.append(String(character)) }
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? tokens : tokens + [word]
  }

  private struct Parser {
    var tokens: ArraySlice<String>
    let text: String
    private var depth = 0

    init(tokens: ArraySlice<String>, text: String) {
      self.tokens = tokens
      self.text = text
    }

    mutating func disjunction() throws(UsageError) -> TagExpression {
      var left = try conjunction()
      while tokens.first == "or" {
        tokens.removeFirst()
        left = .or(left, try conjunction())
      }
      return left
    }

    mutating func conjunction() throws(UsageError) -> TagExpression {
      var left = try negation()
      while tokens.first == "and" {
        tokens.removeFirst()
        left = .and(left, try negation())
      }
      return left
    }

    mutating func negation() throws(UsageError) -> TagExpression {
      depth += 1
      defer { depth -= 1 }
      guard depth < 100 else { throw UsageError("--tags: '\(text)' is nested too deeply") }
      guard let token = tokens.popFirst() else {
        throw UsageError("--tags: '\(text)' ends where a tag should stand, such as 'merging and not consul'")
      }
      switch token {
      case "not": return .not(try negation())
      case "(":
        let inner = try disjunction()
        guard tokens.popFirst() == ")" else { throw UsageError("--tags: a ')' is missing in '\(text)'") }
        return inner
      case ")", "and", "or": throw UsageError("--tags: a tag should stand where '\(token)' is in '\(text)'")
      default: return .tag(token)
      }
    }
  }
}
