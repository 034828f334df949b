/// An exposition in protocol buffers, rewritten as text of the same meaning, line by line as Prometheus reads it.
///
/// Source: prometheus/prometheus `model/textparse/protobufparse.go`, 2.53.3, 3.5.0.
public struct ProtobufExposition: Sendable {
  /// The text, in the format 1.0.0.
  public private(set) var text: [UInt8] = []
  /// The native histograms: by how many samples stand before theirs, whose value in the text is the count.
  public private(set) var histograms: [Int: NativeHistogram] = [:]

  private let keepsClassicHistograms: Bool
  private var sampleCount = 0

  /// Reads length-delimited families.
  ///
  /// `keepsClassicHistograms` gives the classic buckets of a histogram that is native, too
  /// (`always_scrape_classic_histograms`).
  public init(
    _ bytes: UnsafeRawBufferPointer, keepsClassicHistograms: Bool = false
  ) throws(ExpositionError) {
    self.keepsClassicHistograms = keepsClassicHistograms
    var reader = WireReader(bytes, 0..<bytes.count)
    while reader.position < bytes.count { try take(try reader.block(), bytes) }
  }

  private mutating func take(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(ExpositionError) {
    var family = MetricFamily(name: "")
    var type: UInt64 = 0
    var metrics: [Range<Int>] = []
    var reader = WireReader(bytes, range)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, .bytes(let part)): family.name = String(decoding: bytes[part], as: UTF8.self)
      case (2, .bytes(let part)):
        guard isUTF8(bytes, part) else {
          throw ExpositionError(
            "invalid help for metric \(goQuoted(family.name)): \(String(decoding: bytes[part], as: UTF8.self))",
            at: part.lowerBound)
        }
        family.help = String(decoding: bytes[part], as: UTF8.self)
      case (3, _): type = value.number
      case (4, .bytes(let part)): metrics.append(part)
      case (5, .bytes(let part)): family.unit = String(decoding: bytes[part], as: UTF8.self)
      default: continue
      }
    }
    // A family without metrics is passed over whatever it says.
    if metrics.isEmpty { return }
    if family.name.isEmpty { throw ExpositionError("invalid metric name: ", at: range.lowerBound) }
    guard let known = Self.type(type) else {
      throw ExpositionError(
        "unknown metric type for metric \(goQuoted(family.name)): \(type)", at: range.lowerBound)
    }
    family.type = known
    try checkUnit(of: family, at: range.lowerBound)
    for metric in metrics { append(try MetricMessage(bytes, metric), to: &family) }
    var writer = ExpositionWriter(format: .text100)
    writer.append(family)
    text += writer.bytes
  }

  private static func type(_ number: UInt64) -> MetricType? {
    switch number {
    case 0: .counter
    case 1: .gauge
    case 2: .summary
    case 3: .unknown
    case 4: .histogram
    case 5: .gaugeHistogram
    default: nil
    }
  }

  private func checkUnit(of family: MetricFamily, at offset: Int) throws(ExpositionError) {
    if family.unit.isEmpty { return }
    let isCounter = family.type == .counter && family.name.hasSuffix("_total")
    let stem = isCounter ? String(family.name.dropLast("_total".count)) : family.name
    guard stem.hasSuffix("_" + family.unit) else {
      throw ExpositionError(
        "unit \(goQuoted(family.unit)) not a suffix of \(isCounter ? "counter" : "metric") \(goQuoted(family.name))",
        at: offset)
    }
  }

  // MARK: Samples

  private mutating func append(_ metric: MetricMessage, to family: inout MetricFamily) {
    if let histogram = metric.histogram, family.type == .histogram || family.type == .gaugeHistogram {
      if histogram.isNative {
        histograms[sampleCount] = histogram.native
        add(family.name, metric, histogram.count, to: &family)
        guard keepsClassicHistograms, !histogram.buckets.isEmpty else { return }
      }
      appendClassic(histogram, metric, to: &family)
    } else if let summary = metric.summary, family.type == .summary {
      add(family.name + "_count", metric, summary.count, to: &family)
      add(family.name + "_sum", metric, summary.sum, to: &family)
      for (quantile, value) in summary.quantiles {
        add(family.name, metric, value, LabelPair("quantile", openMetricsFloatText(quantile)), to: &family)
      }
    } else {
      add(family.name, metric, metric.value, exemplar: metric.exemplar, to: &family)
    }
  }

  private mutating func appendClassic(
    _ histogram: HistogramMessage, _ metric: MetricMessage, to family: inout MetricFamily
  ) {
    add(family.name + "_count", metric, histogram.count, to: &family)
    add(family.name + "_sum", metric, histogram.sum, to: &family)
    let name = family.name + "_bucket"
    for bucket in histogram.buckets {
      let label = LabelPair("le", openMetricsFloatText(bucket.bound))
      add(name, metric, bucket.count, label, exemplar: bucket.exemplar, to: &family)
      if bucket.bound == .infinity { return }
    }
    add(name, metric, histogram.count, LabelPair("le", "+Inf"), to: &family)
  }

  private mutating func add(
    _ name: String, _ metric: MetricMessage, _ value: Double, _ label: LabelPair? = nil,
    exemplar: Exemplar? = nil, to family: inout MetricFamily
  ) {
    sampleCount += 1
    family.samples.append(
      Sample(
        name: name, labels: metric.labels + (label.map { [$0] } ?? []), value: value,
        timestampMilliseconds: metric.timestampMilliseconds == 0 ? nil : metric.timestampMilliseconds,
        exemplar: exemplar))
  }
}
