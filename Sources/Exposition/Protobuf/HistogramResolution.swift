/// How a histogram gets along with fewer buckets.
///
/// Source: prometheus/prometheus `model/histogram/generic.go`, `compactBuckets`, `reduceResolution`,
/// `scrape/target.go`, `bucketLimitAppender`, `scrape/scrape.go`, `pickSchema`, 3.5.0.
extension NativeHistogram {
  /// The schemas whose buckets grow by a factor.
  public static let exponentialSchemas: ClosedRange<Int32> = -4...8

  /// The number of buckets, the zero bucket not among them.
  public var bucketCount: Int { positiveCounts.count + negativeCounts.count }

  /// Leaves out the buckets that hold nothing.
  public mutating func compact() {
    setBuckets(
      positive: Self.indexed(positiveSpans, positiveCounts).filter { $0.1 != 0 },
      negative: Self.indexed(negativeSpans, negativeCounts).filter { $0.1 != 0 })
  }

  /// Joins buckets until the schema is no more than this.
  public mutating func reduceResolution(to schema: Int32) {
    guard Self.exponentialSchemas.contains(self.schema), schema < self.schema else { return }
    let shift = self.schema - schema
    func merged(_ buckets: [(Int, Double)]) -> [(Int, Double)] {
      var result: [(Int, Double)] = []
      for (index, count) in buckets {
        let target = ((index - 1) >> Int(shift)) + 1
        if result.last?.0 == target {
          result[result.count - 1].1 += count
        } else {
          result.append((target, count))
        }
      }
      return result
    }
    let positive = merged(Self.indexed(positiveSpans, positiveCounts))
    setBuckets(positive: positive, negative: merged(Self.indexed(negativeSpans, negativeCounts)))
    self.schema = schema
  }

  /// Joins buckets until there are no more than the limit; false if that cannot be done.
  public mutating func reduce(toBuckets limit: Int) -> Bool {
    while limitedCount > limit {
      guard Self.exponentialSchemas.contains(schema), schema > Self.exponentialSchemas.lowerBound else {
        return false
      }
      reduceResolution(to: schema - 1)
    }
    return true
  }

  /// The finest schema whose buckets grow by at least a factor, `native_histogram_min_bucket_factor`.
  public static func schema(growingBy factor: Double) -> Int32 {
    let factor = factor <= 1 ? 1.00271 : factor
    // The least schema that does not: 2^(2^-n) < factor.
    var schema = exponentialSchemas.upperBound
    while schema > exponentialSchemas.lowerBound, growth(of: schema) < factor { schema -= 1 }
    return schema
  }

  private static func growth(of schema: Int32) -> Double {
    var growth = 2.0
    for _ in 0..<max(0, schema) { growth = growth.squareRoot() }
    for _ in 0..<max(0, -schema) { growth *= growth }
    return growth
  }

  /// The number of buckets that counts against a limit: made of a classic histogram, up to two empty ones between
  /// others are kept.
  private var limitedCount: Int {
    guard isCustom, !isFloat else { return bucketCount }
    return positiveSpans.dropFirst().reduce(bucketCount) { $0 + ($1.offset <= 2 ? Int($1.offset) : 0) }
  }

  private mutating func setBuckets(positive: [(Int, Double)], negative: [(Int, Double)]) {
    (positiveSpans, positiveCounts) = Self.spans(of: positive)
    (negativeSpans, negativeCounts) = Self.spans(of: negative)
  }

  private static func spans(of buckets: [(Int, Double)]) -> ([Span], [Double]) {
    var spans: [Span] = []
    var next = 0
    for (index, _) in buckets {
      if spans.isEmpty || index != next {
        spans.append(Span(offset: Int32(truncatingIfNeeded: index - next), length: 0))
      }
      spans[spans.count - 1].length += 1
      next = index + 1
    }
    return (spans, buckets.map(\.1))
  }
}
