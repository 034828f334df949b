import SourceText
import TestSupport
import Testing

@Suite struct DiagnosticTests {
  private func span(_ marked: MarkedText) -> Span {
    let start = marked.places["1️⃣"] ?? (0, 0)
    let end = marked.places["2️⃣"] ?? start
    return Span(
      file: "f.yaml", start: Position(line: start.line, column: start.column),
      end: Position(line: end.line, column: end.column))
  }

  static let excerpts: [(name: String, marked: String, expected: String)] = [
    ("a word", "a: 1\nb: 1️⃣word2️⃣ # x\n", " 2 | b: word # x\n   |    ^~~~"),
    ("one column", "1️⃣a: 1", " 1 | a: 1\n   | ^~~~"),
    ("several lines", "x: 1️⃣a\n  b2️⃣\n", " 1 | x: a\n   |    ^"),
    ("a tab before it", "\t\tx: 1️⃣12️⃣", " 1 | \t\tx: 1\n   | \t\t   ^"),
    ("wide characters", "日本: 1️⃣語x2️⃣", " 1 | 日本: 語x\n   |       ^~~"),
    ("combining characters", "e\u{301}: 1️⃣a\u{308}b2️⃣", " 1 | e\u{301}: a\u{308}b\n   |    ^~"),
    ("the end of a line", "ab:1️⃣", " 1 | ab:\n   |    ^"),
    ("CR LF", "a: 1\r\nb: 1️⃣22️⃣\r\n", " 2 | b: 2\n   |    ^"),
    ("control characters", "a: 1️⃣\u{1B}[31m2️⃣", " 1 | a: \u{FFFD}[31m\n   |    ^~~~~"),
  ]

  @Test(arguments: excerpts) func theCaretStandsUnderTheMistake(
    _ row: (name: String, marked: String, expected: String)
  ) {
    let marked = MarkedText(row.marked)
    let rendered = Diagnostic("wrong", at: span(marked)).rendered(sourceText: marked.text, colour: false)
    let place = marked["1️⃣"]
    #expect(rendered == "f.yaml:\(place): wrong\n\(row.expected)")
  }

  @Test func longLinesAreCutAroundTheCaret() throws {
    let marked = MarkedText(String(repeating: "x", count: 500) + "1️⃣here2️⃣" + String(repeating: "y", count: 500))
    let rendered = Diagnostic("wrong", at: span(marked)).rendered(sourceText: marked.text, colour: false)
    let lines = rendered.split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.count < 140 })
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let column = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(column).hasPrefix("here") && lines[1].hasSuffix("…"))
  }

  @Test func notesFollowWithTheirOwnLines() {
    let text = "a: 1\nb: 2\na: 3\n"
    let first = Span(file: "f", start: Position(line: 1, column: 1), end: Position(line: 1, column: 2))
    let second = Span(file: "f", start: Position(line: 3, column: 1), end: Position(line: 3, column: 2))
    let diagnostic = Diagnostic("duplicate key `a`", at: second, notes: [Diagnostic.Note("first", span: first)])
    let expected = """
      f:3:1: duplicate key `a`
       3 | a: 3
         | ^
      f:1:1: note: first
       1 | a: 1
         | ^
      """
    #expect(diagnostic.rendered(sourceText: text, colour: false) == expected)
  }

  @Test func withoutTextThereIsNoExcerpt() {
    let span = Span(file: "f", at: Position(line: 9, column: 9))
    #expect(Diagnostic("x", at: span).rendered(sourceText: nil, colour: false) == "f:9:9: x")
    #expect(Diagnostic("x", at: span).rendered(sourceText: "one line", colour: false) == "f:9:9: x")
    #expect(Diagnostic("x", at: nil, severity: .warning).description == "warning: x")
    #expect(Diagnostic("x", at: Span(file: "f", at: Position(line: 0, column: 0))).description == "f: x")
  }

  @Test func colourOnlyWhereWanted() {
    let span = Span(file: "f", at: Position(line: 1, column: 1))
    #expect(Diagnostic("x", at: span).rendered(sourceText: "a", colour: true).contains("\u{1B}[31m^"))
    #expect(!Diagnostic("x", at: span).rendered(sourceText: "a", colour: false).contains("\u{1B}"))
  }

  @Test func collectedDiagnosticsAreSortedByPlace() throws {
    let collector = DiagnosticCollector()
    func span(_ file: String, _ line: Int) -> Span { Span(file: file, at: Position(line: line, column: 1)) }
    collector.error("b", at: span("one", 7))
    collector.error("c", at: span("two", 1))
    collector.error("a", at: span("one", 2))
    let thrown = #expect(throws: Diagnostics.self) { try collector.throwErrors() }
    #expect(thrown?.all.map(\.message) == ["a", "b", "c"])
    let warned = DiagnosticCollector()
    warned.add(Diagnostic("hm", at: nil, severity: .warning))
    #expect(throws: Never.self) { try warned.throwErrors() }
  }
}

@Suite struct NearestTests {
  static let words: [(word: String, candidates: [String], nearest: String?)] = [
    ("anotations", ["labels", "annotations", "about"], "annotations"),
    ("STRCIT", ["STRICT", "DISABLE"], "STRICT"),
    ("strict", ["STRICT", "PERMISSIVE"], "STRICT"), ("prot", ["port", "path"], "port"), ("x", ["y"], "y"),
    ("image", ["metrics", "labels"], nil), ("", ["a"], "a"), ("abc", [], nil),
    ("healthy", ["up", "down", "unknown"], nil), ("mode", ["mode", "model"], "mode"),
  ]

  @Test(arguments: words) func theNearestIsSuggested(
    _ row: (word: String, candidates: [String], nearest: String?)
  ) {
    #expect(nearest(row.word, among: row.candidates) == row.nearest)
  }

  @Test func longWordsAreBounded() {
    let long = String(repeating: "a", count: 100_000)
    #expect(nearest(long, among: [long + "b"]) == long + "b")
  }
}
