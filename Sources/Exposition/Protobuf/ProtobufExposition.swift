/// An exposition in protocol buffers, rewritten as text of the same meaning, line by line as Prometheus reads it.
///
/// Source: prometheus/prometheus `model/textparse/protobufparse.go`, 2.53.3, 3.5.0;
/// `prompb/io/prometheus/client/decoder.go`, 3.5.0.
public struct ProtobufExposition: Sendable {
  /// The text, in the format 1.0.0.
  public private(set) var text: [UInt8] = []
  /// The native histograms: by how many samples stand before theirs, whose value in the text is the count.
  public private(set) var histograms: [Int: NativeHistogram] = [:]
  /// What is wrong behind the text; nil if nothing is.
  public private(set) var failure: ExpositionError?

  private let keepsClassicHistograms: Bool
  private let dialect: ExpositionDialect
  private let labelLimit: Int
  private var sampleCount = 0

  /// Reads length-delimited families.
  ///
  /// `keepsClassicHistograms` gives the classic buckets of a histogram that is native, too
  /// (`always_scrape_classic_histograms`). `labelLimit` is how many labels a sample may have where one more fails the
  /// whole scrape, 0 for any number: of a metric with more only the first sample is given, and nothing behind it, as
  /// nobody would read on. A small message is a great text otherwise: every bucket repeats the labels.
  public init(
    _ bytes: UnsafeRawBufferPointer, keepsClassicHistograms: Bool = false, labelLimit: Int = 0,
    dialect: ExpositionDialect = .latest
  ) {
    self.labelLimit = labelLimit
    self.keepsClassicHistograms = keepsClassicHistograms
    self.dialect = dialect
    var position = 0
    do throws(ExpositionError) {
      while position < bytes.count {
        let family = try frame(bytes, from: position)
        position = family.upperBound
        try take(family, bytes)
      }
    } catch {
      failure = error
    }
  }

  /// A family's bytes, whose length stands before them.
  private func frame(_ bytes: UnsafeRawBufferPointer, from position: Int) throws(ExpositionError) -> Range<Int>
  {
    let prefix = dialect.streamsProtobuf ? "clientpb" : "protobufparse"
    let room = min(position + 10, bytes.count)
    var reader = WireReader(bytes, position..<room, .family)
    guard let length = try? reader.varint(), reader.position - position <= 5 else {
      throw ExpositionError("\(prefix): invalid varint encountered", at: position)
    }
    let end = reader.position + Int(length)
    guard end <= bytes.count else {
      throw ExpositionError(
        "\(prefix): insufficient length of buffer, expected at least \(end - position) bytes, "
          + "got \(bytes.count - position) bytes", at: position)
    }
    return reader.position..<end
  }

  private mutating func take(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(ExpositionError) {
    var header = FamilyHeader()
    var reader = WireReader(bytes, range, .family)
    while let (number, value) = try reader.next() {
      header.take(number, value)
      guard !dialect.streamsProtobuf, number == 4, case .bytes(let part) = value else { continue }
      _ = try MetricMessage(bytes, part).labels(bytes, legacyNames: nil)
    }
    // A family without metrics is passed over whatever it says.
    guard let first = header.metrics.first else { return }
    let message = try MetricMessage(bytes, first)
    var family = try header.family(bytes, at: range.lowerBound, legacyNames: !dialect.takesAnyNames)
    let failure = append(header.metrics, message, bytes, to: &family)
    var writer = ExpositionWriter(format: .text100)
    writer.append(family)
    text += writer.bytes
    if let failure { throw failure }
  }

  // MARK: Samples

  /// Adds the samples of a family up to an error.
  private mutating func append(
    _ metrics: [Range<Int>], _ first: MetricMessage, _ bytes: UnsafeRawBufferPointer,
    to family: inout MetricFamily
  ) -> ExpositionError? {
    let isHistogram = family.type == .histogram || family.type == .gaugeHistogram
    let firstIsNative = isHistogram && first.histogram?.isNative == true
    var isNative = firstIsNative
    do throws(ExpositionError) {
      for part in metrics {
        let metric = try MetricMessage(bytes, part)
        let labels = try metric.labels(bytes, legacyNames: !dialect.takesAnyNames)
        guard isHistogram else {
          try append(metric, labels, to: &family)
          continue
        }
        let histogram = metric.histogram ?? HistogramMessage()
        if isNative {
          histograms[sampleCount] = histogram.native
          add(family.name, labels, metric, histogram.native.count, to: &family)
          guard keepsClassicHistograms, !histogram.buckets.isEmpty else { continue }
        }
        try appendClassic(histogram, labels, metric, to: &family)
        // What follows classic buckets is as native as they were, or as the first of the family.
        isNative = dialect.streamsProtobuf ? histogram.isNative : firstIsNative
      }
      return nil
    } catch {
      return error
    }
  }

  private mutating func append(
    _ metric: MetricMessage, _ labels: [LabelPair], to family: inout MetricFamily
  ) throws(ExpositionError) {
    switch family.type {
    case .summary:
      let summary = metric.summary ?? SummaryMessage()
      add(family.name + "_count", labels, metric, summary.count, to: &family)
      try checkLimit(labels)
      add(family.name + "_sum", labels, metric, summary.sum, to: &family)
      for (quantile, value) in summary.quantiles {
        let label = LabelPair("quantile", openMetricsFloatText(quantile))
        add(family.name, labels + [label], metric, value, to: &family)
      }
    case .counter: add(family.name, labels, metric, metric.counter, exemplar: metric.exemplar, to: &family)
    case .gauge: add(family.name, labels, metric, metric.gauge, to: &family)
    default: add(family.name, labels, metric, metric.untyped, to: &family)
    }
  }

  private mutating func appendClassic(
    _ histogram: HistogramMessage, _ labels: [LabelPair], _ metric: MetricMessage, to family: inout MetricFamily
  ) throws(ExpositionError) {
    add(family.name + "_count", labels, metric, histogram.count, to: &family)
    try checkLimit(labels)
    add(family.name + "_sum", labels, metric, histogram.sum, to: &family)
    let name = family.name + "_bucket"
    for bucket in histogram.buckets {
      let label = LabelPair("le", openMetricsFloatText(bucket.bound))
      add(name, labels + [label], metric, bucket.count, exemplar: bucket.exemplar, to: &family)
      if bucket.bound == .infinity { return }
    }
    add(name, labels + [LabelPair("le", "+Inf")], metric, histogram.count, to: &family)
  }

  /// Ends the reading behind the first sample of a metric with too many labels. One without a value is none.
  private func checkLimit(_ labels: [LabelPair]) throws(ExpositionError) {
    guard labelLimit > 0, labels.count(where: { !$0.value.isEmpty }) > labelLimit else { return }
    throw ExpositionError("label_limit exceeded", at: 0)
  }

  private mutating func add(
    _ name: String, _ labels: [LabelPair], _ metric: MetricMessage, _ value: Double, exemplar: Exemplar? = nil,
    to family: inout MetricFamily
  ) {
    sampleCount += 1
    // Text has no sign for a time: one before 1970 becomes its first millisecond, which is as much out of bounds.
    family.samples.append(
      Sample(
        name: name, labels: labels, value: value,
        timestampMilliseconds: metric.timestampMilliseconds == 0 ? nil : max(1, metric.timestampMilliseconds),
        exemplar: exemplar))
  }
}
