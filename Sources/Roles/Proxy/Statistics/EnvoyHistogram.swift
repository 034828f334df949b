/// A histogram with Envoy's default buckets.
///
/// Source: envoyproxy/envoy `source/common/stats/histogram_impl.cc`, `ConstSupportedBuckets`, 1.40.
struct EnvoyHistogram: Sendable {
  /// The upper bounds.
  static let bounds: [Double] = [
    0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
    3_600_000,
  ]

  private(set) var buckets = [Int](repeating: 0, count: bounds.count)
  private(set) var count = 0
  private(set) var sum = 0.0

  mutating func record(_ value: Int) {
    count += 1
    sum += Double(value)
    for (index, bound) in Self.bounds.enumerated() where Double(value) <= bound { buckets[index] += 1 }
  }
}
