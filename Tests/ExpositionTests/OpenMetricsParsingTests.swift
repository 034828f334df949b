import Exposition
import Testing

@Suite struct OpenMetricsParsingTests {
  @Test(arguments: cases) func parses(_ example: ParsingCase) {
    let result = example.run()
    #expect(result.error == example.error)
    #expect(result.samples == example.samples)
  }

  static let cases: [ParsingCase] = [
    .openMetrics("only the end", "# EOF\n"),
    .openMetrics("end without line break", "# EOF"),
    .openMetrics("a value", "a 1\n# EOF\n", "a 1"),
    .openMetrics("labels", "a{b=\"c\",d=\"e\"} 2.5\n# EOF", "a{b=\"c\",d=\"e\"} 2.5"),
    .openMetrics(
      "timestamps are seconds", "a 1 1520879607.789\nb 1 12\n# EOF\n", "a 1 @1520879607789", "b 1 @12000"),
    .openMetrics(
      "metadata",
      "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds x\na_seconds_total 1\n# EOF\n",
      "a_seconds_total 1"),
    .openMetrics(
      "all types",
      "# TYPE a gaugehistogram\n# TYPE b info\n# TYPE c stateset\n# TYPE d unknown\n# EOF\n"),
    .openMetrics("exemplar", "a_total 1 # {id=\"x\"} 0.5\n# EOF\n", #"a_total 1 # {id="x"} 0.5"#),
    .openMetrics(
      "exemplar with times", "a_total 1 2 # {id=\"x\",b=\"y\"} 0.5 1.5\n# EOF\n",
      #"a_total 1 @2000 # {id="x",b="y"} 0.5 @1500"#),
    .openMetrics("exemplar without labels", "a_total 1 # {} 0.5\n# EOF\n", "a_total 1 #  0.5"),
    .openMetrics("exemplar on a gauge", "a 1 # {id=\"x\"} 0.5\n# EOF\n", #"a 1 # {id="x"} 0.5"#),
    .openMetrics("quoted names", "{\"a.b\",\"c d\"=\"e\"} 1\n# EOF\n", "a.b{c d=\"e\"} 1"),
    .openMetrics("quoted exemplar label", "a 1 # {\"i d\"=\"x\"} 0.5\n# EOF\n", #"a 1 # {i d="x"} 0.5"#),
    .openMetrics("trailing comma from 2.51", "a{b=\"c\",} 1\n# EOF\n", "a{b=\"c\"} 1"),
    .openMetrics(
      "created is a series", "# TYPE a counter\na_total 1\na_created 1.5e9\n# EOF\n",
      "a_total 1", "a_created 1500000000"),

    .openMetrics("nothing", "", error: "data does not end with # EOF"),
    .openMetrics("no end", "a 1\n", "a 1", error: "data does not end with # EOF"),
    .openMetrics("no end in a line", "a 1", error: "data does not end with # EOF"),
    .openMetrics("junk after the end", "a 1\n# EOF\nb 1\n", "a 1", error: "unexpected data after # EOF"),
    .openMetrics("blank line after the end", "a 1\n# EOF\n\n", "a 1", error: "unexpected data after # EOF"),
    .openMetrics(
      "blank line", "a 1\n\n# EOF\n", "a 1",
      error: #"expected a valid start token, got "\n" ("INVALID") while parsing: "\n""#),
    .openMetrics(
      "ordinary comment", "# hello\n# EOF\n",
      error: ##"expected a valid start token, got "# h" ("INVALID") while parsing: "# h""##),
    .openMetrics(
      "two blanks before the value", "a  1\n# EOF\n",
      error: #"expected value after metric, got "  " ("INVALID") while parsing: "a  ""#),
    .openMetrics(
      "tab before the value", "a\t1\n# EOF\n",
      error: #"expected value after metric, got "\t" ("INVALID") while parsing: "a\t""#),
    .openMetrics(
      "blank in braces", "a{b=\"c\", d=\"e\"} 1\n# EOF\n",
      error: #"expected label name, got " " ("INVALID") while parsing: "a{b=\"c\", ""#),
    .openMetrics(
      "missing comma", "a{b=\"c\"d=\"e\"} 1\n# EOF\n",
      error: #"expected comma or brace close, got "d=" ("LNAME") while parsing: "a{b=\"c\"d=""#),
    .openMetrics(
      "missing comma in 2.42", "a{b=\"c\"d=\"e\"} 1\n# EOF\n", version: (2, 42),
      error: #"expected comma, got "LNAME""#),
    .openMetrics(
      "trailing comma in 2.50", "a{b=\"c\",} 1\n# EOF\n", version: (2, 50),
      error: #"expected label name, got "} " ("BCLOSE") while parsing: "a{b=\"c\",} ""#),
    .openMetrics(
      "blank before the line break", "a 1 \n# EOF\n", "a 1",
      error: #"expected a valid start token, got "\n#" ("LINEBREAK") while parsing: "\n#""#),
    .openMetrics(
      "blank before the line break in 2.50", "a 1 \n# EOF\n", version: (2, 50),
      error: #"expected timestamp or # symbol, got " \n" ("INVALID") while parsing: "a 1 \n""#),
    .openMetrics(
      "unit is no suffix", "# UNIT a_bytes seconds\n# EOF\n",
      error: #"unit "seconds" not a suffix of metric "a_bytes""#),
    .openMetrics(
      "unit without underscore", "# UNIT aseconds seconds\n# EOF\n",
      error: #"unit "seconds" not a suffix of metric "aseconds""#),
    .openMetrics(
      "unit in 2.42", "# UNIT a_bytes seconds\n# EOF\n", version: (2, 42),
      error: #"unit not a suffix of metric "a_bytes""#),
    .openMetrics("untyped", "# TYPE a untyped\n# EOF\n", error: #"invalid metric type "untyped""#),
    .openMetrics("metadata without text", "# TYPE a\n# EOF\n", error: "expected text in TYPE"),
    .openMetrics(
      "exemplar without value", "a 1 # {b=\"c\"}\n# EOF\n",
      error: ##"expected value after exemplar labels, got "\n" ("INVALID") while parsing: "a 1 # {b=\"c\"}\n""##
    ),
    .openMetrics(
      "exemplar on a gauge in 2.42", "a 1 # {id=\"x\"} 0.5\n# EOF\n", version: (2, 42),
      error: "metric name a does not support exemplars"),
    .openMetrics("infinite timestamp", "a 1 +Inf\n# EOF\n", error: "invalid timestamp +Inf"),
    .openMetrics(
      "HTML in 2.42", "<html>\n", version: (2, 42), error: #""INVALID" "<" is not a valid start token"#),
    .openMetrics(
      "line break in a value", "a{b=\"x\ny\"} 1\n# EOF\n",
      error: #"expected label value, got "\"x\n" ("INVALID") while parsing: "a{b=\"x\n""#),
  ]
}
