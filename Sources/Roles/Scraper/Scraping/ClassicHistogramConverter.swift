import Exposition
import PrometheusModel

/// Makes native histograms with buckets of their own out of the series of classic ones, as they are read.
///
/// Source: prometheus/prometheus `model/textparse/nhcbparse.go`, `util/convertnhcb/convertnhcb.go`, 3.5.0.
struct ClassicHistogramConverter {
  /// What a run of series came to.
  struct Converted {
    /// The name without suffix.
    var name: String
    /// The labels without `le`.
    var labels: [LabelPair]
    /// The time of the last sample that was read, which may be that of the next series.
    var timestampMilliseconds: Int64?
    /// The histogram.
    var histogram: NativeHistogram
  }

  private enum Phase {
    case idle
    case collecting
    /// A native histogram has come; its classic series are not made into another.
    case inhibiting
  }

  private var phase = Phase.idle
  private var family = ""
  private var type: MetricType?
  private var name = ""
  private var labels: [LabelPair] = []
  private var collected = CollectedBuckets()
  private var lastTime: Int64?
  private var hasCollected = false

  /// Whether a series of OpenMetrics is passed over: once there was a classic histogram, times of creation are.
  func skips(_ sample: Sample) -> Bool {
    hasCollected && sample.name.hasSuffix("_created")
      && (type == .counter || type == .histogram || type == .summary)
  }

  /// Takes `# TYPE`.
  mutating func declare(_ family: String, _ type: MetricType?) {
    self.family = family
    self.type = type
  }

  /// Takes a native histogram of these labels.
  mutating func inhibit(_ sample: Sample) {
    phase = .inhibiting
    (name, labels) = (sample.name, Self.withoutBound(sample.labels))
  }

  /// Takes a series. What was collected before it and does not go on with it comes out; `isTaken` if the series
  /// itself is part of a classic histogram.
  mutating func take(_ sample: Sample) -> (converted: Converted?, isTaken: Bool) {
    lastTime = sample.timestampMilliseconds
    var converted: Converted?
    if phase != .idle, isDifferent(sample) {
      converted = flush()
      phase = .idle
    }
    return (converted, phase == .inhibiting ? false : collect(sample))
  }

  /// What has been collected, if it can be converted.
  mutating func flush() -> Converted? {
    guard phase == .collecting else { return nil }
    phase = .idle
    defer { collected = CollectedBuckets() }
    return collected.histogram().map {
      Converted(name: name, labels: labels, timestampMilliseconds: lastTime, histogram: $0)
    }
  }

  private func isDifferent(_ sample: Sample) -> Bool {
    type != .histogram || Self.split(sample.name).base != name || Self.withoutBound(sample.labels) != labels
  }

  private mutating func collect(_ sample: Sample) -> Bool {
    let (base, suffix) = Self.split(sample.name)
    guard type == .histogram, base == family, let suffix else { return false }
    switch suffix {
    case "_bucket":
      guard let text = sample["le"], let bound = try? goFloat(text.utf8), !bound.isNaN else { return false }
      begin(base, sample)
      collected.add(sample.value, upTo: bound)
    case "_count":
      begin(base, sample)
      collected.setCount(sample.value)
    default:
      begin(base, sample)
      collected.setSum(sample.value)
    }
    return true
  }

  private mutating func begin(_ base: String, _ sample: Sample) {
    guard phase != .collecting else { return }
    phase = .collecting
    hasCollected = true
    (name, labels) = (base, Self.withoutBound(sample.labels))
  }

  private static func withoutBound(_ labels: [LabelPair]) -> [LabelPair] {
    labels.filter { $0.name != "le" && !$0.value.isEmpty }.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  private static func split(_ name: String) -> (base: String, suffix: String?) {
    for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
      return (String(name.dropLast(suffix.count)), suffix)
    }
    return (name, nil)
  }
}

/// The buckets of a classic histogram as they come, in any order.
private struct CollectedBuckets {
  private var buckets: [(bound: Double, count: Double)] = []
  private var count: Double?
  private var sum = 0.0
  private var isBroken = false

  mutating func add(_ count: Double, upTo bound: Double) {
    guard !isBroken, count >= 0 || count.isNaN else {
      isBroken = true
      return
    }
    let place = buckets.firstIndex { $0.bound >= bound } ?? buckets.endIndex
    // Of two buckets with one bound the first counts.
    if place < buckets.endIndex, buckets[place].bound == bound { return }
    if place > 0, count < buckets[place - 1].count { isBroken = true }
    if place < buckets.endIndex, count > buckets[place].count { isBroken = true }
    buckets.insert((bound, count), at: place)
  }

  mutating func setCount(_ count: Double) {
    if count < 0 { isBroken = true } else { self.count = count }
  }

  mutating func setSum(_ sum: Double) { self.sum = sum }

  /// The histogram; nil if the counts do not go together.
  func histogram() -> NativeHistogram? {
    let count = count ?? buckets.last?.count ?? 0
    var buckets = buckets
    if buckets.last?.bound != .infinity { buckets.append((.infinity, count)) }
    guard !isBroken, buckets.last?.count == count else { return nil }
    var histogram = NativeHistogram()
    histogram.schema = -53
    histogram.count = count
    histogram.sum = sum
    histogram.isFloat = buckets.contains { $0.count != $0.count.rounded() } || count != count.rounded()
    histogram.customBounds = buckets.dropLast().map(\.bound)
    histogram.positiveSpans = [.init(offset: 0, length: UInt32(buckets.count))]
    var below = 0.0
    for bucket in buckets {
      histogram.positiveCounts.append(bucket.count - below)
      below = bucket.count
    }
    return histogram
  }
}
