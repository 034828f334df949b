/// A histogram whose buckets have no bounds of their own: they grow by a factor that the schema gives.
///
/// Source: prometheus/prometheus `model/histogram/float_histogram.go`, 3.5.0.
public struct NativeHistogram: Hashable, Sendable, Codable {
  /// A stretch of buckets that follow one another.
  public struct Span: Hashable, Sendable, Codable {
    /// How many buckets lie between the end of the last span and this one.
    public var offset: Int32
    /// How many buckets it has.
    public var length: UInt32

    /// Makes a span.
    public init(offset: Int32, length: UInt32) {
      self.offset = offset
      self.length = length
    }
  }

  /// The resolution: buckets grow by 2 to the power of 2 to the power of minus this.
  public var schema: Int32 = 0
  /// Values nearer to zero count as zero.
  public var zeroThreshold = 0.0
  /// How many values count as zero.
  public var zeroCount = 0.0
  /// How many values there are.
  public var count = 0.0
  /// The sum of all values.
  public var sum = 0.0
  /// Where the buckets of positive values are.
  public var positiveSpans: [Span] = []
  /// How many values each of them holds.
  public var positiveCounts: [Double] = []
  /// Where the buckets of negative values are.
  public var negativeSpans: [Span] = []
  /// How many values each of them holds.
  public var negativeCounts: [Double] = []

  /// Makes an empty histogram.
  public init() {}

  /// A bucket with its bounds.
  public struct Bucket: Hashable, Sendable {
    /// The lower bound.
    public var lower: Double
    /// The upper bound.
    public var upper: Double
    /// Whether the lower bound belongs to it.
    public var includesLower: Bool
    /// Whether the upper bound belongs to it.
    public var includesUpper: Bool
    /// How many values it holds.
    public var count: Double
  }

  /// All buckets that hold something, from the least bound to the greatest.
  ///
  /// Source: prometheus/prometheus `model/histogram/generic.go`, `getBound`, and `AllBucketIterator`, 3.5.0.
  public var buckets: [Bucket] {
    let negative = Self.indexed(negativeSpans, negativeCounts).reversed().map { index, count in
      Bucket(
        lower: -bound(index), upper: -bound(index - 1), includesLower: true, includesUpper: false, count: count)
    }
    let zero =
      zeroCount == 0
      ? []
      : [
        Bucket(
          lower: -zeroThreshold, upper: zeroThreshold, includesLower: true, includesUpper: true,
          count: zeroCount)
      ]
    let positive = Self.indexed(positiveSpans, positiveCounts).map { index, count in
      Bucket(
        lower: bound(index - 1), upper: bound(index), includesLower: false, includesUpper: true, count: count)
    }
    return (negative + zero + positive).filter { $0.count != 0 }
  }

  /// The upper bound of a bucket of positive values: 2 to the power of the index over 2 to the power of the schema.
  private func bound(_ index: Int) -> Double {
    if schema <= 0 { return Self.powerOfTwo(Double(index) * Self.powerOfTwo(Double(-Int(schema)))) }
    let perOctave = Int(1) << min(Int(schema), 8)
    let octave = index >= 0 ? index / perOctave : (index - perOctave + 1) / perOctave
    var root = 2.0
    for _ in 0..<min(Int(schema), 8) { root = root.squareRoot() }
    var fraction = 1.0
    for _ in 0..<(index - octave * perOctave) { fraction *= root }
    return fraction * Self.powerOfTwo(Double(octave))
  }

  private static func powerOfTwo(_ exponent: Double) -> Double {
    // Nothing times infinity, from a schema that nobody has.
    if exponent.isNaN { return 1 }
    if exponent > 1024 { return .infinity }
    if exponent < -1075 { return 0 }
    return Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }

  private static func indexed(_ spans: [Span], _ counts: [Double]) -> [(Int, Double)] {
    var result: [(Int, Double)] = []
    var index = 0
    var next = 0
    for span in spans {
      index += Int(span.offset)
      for _ in 0..<span.length {
        guard next < counts.count else { return result }
        result.append((index, counts[next]))
        index += 1
        next += 1
      }
    }
    return result
  }
}
