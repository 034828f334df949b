/// What is wrong with a selector of `kubernetes_sd_configs`, in the words of Kubernetes' library.
///
/// Source: kubernetes/apimachinery pkg/labels/selector.go `Parser`, `Lexer`; pkg/fields/selector.go
/// `ParseSelector`, `splitTerm`, 0.30 and 0.33, as Prometheus 2.53 and 3.5 use them.
enum SelectorSyntax {
  /// What is wrong with a field selector, or nil.
  static func problem(withFields text: String) -> String? {
    var terms: [String] = [""]
    var isEscaped = false
    for letter in text {
      if letter == ",", !isEscaped { terms.append("") } else { terms[terms.count - 1].append(letter) }
      isEscaped = letter == "\\" && !isEscaped
    }
    let odd = terms.first { !$0.isEmpty && !$0.contains("=") }
    return odd.map { "invalid selector: '\(text)'; can't understand '\($0)'" }
  }

  /// What is wrong with a label selector, or nil.
  static func problem(withLabels text: String, version: PrometheusVersion) -> String? {
    var parser = LabelParser(text, version: version)
    do throws(LabelParser.Problem) {
      try parser.parse()
      return nil
    } catch {
      return error.message
    }
  }
}

/// Goes over a label selector without keeping anything.
private struct LabelParser {
  struct Problem: Error { let message: String }

  private var tokens: ArraySlice<String>
  private let version: PrometheusVersion

  private static let symbols: Set<Character> = ["=", "!", "(", ")", ",", ">", "<"]
  private static let operators = ["in", "notin", "=", "==", "!=", "gt", "lt"]

  init(_ text: String, version: PrometheusVersion) {
    self.version = version
    var tokens: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if Self.symbols.contains(first) {
        let two = rest.prefix(2)
        let token = two == "==" || two == "!=" ? two : rest.prefix(1)
        tokens.append(String(token))
        rest = rest[token.endIndex...]
      } else {
        let word = rest.prefix { !$0.isWhitespace && !Self.symbols.contains($0) }
        tokens.append(String(word))
        rest = rest[word.endIndex...]
      }
    }
    self.tokens = tokens[...]
  }

  mutating func parse() throws(Problem) {
    guard let first = tokens.first else { return }
    guard isWord(first) || first == "!" else {
      throw Problem(message: "found '\(first)', expected: !, identifier, or 'end of string'")
    }
    while true {
      do throws(Problem) { try requirement() } catch {
        throw Problem(message: "unable to parse requirement: \(error.message)")
      }
      guard let separator = tokens.popFirst() else { return }
      guard separator == "," else {
        throw Problem(message: "found '\(separator)', expected: ',' or 'end of string'")
      }
      let next = tokens.first ?? ""
      guard isWord(next) || next == "!" else {
        throw Problem(message: "found '\(next)', expected: identifier after ','")
      }
    }
  }

  private func isWord(_ token: String) -> Bool { token.first.map { !Self.symbols.contains($0) } ?? false }

  private mutating func requirement() throws(Problem) {
    var key = tokens.popFirst() ?? ""
    let isNegated = key == "!"
    if isNegated { key = tokens.popFirst() ?? "" }
    guard isWord(key) else { throw Problem(message: "found '\(key)', expected: identifier") }
    try validate(key: key)
    if isNegated || tokens.isEmpty || tokens.first == "," { return }
    let sign = tokens.popFirst() ?? ""
    switch sign {
    case "in", "notin": try values()
    case "=", "==", "!=", ">", "<":
      guard let value = tokens.first, value != "," else { return }
      tokens.removeFirst()
      guard isWord(value) else { throw Problem(message: "found '\(value)', expected: identifier") }
      if sign == ">" || sign == "<", Int64(value) == nil {
        throw Problem(message: "for 'Gt', 'Lt' operators, the value must be an integer")
      }
    default:
      let known = Self.operators.joined(separator: ", ")
      throw Problem(message: "found '\(sign)', expected: \(known)")
    }
  }

  private mutating func values() throws(Problem) {
    let open = tokens.popFirst() ?? ""
    guard open == "(" else { throw Problem(message: "found '\(open)' expected: '('") }
    while let token = tokens.popFirst() {
      if token == ")" { return }
      guard isWord(token) || token == "," else {
        throw Problem(message: "found '\(token)', expected: ',', ')' or identifier")
      }
    }
    throw Problem(message: "found '', expected: ',', ')' or identifier")
  }

  /// A name, which a DNS domain and a slash may precede.
  private func validate(key: String) throws(Problem) {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2 || !Self.isName(parts.last ?? "") else { return }
    let what = version < PrometheusVersion(3, 5) ? "a qualified name" : "a valid label key"
    throw Problem(
      message: "<nil>: Invalid value: \(Quoting.quoted(key)): \(what) must consist of alphanumeric characters, "
        + "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  "
        + "or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional "
        + "DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")
  }

  private static func isName(_ text: Substring) -> Bool {
    func isPlain(_ letter: Character?) -> Bool {
      letter.map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false
    }
    return text.utf8.count <= 63 && isPlain(text.first) && isPlain(text.last)
      && text.allSatisfy { isPlain($0) || "-_.".contains($0) }
  }
}
