import Exposition
import Testing

@Suite struct TextParsingTests {
  @Test(arguments: cases) func parses(_ example: ParsingCase) {
    let result = example.run()
    #expect(result.error == example.error)
    #expect(result.samples == example.samples)
  }

  static let cases: [ParsingCase] = [
    .text("nothing", ""),
    .text("blank lines", "\n\n  \n\t\n"),
    .text("a value", "a 1\n", "a 1"),
    .text("no final line break", "a 1", "a 1"),
    .text("labels", "a{b=\"c\",d=\"e\"} 2.5\n", "a{b=\"c\",d=\"e\"} 2.5"),
    .text("trailing comma", "a{b=\"c\",} 1\n", "a{b=\"c\"} 1"),
    .text("missing comma", "a{b=\"c\"d=\"e\"} 1\n", "a{b=\"c\",d=\"e\"} 1"),
    .text("blanks everywhere", "a { b = \"c\" , d = \"e\" }\t1\t2 \n", "a{b=\"c\",d=\"e\"} 1 @2"),
    .text("no labels", "a{} 1\n", "a 1"),
    .text("timestamp", "a 1 1395066363000\n", "a 1 @1395066363000"),
    .text("escapes", #"a{b="x\\y\"z\n\t"} 1"#, #"a{b="x\\y\"z\n\\t"} 1"#),
    .text("line break in value", "a{b=\"x\ny\"} 1\n", "a{b=\"x\\ny\"} 1"),
    .text("UTF-8 value", "a{b=\"Füße\"} 1\n", "a{b=\"Füße\"} 1"),
    .text("special values", "a NaN\nb +Inf\nc -inf\nd Infinity\n", "a NaN", "b +Inf", "c -Inf", "d +Inf"),
    .text("exponents", "a 1e3\nb 1.5E-3\nc .5\nd 5.\n", "a 1000", "b 0.0015", "c 0.5", "d 5"),
    .text(
      "many digits", "a 0.12345678901234567\nb 123456789012345678901\n", "a 0.12345678901234566",
      "b 123456789012345680000"),
    .text("comments", "# a comment\n#another\n# HELP a b\n# TYPE a counter\n# TYPES a\n# HELPa\na 1\n", "a 1"),
    .text("metadata without text", "# HELP a\n# HELP b \n# HELP c   \na 1\n", "a 1"),
    .text("duplicates are not the parser's business", "a 1\na 2\n", "a 1", "a 2"),
    .text("leading blank becomes part of the name", " a 1\n", " a 1"),
    .text("NUL ends the input", "a 1\n\0b 2\n", "a 1"),
    .text("NUL in a value", "a{b=\"x\0y\"} 1\n", "a{b=\"x\\x00y\"} 1"),
    ParsingCase(
      title: "text: an escaped byte that is no UTF-8",
      input: Array("a{b=\"\\".utf8) + [0xA3] + Array("\"} 1\n".utf8),
      error: #"invalid UTF-8 label value: "\"\\\xa3\"""#),
    .text("colon in name", "a:b:c 1\n", "a:b:c 1"),
    .text("quoted name", "{\"a.b\"} 1\n", "a.b 1"),
    .text("quoted name and label", "{\"a.b\",\"c.d\"=\"e\",f=\"g\"} 1\n", "a.b{c.d=\"e\",f=\"g\"} 1"),
    .text("quoted label only", "a{\"c.d\"=\"e\"} 1\n", "a{c.d=\"e\"} 1"),
    .text("quoted type", "# TYPE \"a.b\" counter\n{\"a.b\"} 1\n", "a.b 1"),
    .text("le is canonical from 3.0", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\n", "h_bucket{le=\"1.0\"} 1"),
    .text(
      "quantile is canonical from 3.0", "# TYPE s summary\ns{quantile=\"0.50\"} 1\n", "s{quantile=\"0.5\"} 1"),
    .text(
      "le as written in 2.x", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\n", "h_bucket{le=\"1\"} 1",
      version: (2, 53)),
    .text("bare word as a name before 3.11", "{foo} 1\n", "o 1", version: (3, 5)),

    .text(
      "HTML", "<!DOCTYPE html>\n",
      error: #"expected a valid start token, got "<" ("INVALID") while parsing: "<""#),
    .text("HTML in 2.42", "<html>\n", version: (2, 42), error: #""INVALID" is not a valid start token"#),
    .text("JSON", "{\"a\": 1}\n", error: #"expected equal, got ":" ("INVALID") while parsing: "{\"a\":""#),
    .text(
      "JSON object over lines", "{\n",
      error: "expected label name, got \"\\n\" (\"INVALID\") while parsing: \"{\\n\""),
    .text(
      "prose", "this is text\n",
      error: #"strconv.ParseFloat: parsing "is": invalid syntax while parsing: "this is""#),
    .text(
      "prose in 2.42", "this is text\n", version: (2, 42),
      error: #"strconv.ParseFloat: parsing "is": invalid syntax"#),
    .text(
      "what came before an error is read", "a 1\n?\n", "a 1",
      error: #"expected a valid start token, got "?" ("INVALID") while parsing: "?""#),
    .text(
      "number first", "1a 1\n", error: #"expected a valid start token, got "1" ("INVALID") while parsing: "1""#),
    .text("no value", "a\n", error: #"expected value after metric, got "\n" ("INVALID") while parsing: "a\n""#),
    .text(
      "no value, labels", "a{b=\"c\"}\n",
      error: #"expected value after metric, got "\n" ("INVALID") while parsing: "a{b=\"c\"}\n""#),
    .text(
      "unclosed brace", "a{b=\"c\" 1\n",
      error: #"expected label name, got "1" ("INVALID") while parsing: "a{b=\"c\" 1""#),
    .text(
      "unclosed quote", "a{b=\"c 1\n",
      error: "expected label value, got \"\\\"c 1\\n\\n\" (\"INVALID\") while parsing: \"a{b=\\\"c 1\\n\\n\""),
    .text("no equal", "a{b} 1\n", error: #"expected equal, got "} " ("BCLOSE") while parsing: "a{b} ""#),
    .text(
      "no quotes", "a{b=c} 1\n", error: #"expected label value, got "c" ("INVALID") while parsing: "a{b=c""#),
    .text(
      "colon in label name", "a{b:c=\"d\"} 1\n",
      error: #"expected equal, got ":" ("INVALID") while parsing: "a{b:""#),
    .text(
      "label name begins with a digit", "a{1b=\"d\"} 1\n",
      error: #"expected label name, got "1" ("INVALID") while parsing: "a{1""#),
    .text(
      "two commas", "a{b=\"c\",,} 1\n",
      error: #"expected label name, got ",}" ("COMMA") while parsing: "a{b=\"c\",,}""#),
    .text(
      "underscore in number", "a 1_000\n", error: #"unsupported character in float while parsing: "a 1_000""#),
    .text("hexadecimal", "a 0x1p-2\n", error: #"unsupported character in float while parsing: "a 0x1p-2""#),
    .text(
      "hexadecimal without exponent", "a 0x1\n",
      error: #"strconv.ParseFloat: parsing "0x1": invalid syntax while parsing: "a 0x1""#),
    .text(
      "too great", "a 1e999\n",
      error: #"strconv.ParseFloat: parsing "1e999": value out of range while parsing: "a 1e999""#),
    .text(
      "negative timestamp", "a 1 -5\n",
      error: #"expected timestamp or new record, got "-" ("INVALID") while parsing: "a 1 -""#),
    .text(
      "decimal timestamp", "a 1 1.5\n",
      error: #"expected next entry after timestamp, got "." ("INVALID") while parsing: "a 1 1.""#),
    .text(
      "great timestamp", "a 1 99999999999999999999\n",
      error:
        #"strconv.ParseInt: parsing "99999999999999999999": value out of range while parsing: "a 1 99999999999999999999""#
    ),
    .text(
      "exemplar in text", "a 1 # {b=\"c\"} 1\n",
      error: ##"expected timestamp or new record, got "#" ("INVALID") while parsing: "a 1 #""##),
    .text(
      "third number", "a 1 2 3\n",
      error: #"expected next entry after timestamp, got "3\n" ("TIMESTAMP") while parsing: "a 1 2 3\n""#),
    .text("unknown type", "# TYPE a info\n", error: #"invalid metric type "info""#),
    .text("two blanks before the type", "# TYPE a  counter\n", error: #"invalid metric type " counter""#),
    .text(
      "carriage returns", "a 1\r\n",
      error: #"strconv.ParseFloat: parsing "1\r": invalid syntax while parsing: "a 1\r""#),
    .text(
      "metadata without name", "# HELP \n",
      error: "expected metric name after HELP, got \"\\n\" (\"INVALID\") while parsing: \"# HELP \\n\""),
    .text("two names", "a{\"b\"} 1\n", error: #"metric name already set while parsing: "a{\"b\"}""#),
    .text("no name", "{b=\"c\"} 1\n", error: #"metric name not set while parsing: "{b=\"c\"} 1""#),
    .text(
      "braces first in 2.50", "{\"b\"} 1\n", version: (2, 50),
      error: #"expected a valid start token, got "{" ("INVALID") while parsing: "{""#),
    .text(
      "quoted label in 2.50", "a{\"b\"=\"c\"} 1\n", version: (2, 50),
      error: #"expected label name, got "\"" ("INVALID") while parsing: "a{\"""#),
  ]

  @Test func refusesWhatIsNotUTF8() {
    let value = ParsingCase(title: "", input: Array("a{b=\"".utf8) + [0xFF] + Array("\"} 1\n".utf8)).run()
    #expect(value.error == #"invalid UTF-8 label value: "\"\xff\"""#)
    let help = ParsingCase(title: "", input: Array("# HELP a ".utf8) + [0xFF, 0x0A]).run()
    #expect(help.error == #"help text "\xff" is not a valid utf8 string"#)
    let early = ParsingCase(
      title: "", input: Array("# HELP a ".utf8) + [0xFF, 0x0A], dialect: ExpositionDialect(major: 2, minor: 42)
    ).run()
    #expect(early.error == "help text is not a valid utf8 string")
  }

  @Test func knowsWhereAnErrorIs() throws {
    let input = Array("a 1\nb{c=d} 1\n".utf8)
    let error = #expect(throws: ExpositionError.self) { try MetricFamily.parse(input) }
    let position = try #require(error).position(in: input)
    #expect(position == (2, 5))
  }
}
