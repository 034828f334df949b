import SourceText
import TestSupport
import Testing

@Suite struct YAMLReaderTests {
  /// Errors: the marked text, the mark that the diagnostic points at, and its message.
  static let errors: [(name: String, marked: String, message: String)] = [
    ("duplicate key", "a: 1\nb: 2\n1️⃣a: 3\n", "duplicate key `a`"),
    ("duplicate key in a flow mapping", "x: {a: 1, 1️⃣\"a\": 2}\n", "duplicate key `a`"),
    ("duplicate key with CR LF", "a: 1\r\n1️⃣a: 3\r\n", "duplicate key `a`"),
    (
      "duplicate merge", "b: &b {x: 1}\nc:\n  <<: *b\n  1️⃣<<: *b\n",
      "duplicate key `<<`; write `<<: [*a, *b]` to merge several"
    ),
    (
      "unknown alias", "base: &base {x: 1}\nb: 1️⃣*bse\n",
      "no anchor `&bse` comes before this alias; did you mean `base`?"
    ),
    ("alias in its own anchor", "a: &x [1️⃣*x]\n", "the alias `*x` stands inside its own anchor"),
    ("a list as key", "1️⃣[a, b]: 1\n", "a key must be a scalar, not a list"),
    ("merge of text", "a:\n  1️⃣<<: word\n", "`<<` merges mappings, and this is the text `word`"),
    ("tag", "a: 1️⃣!vault x\n", "the tag `!vault` does not belong here; Kubernetes YAML has no tags of its own"),
    (
      "tab as indentation", "a:\n1️⃣\tb: 1\n",
      "found character that cannot start any token, while scanning for the next token"
    ),
    (
      "flow not closed", "a: 1\nb: [1, 2\nc1️⃣: 3\n",
      "did not find expected ',' or ']', while parsing a flow sequence"
    ),
    ("control character", "a: é1️⃣\u{1}\n", "control characters are not allowed in YAML"),
    ("control character after a mark", "\u{FEFF}a: 1️⃣\u{1}\n", "control characters are not allowed in YAML"),
  ]

  @Test(arguments: errors) func errorsPointAtTheirPlace(_ row: (name: String, marked: String, message: String))
  {
    let marked = MarkedText(row.marked)
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents(marked.text, file: "f") }
    #expect(diagnostic?.description == "f:\(adjusted(marked)): \(row.message)")
  }

  /// A byte order mark takes no column.
  private func adjusted(_ marked: MarkedText) -> String {
    guard marked.text.hasPrefix("\u{FEFF}"), let place = marked.places["1️⃣"], place.line == 1 else {
      return marked["1️⃣"]
    }
    return "\(place.line):\(place.column - 1)"
  }

  static let spans: [(marked: String, path: [String])] = [
    ("a:\n  b: 1️⃣value2️⃣   # comment\n", ["a", "b"]),
    ("é: 1️⃣ü2️⃣\n", ["é"]),
    ("a: 1️⃣\"q\\tx\"2️⃣\n", ["a"]),
    ("a: {b: 1️⃣[1, 2]2️⃣, c: 3}\n", ["a", "b"]),
    ("a:\n  1️⃣b: 1\n  c: 22️⃣\n\n\nd: 3\n", ["a"]),
    ("a:1️⃣2️⃣\nb: 1\n", ["a"]),
    ("a: 1\r\nb: 1️⃣22️⃣\r\n", ["b"]),
    ("a: &x 1\nb:\n  c: 1️⃣word2️⃣\n", ["b", "c"]),
  ]

  @Test(arguments: spans) func nodesKnowTheirPlace(_ row: (marked: String, path: [String])) throws {
    let marked = MarkedText(row.marked)
    var node = try YAMLReader.document(marked.text, file: "f")
    for key in row.path { node = try #require(node[key]) }
    #expect("\(node.span.start)" == marked["1️⃣"])
    #expect("\(node.span.end)" == marked["2️⃣"])
  }

  @Test func documentsComeInOrder() throws {
    let documents = try YAMLReader.documents("a: 1\n---\n# nothing\n---\n- b\n...\n", file: "f")
    #expect(documents == [.mapping([("a", 1)]), .null, ["b"]])
    #expect(documents[2].span.start == Position(line: 5, column: 1))
    #expect(try YAMLReader.documents("", file: "f") == [])
    #expect(try YAMLReader.document("", file: "f").isNull)
  }

  @Test func aSecondDocumentIsRefusedWhereOneIsMeant() {
    let diagnostic = #expect(throws: Diagnostic.self) {
      try YAMLReader.document("a: 1\n---\nb: 2\n", file: "f")
    }
    #expect(diagnostic?.span?.start == Position(line: 3, column: 1))
  }

  @Test func mergesYieldToWhatIsWritten() throws {
    let text = """
      one: &one {a: 1, b: 1}
      two: &two {b: 2, c: 2}
      all:
        first: 0
        <<: [*one, *two]
        c: 3
      """
    let all = try #require(try YAMLReader.document(text, file: "f")["all"])
    #expect(all == .mapping([("first", 0), ("a", 1), ("b", 1), ("c", 3)]))
  }

  @Test func aDuplicateNamesTheFirst() throws {
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents("a: 1\na: 2\n", file: "f") }
    #expect(diagnostic?.notes.map(\.message) == ["it stands first at line 1"])
  }

  @Test func duplicatesAreFoundInLargeMappings() {
    let many = (0..<100).map { "key\($0): 1\n" }.joined() + "key50: 2\n"
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents(many, file: "f") }
    #expect(diagnostic?.description == "f:101:1: duplicate key `key50`")
    let unique = (0..<100).map { "key\($0): 1\n" }.joined()
    #expect(throws: Never.self) { try YAMLReader.documents(unique, file: "f") }
  }

  @Test func bombsAreDefused() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents(bomb, file: "f") }
    #expect(diagnostic?.message.hasPrefix("aliases stand for more than 200000 nodes") == true)
  }

  @Test(arguments: ["[", "{a: ", "- ", "a:\n"]) func depthIsBounded(_ opening: String) {
    let levels = opening == "a:\n" ? (0..<2000).map { String(repeating: " ", count: $0) + opening } : []
    let text = levels.isEmpty ? String(repeating: opening, count: 5000) : levels.joined()
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents(text, file: "f") }
    #expect(diagnostic?.message == "nested more than 200 levels deep")
  }

  @Test func depthThroughAliasesIsBounded() {
    var text = "a0: &a0 [x]\n"
    for level in 1...300 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    let diagnostic = #expect(throws: Diagnostic.self) { try YAMLReader.documents(text, file: "f") }
    #expect(diagnostic?.message == "nested more than 200 levels deep through this alias")
  }

  @Test func largeFilesAreRead() throws {
    let text = (0..<20_000).map { "- {name: pod-\($0), port: \($0)}\n" }.joined()
    #expect(try YAMLReader.document(text, file: "f").sequence?.count == 20_000)
  }
}
