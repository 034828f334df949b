import Exposition
import Testing

@Suite struct ProtobufTests {
  private func text(
    _ bytes: [UInt8], classic: Bool = false, dialect: ExpositionDialect = .latest
  ) throws -> String {
    let exposition = bytes.withUnsafeBytes {
      ProtobufExposition($0, keepsClassicHistograms: classic, dialect: dialect)
    }
    if let failure = exposition.failure { throw failure }
    return String(decoding: exposition.text, as: UTF8.self)
  }

  @Test func readsWhatItWrites() throws {
    let families = [
      MetricFamily(
        name: "requests_total", help: "Requests.", type: .counter,
        samples: [
          Sample(
            name: "requests_total", labels: [LabelPair("path", "/\"\n")], value: 3, timestampMilliseconds: 1500)
        ]),
      MetricFamily(name: "a.b", type: .gauge, samples: [Sample(name: "a.b", value: -0.5)]),
      MetricFamily(name: "u", samples: [Sample(name: "u", value: .infinity)]),
      MetricFamily(
        name: "s", type: .summary,
        samples: [
          Sample(name: "s", labels: [LabelPair("x", "1"), LabelPair("quantile", "0.5")], value: 7),
          Sample(name: "s_sum", labels: [LabelPair("x", "1")], value: 8),
          Sample(name: "s_count", labels: [LabelPair("x", "1")], value: 2),
        ]),
      MetricFamily(
        name: "h", type: .histogram,
        samples: [
          Sample(name: "h_bucket", labels: [LabelPair("le", "1")], value: 1),
          Sample(name: "h_bucket", labels: [LabelPair("le", "+Inf")], value: 2),
          Sample(name: "h_sum", value: 4), Sample(name: "h_count", value: 2),
        ]),
    ]
    #expect(
      try text(ProtobufWriter.bytes(of: families)) == """
        # HELP requests_total Requests.
        # TYPE requests_total counter
        requests_total{path="/\\"\\n"} 3 1500
        # TYPE "a.b" gauge
        {"a.b"} -0.5
        # TYPE u untyped
        u +Inf
        # TYPE s summary
        s_count{x="1"} 2
        s_sum{x="1"} 8
        s{x="1",quantile="0.5"} 7
        # TYPE h histogram
        h_count 2
        h_sum 4
        h_bucket{le="1.0"} 1
        h_bucket{le="+Inf"} 2

        """)
  }

  /// `name: "h" type: HISTOGRAM metric { histogram { … } }`, the histogram as raw fields.
  private func family(histogram: [UInt8]) -> [UInt8] {
    let metric: [UInt8] = [0x3A, UInt8(histogram.count)] + histogram
    let message: [UInt8] = [0x0A, 1, UInt8(ascii: "h"), 0x18, 4, 0x22, UInt8(metric.count)] + metric
    return [UInt8(message.count)] + message
  }

  /// Schema 0, spans (0, 2) and (1, 1), deltas 1, 1, -1 (packed), a zero bucket of 2 at 0.001; 6 values, sum 18.
  private var native: [UInt8] {
    func double(_ field: UInt8, _ value: Double) -> [UInt8] {
      [field << 3 | 1] + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    return [0x08, 6] + double(2, 18) + [0x28, 0] + double(6, 0.001) + [0x38, 2]
      + [0x62, 4, 0x08, 0, 0x10, 2] + [0x62, 4, 0x08, 2, 0x10, 1] + [0x6A, 3, 2, 2, 1]
  }

  @Test func errorsLieInside() {
    // A group of no known field, whose number of eight bytes is cut off.
    let bytes: [UInt8] = [2, 0x4B, 0x49]
    let failure = bytes.withUnsafeBytes { ProtobufExposition($0).failure }
    #expect(failure == ExpositionError("unexpected EOF", at: 3))
  }

  @Test func timesBefore1970AreTheirFirstMillisecond() throws {
    let sample = Sample(name: "a", value: 1, timestampMilliseconds: -5)
    let bytes = ProtobufWriter.bytes(of: [MetricFamily(name: "a", type: .gauge, samples: [sample])])
    #expect(try text(bytes) == "# TYPE a gauge\na 1 1\n")
  }

  /// One histogram of 300 labels and 500 buckets, and a gauge behind it.
  static let wide: [UInt8] = ProtobufWriter.bytes(of: [
    MetricFamily(
      name: "h", type: .histogram,
      samples: (0..<500).map { bucket in
        Sample(
          name: "h_bucket",
          labels: (0..<300).map { LabelPair("label_\($0)", "v") } + [LabelPair("le", "\(bucket)")], value: 1)
      }),
    MetricFamily(name: "b", type: .gauge, samples: [Sample(name: "b", value: 1)]),
  ])

  @Test(arguments: [(0, 504), (300, 504), (299, 1)])
  func beyondTheLabelLimitOnlyTheFirstSampleIsGiven(limit: Int, samples: Int) {
    let exposition = Self.wide.withUnsafeBytes { ProtobufExposition($0, labelLimit: limit) }
    let lines = exposition.text.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
    #expect(lines.count == samples)
    #expect(lines[0].starts(with: Array("h_count{".utf8)))
    #expect((exposition.failure != nil) == (samples == 1))
  }

  @Test func nativeHistograms() throws {
    let bytes = family(histogram: native)
    let exposition = bytes.withUnsafeBytes { ProtobufExposition($0) }
    #expect(String(decoding: exposition.text, as: UTF8.self) == "# TYPE h histogram\nh 6\n")
    let histogram = try #require(exposition.histograms[0])
    #expect((histogram.count, histogram.sum, histogram.zeroCount) == (6, 18, 2))
    #expect(histogram.positiveCounts == [1, 2, 1])
    #expect(
      histogram.buckets.map { [$0.lower, $0.upper, $0.count] } == [
        [-0.001, 0.001, 2], [0.5, 1, 1], [1, 2, 2], [4, 8, 1],
      ])
  }

  @Test func nativeAndClassic() throws {
    let bucket: [UInt8] = [0x1A, 11, 0x08, 5, 0x11, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    #expect(try text(family(histogram: native + bucket)) == "# TYPE h histogram\nh 6\n")
    #expect(
      try text(family(histogram: native + bucket), classic: true)
        == "# TYPE h histogram\nh 6\nh_count 6\nh_sum 18\nh_bucket{le=\"1.0\"} 5\nh_bucket{le=\"+Inf\"} 6\n")
  }

  @Test func boundsBySchema() {
    var histogram = NativeHistogram()
    histogram.schema = 2
    histogram.positiveSpans = [.init(offset: 4, length: 1)]
    histogram.positiveCounts = [1]
    histogram.negativeSpans = [.init(offset: -3, length: 1)]
    histogram.negativeCounts = [1]
    let bounds = histogram.buckets.map { [$0.lower, $0.upper] }
    #expect(bounds.count == 2)
    #expect(abs(bounds[0][1] + 0.5) < 1e-12 && abs(bounds[1][1] - 2) < 1e-12)
    histogram.schema = -1
    #expect(histogram.buckets.map(\.upper).last == 256)
  }

  @Test(
    arguments: [
      ([5, 0x0A], "clientpb: insufficient length of buffer, expected at least 6 bytes, got 2 bytes"),
      ([0x80], "clientpb: invalid varint encountered"),
      ([0x80, 0x80, 0x80, 0x80, 0x80, 0], "clientpb: invalid varint encountered"),
      ([1, 0x07], "proto: MetricFamily: illegal tag 0 (wire type 7)"),
      ([1, 0x0C], "proto: MetricFamily: wiretype end group for non-group"),
      ([2, 0x20, 0], "proto: wrong wireType = 0 for field Metric"),
      ([3, 0xA3, 0x01, 0xA4], "unexpected EOF"),
      ([1, 0x0F], "proto: wrong wireType = 7 for field Name"),
      ([4, 0x0A, 0, 0x22, 0], "invalid metric name: "),
      ([7, 0x0A, 1, 0x61, 0x18, 9, 0x22, 0], #"unknown metric type for metric "a": 9"#),
      ([8, 0x0A, 1, 0x61, 0x22, 0, 0x12, 1, 0xFF], "invalid help for metric \"a\": \u{FFFD}"),
      ([9, 0x0A, 1, 0x61, 0x22, 4, 0x0A, 2, 0x12, 0xFF], "unexpected EOF"),
      ([7, 0x0A, 1, 0x61, 0x22, 0, 0x2A, 1, 0x62], "unexpected EOF"),
    ] as [([UInt8], String)])
  func refuses(bytes: [UInt8], message: String) {
    let error = #expect(throws: ExpositionError.self) { try text(bytes) }
    #expect(error?.message == message)
  }

  @Test(arguments: [(2, 53, "protobufparse"), (3, 5, "clientpb")])
  func namesTheReader(major: Int, minor: Int, prefix: String) {
    let dialect = ExpositionDialect(major: major, minor: minor)
    let error = #expect(throws: ExpositionError.self) { try text([9, 0x0A], dialect: dialect) }
    #expect(
      error?.message == prefix + ": insufficient length of buffer, expected at least 10 bytes, got 2 bytes")
  }

  @Test func whatStandsBeforeAnErrorIsRead() {
    // `name: "a" type: GAUGE metric { gauge { value: 0 } } metric { label { name: "" } }`
    let bytes: [UInt8] = [15, 0x0A, 1, 0x61, 0x18, 1, 0x22, 2, 0x12, 0, 0x22, 4, 0x0A, 2, 0x0A, 0]
    let exposition = bytes.withUnsafeBytes { ProtobufExposition($0) }
    #expect(String(decoding: exposition.text, as: UTF8.self) == "# TYPE a gauge\na 0\n")
    #expect(exposition.failure?.message == "invalid label name: ")
  }

  @Test func survivesMutation() {
    var random = SplitMix(state: 11)
    let seed = family(histogram: native)
    for _ in 0..<5000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let exposition = bytes.withUnsafeBytes { ProtobufExposition($0) }
      #expect(exposition.histograms.values.allSatisfy { $0.buckets.count < 1000 })
    }
  }
}
