import SourceText
import TestSupport
import Testing

@Suite struct YAMLWriterTests {
  @Test func blocksAreReadable() {
    let node = YAMLNode.mapping([
      ("title", "A pod"), ("port", "8080"), ("number", 8080), ("empty", .mapping([])), ("none", []),
      ("metrics", "# TYPE a gauge\na 1\n"), ("list", [.mapping([("name", "x"), ("on", true)])]), ("yes", "no"),
    ])
    let expected = """
      title: A pod
      port: "8080"
      number: 8080
      empty: {}
      none: []
      metrics: |
        # TYPE a gauge
        a 1
      list:
      - name: x
        "on": true
      "yes": "no"

      """
    #expect(YAMLWriter.text(node) == expected)
  }

  static let texts = [
    "", " ", "\n", "a\n", "a\n\n", "\na", " a\nb", "a\n  b\n", "a \nb", "\ta\nb", "a\r\nb", "a\rb", "a: b",
    "- a", "#a",
    "a #b", "'", "\"", "\\", "{{ x }}", "[a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "?", "? a", ":",
    "a:", "<<",
    "=", "~", "null", "yes", "0x1", "1e3", "1_0", ".5", ".inf", "2001-01-01", "12:30", "12:30:45", "é", "☃\n☃",
    "😀",
    "\u{FEFF}a", "\u{85}", "\u{2028}x", "\u{7F}", "\u{1}", "\0", "a\tb", "\t", "---", "--- a", "...",
    "a\n---\nb\n", "a\n...\nb",
    "key: |\n  text\n", "# comment\nx", String(repeating: "word ", count: 200), "a\n\n\nb\n\n\n", "x\n ",
    "x\n \ny\n",
    "end with spaces  \n", "trailing tab\t\nx", "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}\nx", "\u{A0}",
    "\u{E000}\na",
  ]

  @Test(arguments: texts) func textsComeBack(_ text: String) throws {
    let node = YAMLNode.mapping([("outer", .mapping([("list", [.string(text)]), ("value", .string(text))]))])
    let written = YAMLWriter.text(node)
    #expect(try YAMLReader.document(written, file: "f") == node, "\(written)")
    #expect(try YAMLReader.document(YAMLWriter.text(.string(text)), file: "f") == .string(text))
    let key = YAMLNode.mapping([(text, 1)])
    #expect(try YAMLReader.document(YAMLWriter.text(key), file: "f") == key)
    #expect(YAMLNode(json: node.json()) == node)
  }

  /// Texts made of the characters that YAML gives a meaning to, from a seed.
  @Test func anyTextComesBack() throws {
    var generator = SplitMix(state: 42)
    let alphabet: [Unicode.Scalar] = Array(
      "ab01 \n\n\t:-#'\"|>{}[]&*!%@`,?~<=.\r\u{85}\u{2028}é☃\u{FEFF}\\".unicodeScalars)
    for _ in 0..<3000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int(generator.next() % 12) {
        text.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
      }
      let node = YAMLNode.mapping([("k", [.mapping([("v", .string(String(text)))])])])
      let written = YAMLWriter.text(node)
      #expect(
        try YAMLReader.document(written, file: "f") == node,
        "\(String(text).debugDescription) \(written.debugDescription)")
    }
  }

  @Test func documentsAreSeparated() throws {
    let documents: [YAMLNode] = [.mapping([("a", 1)]), ["b"]]
    let text = YAMLWriter.text(documents)
    #expect(text == "a: 1\n---\n- b\n")
    #expect(try YAMLReader.documents(text, file: "f") == documents)
  }
}
