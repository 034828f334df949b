import Testing

@testable import Roles

@Suite("The body of an exposition")
struct ExpositionBodyTests {
  struct Growth: Sendable, CustomTestStringConvertible {
    let before: String
    let after: String
    var testDescription: String { before }
  }

  @Test(
    "Values grow, everything else stays",
    arguments: [
      Growth(before: "a 1\n", after: "a 7\n"),
      Growth(before: "a 1", after: "a 7"),
      Growth(before: "a{b=\"c\"} 1.5\n", after: "a{b=\"c\"} 7.5\n"),
      Growth(before: "a {b=\"c d\"}  1 1700000000000\n", after: "a {b=\"c d\"}  7 1700000000000\n"),
      Growth(before: "a{b=\"\\\"} 5\"} 1\n", after: "a{b=\"\\\"} 5\"} 7\n"),
      Growth(before: "{\"a b\", c=\"d\"} 1\n", after: "{\"a b\", c=\"d\"} 7\n"),
      Growth(
        before: "# TYPE a counter\na_total 1 # {t=\"1\"} 2\n",
        after: "# TYPE a counter\na_total 7 # {t=\"1\"} 2\n"),
      Growth(before: "a NaN\nb +Inf\nc 1e2\n", after: "a NaN\nb +Inf\nc 106\n"),
      Growth(before: "a -6\r\n", after: "a 0\r\n"),
      Growth(before: "not a sample\n\n<html>\n", after: "not a sample\n\n<html>\n"),
      Growth(before: "a{b=\"c\n1 2\n", after: "a{b=\"c\n1 8\n"),
      Growth(before: "", after: ""),
    ])
  func growth(_ example: Growth) {
    let body = ExpositionBody(example.before, increment: 3)
    #expect(
      String(decoding: body.bytes(afterIncrements: 0), as: UTF8.self)
        == example.before.replacing("1e2", with: "100"))
    #expect(String(decoding: body.bytes(afterIncrements: 2), as: UTF8.self) == example.after)
  }

  @Test("Without an increment the bytes are the scenario's, to the last blank")
  func constant() {
    let exposition = "a  1e2 \n\n# HELP a\tb\na 1"
    let body = ExpositionBody(exposition)
    #expect(body.isConstant)
    #expect(String(decoding: body.bytes(afterIncrements: 9), as: UTF8.self) == exposition)
  }

  @Test(
    "Generated series stand before the end of the exposition",
    arguments: [("a 1\n", ""), ("a 1", "\n"), ("", ""), ("a 1\n# EOF\n", ""), ("a 1\n# EOF", "")])
  func filler(exposition: String, gap: String) {
    let body = ExpositionBody(exposition, fillerSeries: 2)
    let text = String(decoding: body.bytes(afterIncrements: 0), as: UTF8.self)
    let end = exposition.contains("# EOF") ? "# EOF" + (exposition.hasSuffix("\n") ? "\n" : "") : ""
    #expect(
      text == exposition.dropLast(end.count) + gap
        + "# TYPE meshscrape_filler gauge\nmeshscrape_filler{n=\"0\"} 1\nmeshscrape_filler{n=\"1\"} 1\n" + end)
  }

  @Test(
    "Only an end on a line of its own makes OpenMetrics",
    arguments: [
      ("# EOF", true), ("a 1\n# EOF\n", true), ("a 1\n# EOF\n\n", true), ("a 1\n", false), ("a# EOF\n", false),
      ("# EOF\na 1\n", false), ("", false),
    ])
  func end(exposition: String, isOpenMetrics: Bool) {
    #expect(ExpositionBody(exposition).endsWithEOF == isOpenMetrics)
  }
}
