import Exposition

extension Subject {
  /// Length-delimited protocol buffers.
  static let protobuf = Subject(
    name: "protobuf", about: "delimited protocol buffers: what is read is a text that parses",
    seeds: protobufSeeds,
    words: ["\u{0A}", "\u{12}", "\u{1A}", "\u{22}", "\u{01}", "\u{3A}", "\0", "\u{7F}", "le", "a_b"],
    memoryPerByte: 3000,
    check: { input in
      var choice = Choice(input)
      let keepsClassic = choice.pick([false, true])
      let dialect = choice.pick([ExpositionDialect.latest, ExpositionDialect(major: 2, minor: 53)])
      let exposition = ProtobufExposition(choice.rest, keepsClassicHistograms: keepsClassic, dialect: dialect)
      if let failure = exposition.failure, failure.offset > choice.rest.count {
        return "an error behind the end: \(failure.offset)"
      }
      var samples = 0
      let problem: String? = exposition.text.withUnsafeBytes { text in
        var parser = ExpositionParser(text, format: .text100)
        do throws(ExpositionError) {
          while let entry = try parser.next() { if entry == .series { samples += 1 } }
          return nil
        } catch {
          // No text can hold a zero byte in a name; the scrape fails by it.
          return text.contains(0) ? nil : "its text is refused: \(error)"
        }
      }
      for (index, histogram) in exposition.histograms {
        _ = (histogram.buckets, histogram.violation)
        if problem == nil, index >= samples, !exposition.text.contains(0) {
          return "a histogram for sample \(index) of \(samples)"
        }
      }
      return problem
    })

  private static let protobufSeeds: [[UInt8]] = {
    let text = """
      # HELP a some help
      # TYPE a counter
      a{b="c",d="é"} 17
      # TYPE g gauge
      g{x="y"} 1.5 1234
      # TYPE h histogram
      h_bucket{le="0.5",x="y"} 1
      h_bucket{le="+Inf",x="y"} 2
      h_sum{x="y"} 3
      h_count{x="y"} 2
      # TYPE s summary
      s{quantile="0.5"} 1
      s_sum 3
      s_count 2
      u 1

      """
    let families = (try? MetricFamily.parse(Array(text.utf8))) ?? []
    // By hand: a native histogram with schema 3, spans, deltas and an exemplar's time.
    let native: [UInt8] = [
      0x28, 0x0A, 0x01, 0x6E, 0x18, 0x04, 0x22, 0x21, 0x3A, 0x1F,  // family n, HISTOGRAM, metric, histogram
      0x08, 0x06, 0x11, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x28, 0x06, 0x38, 0x01,  // count, sum, schema, zero count
      0x62, 0x04, 0x08, 0x02, 0x10, 0x02, 0x6A, 0x02, 0x04, 0x01,  // a positive span, its deltas
      0x4A, 0x02, 0x10, 0x01, 0x50, 0x02,  // a negative span, its delta
    ]
    return [[0] + ProtobufWriter.bytes(of: families), [1] + native]
      + families.map { [1] + ProtobufWriter.bytes(of: [$0]) }
  }()
}
