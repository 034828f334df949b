import SourceText
import TestSupport
import Testing

/// Places inside of scalars: the text that is looked for, and where it stands in the file.
@Suite struct LocatingTests {
  static let places: [(name: String, marked: String, wanted: String)] = [
    ("plain", "v: abc 1️⃣def2️⃣ ghi\n", "def"), ("double quotes", "v: \"abc 1️⃣def2️⃣\"\n", "def"),
    ("behind an escape", "v: \"a\\tb\\\" 1️⃣def2️⃣\"\n", "def"), ("single quotes", "v: 'it''s 1️⃣def2️⃣'\n", "def"),
    ("literal block", "v: |\n  one\n  two 1️⃣def2️⃣\n", "def"),
    ("deep literal block", "a:\n  v: |-\n\n      1️⃣def2️⃣ x\n", "def"),
    ("behind wide characters", "v: é日 1️⃣def2️⃣\n", "def"), ("in a flow mapping", "{v: ab 1️⃣def2️⃣, w: 1}\n", "def"),
  ]

  @Test(arguments: places) func textInsideOfScalarsIsFound(
    _ row: (name: String, marked: String, wanted: String)
  )
    throws
  {
    let marked = MarkedText(row.marked)
    var node = try YAMLReader.document(marked.text, file: "f")
    node = try #require(node["v"] ?? node["a"]?["v"])
    let text = Array(try #require(node.text).unicodeScalars)
    let wanted = Array(row.wanted.unicodeScalars)
    let offset = try #require(
      (0...(text.count - wanted.count)).first { Array(text[$0..<$0 + wanted.count]) == wanted })
    let span = node.span(at: offset, length: wanted.count, in: marked.text)
    #expect("\(span.start) \(span.end)" == "\(marked["1️⃣"]) \(marked["2️⃣"])")
  }

  static let whole = ["v: >\n  folded def\n", "v: a\n  def\n", "v: \"a\\x41 def\"\n", "v: &x def\n"]

  @Test(arguments: whole) func whereThePlaceIsUnsureItIsTheWhole(_ text: String) throws {
    let node = try #require(try YAMLReader.document(text, file: "f")["v"])
    #expect(node.span(at: 3, in: text) == node.span)
  }

  @Test func offsetsBeyondTheTextDoNoHarm() throws {
    let text = "v: abc"
    let node = try #require(try YAMLReader.document(text, file: "f")["v"])
    for offset in [-1, 3, 4, 100] { #expect(node.span(at: offset, in: text).start.line == 1) }
    #expect(node.span(at: 0, in: "") == node.span)
  }

  @Test func linesAreThoseOfLibyaml() {
    let text = "\u{FEFF}one\r\ntwo\rthree\u{2028}four\u{85}five\n"
    #expect((1...7).map { SourceLines.line($0, of: text) } == ["one", "two", "three", "four", "five", "", nil])
    #expect(SourceLines.position(ofUTF8Offset: 8, in: text) == Position(line: 2, column: 1))
  }
}
