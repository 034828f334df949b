import SourceText
import TestSupport
import Testing

@Suite struct DecodingTests {
  struct Sample: Decodable, Equatable {
    enum Colour: String, Decodable { case red, green }
    struct Part: Decodable, Equatable {
      var port: UInt16
      var weight: Double?
    }
    var name: String
    var isOn: Bool?
    var labels: [String: String]?
    var parts: [Part]?
    var colour: Colour?
  }

  @Test func valuesAreDecoded() throws {
    let text =
      "{name: a, isOn: yes, labels: {b: c}, parts: [{port: 80, weight: 1}], colour: red, other: 1}"
    let sample = try YAMLReader.document(text, file: "f").decode(Sample.self)
    let parts = [Sample.Part(port: 80, weight: 1)]
    #expect(sample == Sample(name: "a", isOn: true, labels: ["b": "c"], parts: parts, colour: .red))
    #expect(
      try YAMLReader.document("{name: a, isOn: null, parts: []}", file: "f").decode(Sample.self).isOn == nil)
  }

  static let errors: [(text: String, message: String)] = [
    ("{name: 1}", "f:1:8: `name` must be text, not the number 1; put it in quotes"),
    ("{name: a, isOn: \"yes\"}", "f:1:17: `isOn` must be true or false, not the text `yes`"),
    ("{name: a, labels: {b: true}}", "f:1:23: `labels.b` must be text, not the boolean true; put it in quotes"),
    (
      "{name: a, parts: [{port: 1}, {port: 70000}]}",
      "f:1:37: 70000 is out of range; it must be between 0 and 65535"
    ),
    ("{name: a, parts: [{port: x}]}", "f:1:26: `parts[0].port` must be an integer, not the text `x`"),
    ("{name: a, parts: {}}", "f:1:18: `parts` must be a list, not a mapping"),
    ("{name: a, parts: [{}]}", "f:1:19: `parts[0]` lacks the key `port`"),
    ("{}", "f:1:1: the key `name` is missing"), ("[]", "f:1:1: expected a mapping, not a list"),
  ]

  @Test(arguments: errors) func errorsPointAtTheNode(_ row: (text: String, message: String)) {
    let diagnostic = #expect(throws: Diagnostic.self) {
      try YAMLReader.document(row.text, file: "f").decode(Sample.self)
    }
    #expect(diagnostic?.description == row.message)
  }

  @Test func errorsOfTheTypesThemselvesPointAtTheNodeToo() {
    let diagnostic = #expect(throws: Diagnostic.self) {
      try YAMLReader.document("name: a\ncolour: blue\n", file: "f").decode(Sample.self)
    }
    #expect(diagnostic?.span?.start == Position(line: 2, column: 9))
  }
}

@Suite struct JSONReaderTests {
  static let values: [(json: String, node: YAMLNode)] = [
    ("null", .null), (" true ", true), ("-0.5e3", -500.0), ("[1,\n 2]", [1, 2]), ("{}", .mapping([])),
    ("{\"a\": \"1\", \"b\": [\"\"]}", .mapping([("a", "1"), ("b", [""])])),
    ("\"\\u00e9\\ud83d\\ude00\\/\\n\"", "é😀/\n"), ("\"\\ud83d\"", "\u{FFFD}"), ("\u{FEFF}[]", []),
  ]

  @Test(arguments: values) func valuesAreRead(_ row: (json: String, node: YAMLNode)) throws {
    let node = try JSONReader.node(row.json, file: "f")
    #expect(node.json() == row.node.json())
  }

  static let errors: [(json: String, message: String)] = [
    ("", "1:1: expected a value here, but the text ends"), ("{\"a\" 1}", "1:6: expected `:` here"),
    ("{\"a\":1,\n\"a\":2}", "2:1: duplicate key `a`"), ("[1,]", "1:4: expected a value here"),
    ("[\"é\", nul]", "1:7: `nul` is no value of JSON"), ("01", "1:1: `01` is no value of JSON"),
    ("1.", "1:1: `1.` is no value of JSON"), ("+1", "1:1: `+1` is no value of JSON"),
    ("0x10", "1:1: `0x10` is no value of JSON"), ("\"a", "1:1: the string that starts here has no end"),
    ("\"\\x\"", "1:2: JSON has no such escape"), ("\"\\u12", "1:2: `\\u` needs four digits"),
    ("[] []", "1:4: expected the end of the JSON text here"), ("{a: 1}", "1:2: expected a key in quotes here"),
    ("\"a\nb\"", "1:3: a control character inside a string"), ("yes", "1:1: `yes` is no value of JSON"),
  ]

  @Test(arguments: errors) func errorsPointAtTheirPlace(_ row: (json: String, message: String)) {
    let diagnostic = #expect(throws: Diagnostic.self) { try JSONReader.node(row.json, file: "f") }
    #expect(diagnostic?.description == "f:" + row.message)
  }

  @Test func depthIsBounded() {
    #expect(YAMLNode(json: String(repeating: "[", count: 100_000)) == nil)
    #expect(YAMLNode(json: String(repeating: "{\"a\":", count: 100_000)) == nil)
  }

  @Test func prettyTextReadsBackTheSame() throws {
    let node = YAMLNode.mapping([
      ("short", [1, 2]),
      ("nested", .mapping([("list", [.mapping([("a", "b")]), []]), ("empty", .mapping([]))])),
      ("text", "a\n\"b\""),
    ])
    #expect(YAMLNode(json: node.prettyJSON()) == node)
    #expect(node.prettyJSON().contains("\n  \"short\": [1, 2],\n"))
  }

  /// Damaged JSON and YAML: nothing may crash, and every error has a place in the text.
  @Test func damagedTextsAreRefusedOrRead() {
    let seed = Array(
      "{\"a\": [1, -2.5e3, \"\\u00e9\\n\"], \"b\": {\"c\": null}, 'd': &x |\n  y\n, *x: !!str 1}".utf8)
    var generator = SplitMix(state: 7)
    for _ in 0..<4000 {
      var bytes = seed
      for _ in 0..<(1 + generator.next() % 4) {
        let index = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: index)
        default: bytes.insert(seed[Int(generator.next() % UInt64(seed.count))], at: index)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      for read in [{ try JSONReader.node($0, file: "f") }, { try YAMLReader.document($0, file: "f") }] {
        do {
          #expect(YAMLNode(json: try read(text).json()) != nil)
        } catch {
          #expect((error as? Diagnostic)?.span?.start.line ?? 0 > 0, "\(error)")
        }
      }
    }
  }
}
