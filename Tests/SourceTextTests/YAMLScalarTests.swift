import SourceText
import Testing

@Suite struct YAMLScalarTests {
  /// Plain scalars and the JSON that Kubernetes makes of them.
  ///
  /// Source: go-yaml/yaml `resolve.go` and `decode_test.go`, v2.
  static let plain: [(yaml: String, json: String)] = [
    ("yes", "true"), ("Off", "false"), ("y", "true"), ("N", "false"), ("TRUE", "true"), ("tRUE", "\"tRUE\""),
    ("~", "null"), ("", "null"), ("Null", "null"), ("nULL", "\"nULL\""),
    ("8080", "8080"), ("-1", "-1"), ("+12", "12"), ("010", "8"), ("0o10", "8"), ("0x1F", "31"), ("0b101", "5"),
    ("089", "89"), ("1_000", "1000"), ("18446744073709551615", "18446744073709551615"),
    ("1.30", "1.3"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5e-3", "0.0015"),
    ("685.230_15e+03", "685230.15"),
    (".inf", "\".inf\""), ("-.INF", "\"-.INF\""), (".NaN", "\".NaN\""),
    ("1.30.3", "\"1.30.3\""), ("190:20:30", "\"190:20:30\""), ("2001-01-01", "\"2001-01-01\""),
    ("0x", "\"0x\""),
    ("1.2.3.4", "\"1.2.3.4\""), ("e3", "\"e3\""), ("-", "[null]"), (".", "\".\""), ("+", "\"+\""),
    ("_1", "\"_1\""),
    ("\"8080\"", "\"8080\""), ("'yes'", "\"yes\""), ("\"\"", "\"\""), ("!!str 8080", "\"8080\""),
    ("!!int \"8080\"", "8080"),
    ("'a\"b\\c'", "\"a\\\"b\\\\c\""), ("\"\\t\\x01é\"", "\"\\t\\u0001é\""),
    ("{a: 1, on: [x]}", "{\"a\":1,\"on\":[\"x\"]}"),
  ]

  @Test(arguments: plain) func plainScalarsHaveTheirTypes(_ row: (yaml: String, json: String)) throws {
    #expect(try YAMLReader.document(row.yaml, file: "f").json() == row.json)
  }

  @Test func meaningDecidesOnEquality() throws {
    #expect(try YAMLReader.document("a", file: "f") == "a")
    #expect(try YAMLReader.document("\"a\"", file: "f") == "a")
    #expect(try YAMLReader.document("1", file: "f") == 1)
    #expect(try YAMLReader.document("\"1\"", file: "f") != 1)
  }

  @Test func accessorsAreStrict() {
    let text: YAMLNode = "8080"
    #expect((text.int, text.double, text.bool, text.string, text.text) == (nil, nil, nil, "8080", "8080"))
    let number: YAMLNode = 8080
    #expect(
      (number.int, number.double, number.bool, number.string, number.text) == (8080, 8080, nil, "8080", nil))
    #expect(YAMLNode.null.string == nil && YAMLNode.null.text == nil && YAMLNode.null.isNull)
    #expect(YAMLNode.double(1.5).int == nil && YAMLNode.double(2).int == nil)
    #expect(YAMLNode.double(.infinity).double == .infinity && YAMLNode.double(.nan).double?.isNaN == true)
  }

  @Test func subscriptsSetAppendAndRemove() {
    var node = YAMLNode.mapping([("a", 1), ("b", 2)])
    node["b"] = 3
    node["c"] = "x"
    node["a"] = nil
    node["z"] = nil
    #expect(node == .mapping([("b", 3), ("c", "x")]))
  }

  @Test func overlaysMergeDeeply() {
    let base = YAMLNode.mapping([
      ("mesh", .mapping([("mtls", "PERMISSIVE"), ("version", "1.30")])), ("tags", ["a"]), ("gone", 1),
    ])
    let overlay = YAMLNode.mapping([
      ("mesh", .mapping([("mtls", "STRICT"), ("config", .mapping([("x", 1), ("y", .null)]))])), ("tags", ["b"]),
      ("gone", .null), ("never", .null), ("new", 2),
    ])
    let expected = YAMLNode.mapping([
      ("mesh", .mapping([("mtls", "STRICT"), ("version", "1.30"), ("config", .mapping([("x", 1)]))])),
      ("tags", ["b"]), ("new", 2),
    ])
    #expect(base.merged(with: overlay) == expected)
  }
}
