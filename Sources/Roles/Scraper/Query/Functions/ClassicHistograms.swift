import Exposition
import PrometheusModel

/// Histograms whose buckets are series of their own, told apart by `le`.
///
/// Source: prometheus/prometheus `promql/functions.go`, `resetHistograms`, and `promql/quantile.go`, 2.53.3, 3.5.0.
struct ClassicHistograms {
  private var order: [Labels] = []
  private var buckets: [Labels: [HistogramBucket]] = [:]
  private let hasNative: Bool
  private let argument: Expression
  private let dialect: QueryDialect
  private let notes: QueryNotes

  /// Takes the histograms of a vector together.
  init(_ samples: [InstantSample], _ argument: Expression, _ dialect: QueryDialect, _ notes: QueryNotes) {
    self.argument = argument
    self.dialect = dialect
    self.notes = notes
    hasNative = samples.contains(where: \.isHistogram)
    for sample in samples where !sample.isHistogram {
      let text = sample.labels["le"] ?? ""
      guard let bound = try? goFloat(text.utf8) else {
        notes.warn(
          "bucket label \"le\" is missing or has a malformed value of \(goQuoted(text)) for metric name "
            + goQuoted(sample.labels[LabelName.metricName] ?? ""), at: argument)
        continue
      }
      var labels = sample.labels
      labels["le"] = nil
      if buckets[labels] == nil { order.append(labels) }
      buckets[labels, default: []].append(HistogramBucket(bound: bound, count: sample.value))
    }
  }

  /// The quantile of every histogram.
  func quantiles(_ quantile: Double, at expression: Expression) throws(QueryError) -> [InstantSample] {
    if hasNative { throw .unsupported("histogram_quantile over native histograms") }
    notes.warnOfQuantile(quantile, at: expression)
    return order.map { labels in
      let (value, isForced) = HistogramBucket.quantile(quantile, buckets[labels] ?? [])
      if isForced {
        let name = dialect.namesHistogramOfQuantile ? labels[LabelName.metricName] ?? "" : ""
        notes.inform(
          "input to histogram_quantile needed to be fixed for monotonicity (see "
            + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) "
            + "for metric name \(goQuoted(name))", at: argument)
      }
      return InstantSample(labels: labels.withoutMetadata(dialect), value: value)
    }
  }

  /// How much of every histogram lies between two values.
  func fractions(_ lower: Double, _ upper: Double) throws(QueryError) -> [InstantSample] {
    if hasNative { throw .unsupported("histogram_fraction over native histograms") }
    return order.map { labels in
      InstantSample(
        labels: labels.withoutMetadata(dialect),
        value: HistogramBucket.fraction(lower, upper, buckets[labels] ?? []))
    }
  }
}

/// A bucket: how many values there are up to its bound.
struct HistogramBucket {
  /// The upper bound.
  var bound: Double
  /// How many values are not above it.
  var count: Double

  /// In order, with those of one bound taken together; nil if the last is not infinite.
  private static func prepared(_ unsorted: [HistogramBucket]) -> [HistogramBucket]? {
    let sorted = unsorted.enumerated().sorted {
      ($0.element.bound, $0.offset) < ($1.element.bound, $1.offset)
    }.map(\.element)
    guard sorted.last?.bound == .infinity else { return nil }
    return sorted.reduce(into: []) { result, bucket in
      if let last = result.last, last.bound == bucket.bound {
        result[result.count - 1].count += bucket.count
      } else {
        result.append(bucket)
      }
    }
  }

  /// The value below which a part of the values lies, and whether counts that fell had to be lifted.
  ///
  /// Source: prometheus/prometheus `promql/quantile.go`, `BucketQuantile`, 3.5.0.
  static func quantile(_ quantile: Double, _ unsorted: [HistogramBucket]) -> (value: Double, isForced: Bool) {
    if quantile.isNaN { return (.nan, false) }
    if quantile < 0 { return (-.infinity, false) }
    if quantile > 1 { return (.infinity, false) }
    guard var buckets = prepared(unsorted) else { return (.nan, false) }
    let isForced = lift(&buckets)
    guard buckets.count >= 2, let all = buckets.last?.count, all != 0 else { return (.nan, false) }
    var rank = quantile * all
    let last = buckets.count - 1
    let index = firstIndex(below: last) { buckets[$0].count >= rank }
    if index == last { return (buckets[last - 1].bound, isForced) }
    if index == 0, buckets[0].bound <= 0 { return (buckets[0].bound, isForced) }
    var start = 0.0
    var count = buckets[index].count
    if index > 0 {
      start = buckets[index - 1].bound
      count -= buckets[index - 1].count
      rank -= buckets[index - 1].count
    }
    return (start + (buckets[index].bound - start) * (rank / count), isForced)
  }

  /// The first index that meets the condition, found as Go's `sort.Search` does.
  private static func firstIndex(below end: Int, _ condition: (Int) -> Bool) -> Int {
    var (low, high) = (0, end)
    while low < high {
      let middle = (low + high) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Counts may only grow: what is a little off is put right silently, what fell is lifted.
  private static func lift(_ buckets: inout [HistogramBucket]) -> Bool {
    var isForced = false
    var before = buckets[0].count
    for index in buckets.indices.dropFirst() {
      let count = buckets[index].count
      if count == before { continue }
      if isAlmostEqual(before, count) {
        buckets[index].count = before
      } else if count < before {
        buckets[index].count = before
        isForced = true
      } else {
        before = count
      }
    }
    return isForced
  }

  /// Source: prometheus/prometheus `util/almost/almost.go`, `Equal`, 3.5.0, with a tolerance of 1e-12.
  private static func isAlmostEqual(_ left: Double, _ right: Double) -> Bool {
    if left.isNaN, right.isNaN { return true }
    if left == right { return true }
    let sum = abs(left) + abs(right)
    let difference = abs(left - right)
    if left == 0 || right == 0 || sum < .leastNormalMagnitude {
      return difference < 1e-12 * .leastNormalMagnitude
    }
    return difference / min(sum, .greatestFiniteMagnitude) < 1e-12
  }

  /// How much of the values lies between two.
  ///
  /// Source: prometheus/prometheus `promql/quantile.go`, `BucketFraction`, 3.5.0.
  static func fraction(_ lower: Double, _ upper: Double, _ unsorted: [HistogramBucket]) -> Double {
    guard let buckets = prepared(unsorted), let all = buckets.last?.count else { return .nan }
    if all == 0 || lower.isNaN || upper.isNaN { return .nan }
    if lower >= upper { return 0 }
    var rank = 0.0
    var below: Double?
    var upTo: Double?
    var start = -Double.infinity
    for bucket in buckets {
      let (from, share) = (start, bucket.count - rank)
      func interpolated(_ value: Double) -> Double { rank + share * (value - from) / (bucket.bound - from) }
      if below == nil, start >= lower { below = rank }
      if upTo == nil, start >= upper { upTo = rank }
      if below != nil, upTo != nil { break }
      if below == nil, start < lower, bucket.bound > lower { below = interpolated(lower) }
      if upTo == nil, start < upper, bucket.bound > upper { upTo = interpolated(upper) }
      if below != nil, upTo != nil { break }
      (rank, start) = (bucket.count, bucket.bound)
    }
    let (low, high) = (min(below ?? all, all), min(upTo ?? all, all))
    return (high - low) / all
  }
}
