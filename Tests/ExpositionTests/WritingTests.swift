import Exposition
import Testing

@Suite struct WritingTests {
  static let families = [
    MetricFamily(
      name: "requests_total", help: "All \"requests\"\nso far \\", type: .counter,
      samples: [
        Sample(
          name: "requests_total", labels: [LabelPair("path", "/a\"b\\c\n")], value: 3,
          timestampMilliseconds: 1500,
          exemplar: Exemplar(labels: [LabelPair("id", "x")], value: 0.5))
      ]),
    MetricFamily(
      name: "a.b", type: .unknown, samples: [Sample(name: "a.b", labels: [LabelPair("c d", "e")], value: 1e9)]),
    MetricFamily(
      name: "up", samples: [Sample(name: "up", value: .nan), Sample(name: "up", value: -.infinity)]),
  ]

  @Test func text() {
    #expect(
      String(decoding: ExpositionWriter.bytes(of: Self.families), as: UTF8.self) == """
        # HELP requests_total All "requests"\\nso far \\\\
        # TYPE requests_total counter
        requests_total{path="/a\\"b\\\\c\\n"} 3 1500
        # TYPE "a.b" untyped
        {"a.b","c d"="e"} 1e+09
        up NaN
        up -Inf

        """)
  }

  @Test func openMetrics() {
    #expect(
      String(decoding: ExpositionWriter.bytes(of: Self.families, format: .openMetrics100), as: UTF8.self) == """
        # HELP requests All \\"requests\\"\\nso far \\\\
        # TYPE requests counter
        requests_total{path="/a\\"b\\\\c\\n"} 3.0 1.5 # {id="x"} 0.5
        # TYPE "a.b" unknown
        {"a.b","c d"="e"} 1e+09
        up NaN
        up -Inf
        # EOF

        """)
  }

  @Test(arguments: [ExpositionFormat.text004, .openMetrics100])
  func readsBackWhatItWrites(format: ExpositionFormat) throws {
    let families = Array(Self.families.dropLast())
    let read = try MetricFamily.parse(ExpositionWriter.bytes(of: families, format: format), format: format)
    #expect(read.map(\.help) == families.map(\.help))
    #expect(read.map(\.type) == families.map(\.type))
    #expect(read.flatMap(\.samples).map(\.labels) == families.flatMap(\.samples).map(\.labels))
    #expect(read.flatMap(\.samples).map(\.timestampMilliseconds) == [1500, nil])
  }

  @Test(arguments: [
    (0, "0", "0", "0.0"), (-0.0, "-0", "-0", "0.0"), (1, "1", "1", "1.0"),
    (123456, "123456", "123456", "123456.0"),
    (1_000_000, "1e+06", "1000000", "1e+06"), (1_234_567.5, "1.2345675e+06", "1234567.5", "1.2345675e+06"),
    (0.0001, "0.0001", "0.0001", "0.0001"), (0.00001, "1e-05", "0.00001", "1e-05"),
    (1e-7, "1e-07", "1e-07", "1e-07"),
    (1e21, "1e+21", "1e+21", "1e+21"), (1e20, "1e+20", "100000000000000000000", "1e+20"),
    (5e-324, "5e-324", "5e-324", "5e-324"), (.infinity, "+Inf", "+Inf", "+Inf"), (.nan, "NaN", "NaN", "NaN"),
    (0.1, "0.1", "0.1", "0.1"), (-2.5, "-2.5", "-2.5", "-2.5"),
    (1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308", "1.7976931348623157e+308"),
  ])
  func numbers(value: Double, text: String, api: String, openMetrics: String) {
    #expect(goFloatText(value) == text)
    #expect(apiFloatText(value) == api)
    #expect(openMetricsFloatText(value) == openMetrics)
  }

  @Test func integersInFull() {
    var writer = ExpositionWriter()
    writer.writesIntegersInFull = true
    writer.append(MetricFamily(name: "a", samples: [Sample(name: "a", value: 12_345_678)]))
    #expect(writer.finish() == Array("a 12345678\n".utf8))
  }

  @Test func concatenation() {
    var parts = Concatenation()
    for part in ["a 1\n", "b 2", "", "\n", "# TYPE c counter\nc_total 1\n# EOF\n", "# EOF", "d 4\n# EOF\n\n"] {
      parts.append(part.utf8)
    }
    let text = "a 1\nb 2\n# TYPE c counter\nc_total 1\nd 4\n"
    #expect(String(decoding: parts.finished(as: .text004), as: UTF8.self) == text)
    #expect(String(decoding: parts.finished(as: .openMetrics001), as: UTF8.self) == text + "# EOF\n")
  }

  @Test(arguments: [
    ("a", "\"a\""), ("a\"\\\n", #""a\"\\\n""#), ("é", "\"é\""), ("\u{1}\u{7F}", #""\x01\x7f""#),
    ("\u{200B}\u{E000}", #""\u200b\ue000""#), ("\u{F0000}", #""\U000f0000""#),
  ])
  func quoting(text: String, quoted: String) { #expect(goQuoted(text) == quoted) }

  @Test func families() throws {
    let read = try MetricFamily.parse(
      Array(
        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 2\nh_count 1\nother 1\n# HELP h2 x\nh2 1\n".utf8))
    #expect(read.map(\.name) == ["h", "other", "h2"])
    #expect(read[0].samples.count == 3)
    #expect(read[2].help == "x")
  }
}
