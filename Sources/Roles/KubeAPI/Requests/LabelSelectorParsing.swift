extension SelectorRequirement {
  /// Reads a `labelSelector`: `app=cart,tier in (a, b),!canary,weight>3`.
  ///
  /// Source: kubernetes/apimachinery `pkg/labels/selector.go`, `Parse`, 1.34.
  static func labels(parsing text: String) throws(APIFailure) -> [SelectorRequirement] {
    var parser = Parser(text: text, rest: Array(text.unicodeScalars)[...])
    return try parser.requirements()
  }

  private struct Parser {
    let text: String
    var rest: ArraySlice<Unicode.Scalar>

    mutating func requirements() throws(APIFailure) -> [SelectorRequirement] {
      var all: [SelectorRequirement] = []
      skipBlanks()
      guard !rest.isEmpty else { return all }
      repeat { all.append(try requirement()) } while take(",")
      guard rest.isEmpty else { throw failure("found '\(Self.text(rest))', expected: ',' or end") }
      return all
    }

    mutating func requirement() throws(APIFailure) -> SelectorRequirement {
      let isNegated = take("!")
      let name = word()
      guard !name.isEmpty else {
        throw failure("found '\(Self.text(rest.prefix(1)))', expected: !, identifier, or 'end of string'")
      }
      if isNegated { return SelectorRequirement(subject: .label(name), demand: .isAbsent) }
      return SelectorRequirement(subject: .label(name), demand: try demand())
    }

    mutating func demand() throws(APIFailure) -> Demand {
      if rest.isEmpty || rest.first == "," { return .exists }
      if take("!=") { return .isNoneOf([word()]) }
      if take("==") || take("=") { return .isOneOf([word()]) }
      if take(">") { return .isGreater(than: try number()) }
      if take("<") { return .isLess(than: try number()) }
      switch word() {
      case "in": return .isOneOf(try values())
      case "notin": return .isNoneOf(try values())
      case let other: throw failure("found '\(other)', expected: in, notin, =, ==, !=, gt, lt")
      }
    }

    mutating func values() throws(APIFailure) -> Set<String> {
      guard take("(") else { throw failure("found '\(Self.text(rest.prefix(1)))', expected: '('") }
      var values: Set<String> = []
      repeat { values.insert(word()) } while take(",")
      guard take(")") else { throw failure("found '\(Self.text(rest.prefix(1)))', expected: ',', or ')'") }
      return values
    }

    mutating func number() throws(APIFailure) -> Int {
      let text = word()
      guard let number = Int(text) else {
        throw failure("for 'Gt', 'Lt' operators, the value must be an integer, not '\(text)'")
      }
      return number
    }

    mutating func word() -> String {
      skipBlanks()
      let word = rest.prefix { !Self.isSpecial($0) }
      rest = rest.dropFirst(word.count)
      skipBlanks()
      return Self.text(word)
    }

    mutating func take(_ symbol: String) -> Bool {
      skipBlanks()
      guard rest.starts(with: symbol.unicodeScalars) else { return false }
      rest = rest.dropFirst(symbol.unicodeScalars.count)
      skipBlanks()
      return true
    }

    mutating func skipBlanks() { rest = rest.drop { $0.properties.isWhitespace } }

    static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || "=!(),<>".unicodeScalars.contains(scalar)
    }

    static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      return String(text)
    }

    func failure(_ detail: String) -> APIFailure {
      .badRequest("unable to parse requirement: \(detail) (in the label selector '\(text)')")
    }
  }
}
