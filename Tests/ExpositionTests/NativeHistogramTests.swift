import Exposition
import Testing

/// The rows were observed on Prometheus 2.53.3 and 3.5.3 with `--enable-feature=native-histograms`.
@Suite struct NativeHistogramTests {
  private func histogram(
    schema: Int32 = 3, _ spans: [(Int32, UInt32)], _ counts: [Double], count: Double? = nil, sum: Double = 1
  ) -> NativeHistogram {
    var histogram = NativeHistogram()
    histogram.schema = schema
    histogram.positiveSpans = spans.map { .init(offset: $0.0, length: $0.1) }
    histogram.positiveCounts = counts
    histogram.count = count ?? counts.reduce(0, +)
    histogram.sum = sum
    return histogram
  }

  @Test(
    arguments: [
      (0, 8), (1, 8), (1.0027, 8), (1.003, 7), (1.09, 3), (1.1, 2), (1.5, 0), (2, 0), (2.1, -1), (4, -1),
      (16, -2),
      (65536, -4), (70000, -4),
    ] as [(Double, Int32)])
  func schemasByFactor(factor: Double, schema: Int32) {
    #expect(NativeHistogram.schema(growingBy: factor) == schema)
  }

  @Test func bucketsThatHoldNothingAreLeftOut() {
    var sparse = histogram([(0, 5)], [1, 0, 0, 2, 0])
    sparse.compact()
    #expect(sparse.positiveSpans == [.init(offset: 0, length: 1), .init(offset: 2, length: 1)])
    #expect(sparse.positiveCounts == [1, 2])
  }

  @Test func bucketsAreJoined() {
    var fine = histogram(schema: 1, [(-3, 6)], [1, 2, 3, 4, 5, 6])
    fine.reduceResolution(to: 0)
    #expect(fine.schema == 0)
    #expect(fine.positiveSpans == [.init(offset: -1, length: 3)])
    #expect(fine.positiveCounts == [3, 7, 11])
  }

  @Test(arguments: [(4, true, 3), (3, true, 2), (1, false, -4), (0, false, -4)] as [(Int, Bool, Int32)])
  func limitedBuckets(limit: Int, fits: Bool, schema: Int32) {
    var wide = histogram([(0, 2), (1, 2)], [1, 2, 1, 4])
    #expect(wide.reduce(toBuckets: limit) == fits)
    #expect(wide.schema == schema)
  }

  @Test func violations() {
    #expect(histogram([(0, 2)], [1, 2]).violation == nil)
    #expect(
      histogram([(0, 2)], [1, 2], count: 11).violation
        == "3 observations found in buckets, but the Count field is 11: "
        + "histogram's observation count should equal the number of observations found in the buckets "
        + "(in absence of NaN)")
    #expect(histogram([(0, 2)], [1, 2], count: 5, sum: .nan).violation == nil)
    #expect(
      histogram([(0, 3)], [1, 2]).violation
        == "positive side: spans need 3 buckets, have 2 buckets: "
        + "histogram spans specify different number of buckets than provided")
    #expect(
      histogram([(0, 1), (-2, 1)], [1, 2]).violation
        == "positive side: span number 2 with offset -2: histogram has a span whose offset is negative")
    #expect(
      histogram([(0, 2)], [1, -2]).violation
        == "positive side: bucket number 2 has observation count of -2: "
        + "histogram has a bucket whose observation count is negative")
  }

  @Test(
    arguments: [
      (3, 0, "0.9170040432046711", "1"), (3, 4, "1.2968395546510096", "1.414213562373095"),
      (8, 0, "0.9972960560854698", "1"), (8, 1, "1", "1.0027112750502025"), (1, 0, "0.7071067811865475", "1"),
      (-1, 1, "1", "4"), (-4, 0, "0.0000152587890625", "1"),
      (0, 1024, "8.98846567431158e+307", "1.7976931348623157e+308"),
      (0, 1025, "1.7976931348623157e+308", "+Inf"),
    ] as [(Int32, Int32, String, String)])
  func bounds(schema: Int32, index: Int32, lower: String, upper: String) {
    let bucket = histogram(schema: schema, [(index, 1)], [1]).buckets[0]
    #expect((apiFloatText(bucket.lower), apiFloatText(bucket.upper)) == (lower, upper))
  }

  @Test func bucketsWithBoundsOfTheirOwn() {
    var custom = histogram(schema: -53, [(0, 3)], [2, 1, 3])
    custom.customBounds = [1, 2.5]
    #expect(
      custom.buckets.map { [$0.lower, $0.upper, $0.count] } == [
        [-.infinity, 1, 2], [1, 2.5, 1], [2.5, .infinity, 3],
      ])
    #expect(custom.buckets.map(\.includesLower) == [true, false, false])
    #expect(custom.reduce(toBuckets: 2) == false)
  }
}
