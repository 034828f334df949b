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
  /// The upper bounds of all buckets but the last, of a histogram with buckets of its own (schema -53).
  public var customBounds: [Double] = []
  /// Whether it came with counts that need not be whole.
  public var isFloat = false

  /// Makes an empty histogram.
  public init() {}

  /// Whether its buckets have bounds of their own.
  public var isCustom: Bool { schema == -53 }

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
        lower: bound(index - 1), upper: bound(index), includesLower: isCustom && index == 0,
        includesUpper: true, count: count)
    }
    return (negative + zero + positive).filter { $0.count != 0 }
  }

  /// The upper bound of a bucket of positive values: 2 to the power of the index over 2 to the power of the schema.
  private func bound(_ index: Int) -> Double {
    if isCustom {
      return index < 0 ? -.infinity : index < customBounds.count ? customBounds[index] : .infinity
    }
    // What is beyond the greatest number is that number; behind it comes infinity.
    if schema <= 0 {
      let exponent = index << min(Int(-schema), 32)
      return exponent == 1024 ? .greatestFiniteMagnitude : Self.scaled(1, by: exponent)
    }
    let schema = min(Int(schema), 8)
    let fraction = Self.fraction(schema, index & ((1 << schema) - 1))
    let exponent = index >> schema + 1
    return fraction == 0.5 && exponent == 1025 ? .greatestFiniteMagnitude : Self.scaled(fraction, by: exponent)
  }

  /// A bound between a half and one. Prometheus has them in a table, which these steps give up to schema 6; beyond,
  /// they may differ in the last digit.
  private static func fraction(_ schema: Int, _ index: Int) -> Double {
    var fraction = 0.5
    var root = 2.0
    for level in 1...schema {
      root.formSquareRoot()
      guard index >> (schema - level) & 1 == 1 else { continue }
      fraction *= level == 1 ? root.nextDown : root
    }
    return fraction
  }

  private static func scaled(_ number: Double, by exponent: Int) -> Double {
    Double(sign: .plus, exponent: min(max(exponent, -2000), 2000), significand: number)
  }

  static func indexed(_ spans: [Span], _ counts: [Double]) -> [(Int, Double)] {
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
