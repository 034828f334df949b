import Testing

@testable import PrometheusModel

/// Selectors, checked against promql/parser of Prometheus 3.5.3.
@Suite struct SelectorTests {
  @Test(arguments: accepted)
  func parses(_ text: String, _ printed: String) throws {
    let selector = try SeriesSelector(parsing: text)
    #expect(selector.description == printed)
    #expect(try SeriesSelector(parsing: printed).description == printed)
  }

  static let accepted: [(String, String)] = [
    ("up", "up"), ("  up  ", "up"), ("up{}", "up"), ("up{ }", "up"), ("a:b:c", "a:b:c"), (":a", ":a"),
    (#"up{job="app"}"#, #"up{job="app"}"#), (#"up{job="app",}"#, #"up{job="app"}"#),
    (#"up{z="1", a != '2', m=~"x.*", n!~`y`}"#, #"up{a!="2",m=~"x.*",n!~"y",z="1"}"#),
    (#"{"odd.name"}"#, #"{__name__="odd.name"}"#), (#"{"odd.name", a="b"}"#, #"{__name__="odd.name",a="b"}"#),
    (#"{"odd.label"="x", "up"}"#, #"{"odd.label"="x",__name__="up"}"#),
    (#"{__name__="up"}"#, #"{__name__="up"}"#),
    (#"{a=~".+"}"#, #"{a=~".+"}"#), (#"{a!=""}"#, #"{a!=""}"#), ("sum", "sum"), ("by{}", "by"),
    ("start", "start"),
    (#"up{a="\x41\u00e9\t\"\\"}"#, #"up{a="Aé\t\"\\"}"#), (#"up{a='"'}"#, #"up{a="\""}"#),
    (#"up{a=`\n`}"#, #"up{a="\\n"}"#), ("up # remark", "up"), ("up{a=\"b\" # remark\n}", #"up{a="b"}"#),
    (#"up{on="x"}"#, #"up{on="x"}"#), (#"up{"é"="x"}"#, #"up{"é"="x"}"#), (#"up{a=""}"#, #"up{a=""}"#),
  ]

  @Test(arguments: refused)
  func refuses(_ text: String, _ message: String, _ offset: Int) {
    let error = #expect(throws: SelectorError.self) { try SeriesSelector(parsing: text) }
    #expect(error?.message == message)
    #expect(error?.offset == offset)
  }

  static let refused: [(String, String, Int)] = [
    ("", "no expression found in input", 0),
    ("{}", "vector selector must contain at least one non-empty matcher", 0),
    (#"{a=""}"#, "vector selector must contain at least one non-empty matcher", 0),
    (#"{a=~".*"}"#, "vector selector must contain at least one non-empty matcher", 0),
    ("up{", "unexpected end of input inside braces", 3), ("up}", "unexpected character: '}'", 2),
    (#"up{a}"#, #"unexpected "}" in label matching, expected label matching operator"#, 4),
    (#"up{a=}"#, #"unexpected "}" in label matching, expected string"#, 5),
    (#"up{a=b}"#, #"unexpected identifier "b" in label matching, expected string"#, 5),
    (#"up{,}"#, #"unexpected "," in label matching, expected identifier or "}""#, 3),
    (#"up{a="b" c="d"}"#, #"unexpected identifier "c" in label matching, expected "," or "}""#, 9),
    (#"up{a="b"}}"#, "unexpected character: '}'", 9),
    (#"up{a="b}"#, "unterminated quoted string", 5), ("up{a=`b}", "unterminated raw string", 5),
    (#"up{a="\q"}"#, "unknown escape sequence U+0071 'q'", 5),
    (#"up{a="\x4"}"#, "illegal character U+0022 '\"' in escape sequence", 5),
    (#"up{a:b="c"}"#, "unexpected character inside braces: ':'", 4),
    ("up{a!b}", "unexpected character after '!' inside braces: 'b'", 4),
    (#"up{a=~"("}"#, "error parsing regexp: missing closing ): `(`", 3),
    (#"up{a=~"a)|(b"}"#, "error parsing regexp: unexpected ): `a)|(b`", 3),
    (#"up{__name__="x"}"#, #"metric name must not be set twice: "up" or "x""#, 0),
    (#"up{"x"}"#, #"metric name must not be set twice: "up" or "x""#, 0),
    ("up[5m]", #"unexpected "[": only a series selector can stand here"#, 2),
    ("rate(up[5m])", #"unexpected "(": only a series selector can stand here"#, 4),
    ("up offset 5m", #"unexpected identifier "offset": only a series selector can stand here"#, 3),
    ("up == 1", "unexpected <op:==>: only a series selector can stand here", 3),
    ("é", "unexpected character: 'é'", 0),
    ("5", #"unexpected number "5""#, 0), ("inf", #"unexpected number "inf""#, 0),
    ("on{}", "unexpected <on>", 0),
  ]

  @Test func namesLineAndColumnInBytes() {
    let error = #expect(throws: SelectorError.self) { try SeriesSelector(parsing: "up{\n\"é\"=}") }
    #expect(error?.description == #"2:6: parse error: unexpected "}" in label matching, expected string"#)
    #expect(error?.offset == 8)
  }

  @Test(arguments: matches)
  func selects(_ text: String, _ isSelected: Bool) throws {
    let labels: Labels = ["__name__": "up", "job": "app", "code": "503", "text": "a\nb"]
    #expect(try SeriesSelector(parsing: text).matches(labels) == isSelected)
  }

  static let matches: [(String, Bool)] = [
    ("up", true), ("down", false), (#"up{job="app"}"#, true), (#"up{job="ap"}"#, false),
    (#"up{job!="x"}"#, true),
    (#"up{none=""}"#, true), (#"up{none!=""}"#, false), (#"up{code=~"5.."}"#, true),
    (#"up{code=~"5."}"#, false),
    (#"up{code!~"4.."}"#, true), (#"up{none=~".*"}"#, true), (#"up{none=~".+"}"#, false),
    (#"{job=~"a|app"}"#, true),
    (#"up{text=~"a.b"}"#, true), (#"{__name__=~"u."}"#, true), (#"{"up"}"#, true),
  ]

  @Test func makesSelectorsOfParts() throws {
    #expect(SeriesSelector(name: "up").description == "up")
    #expect(SeriesSelector(name: "a.b").description == #"{__name__="a.b"}"#)
    let matcher = try LabelMatcher(name: "job", operation: .equal, value: "x")
    #expect(SeriesSelector(name: nil, matchers: [matcher]).description == #"{job="x"}"#)
    #expect(try SeriesSelector(parsing: #"{"a.b"}"#).name == "a.b")
    #expect(try SeriesSelector(parsing: #"{a="b"}"#).name == nil)
  }
}
