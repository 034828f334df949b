/// Writes families as length-delimited protocol buffers, classic histograms and summaries among them.
///
/// Source: prometheus/client_model `io/prometheus/client/metrics.proto`.
public enum ProtobufWriter {
  /// The exposition of some families. Samples of a family that belong together become one metric.
  public static func bytes(of families: [MetricFamily]) -> [UInt8] {
    families.reduce(into: []) { bytes, family in
      let message = message(of: family)
      appendVarint(UInt64(message.count), to: &bytes)
      bytes += message
    }
  }

  private static func message(of family: MetricFamily) -> [UInt8] {
    let types: [MetricType?: UInt64] = [
      .counter: 0, .gauge: 1, .summary: 2, .histogram: 4, .gaugeHistogram: 5, .info: 1, .stateSet: 1,
    ]
    let type = types[family.type] ?? 3
    var bytes: [UInt8] = []
    append(1, Array(family.name.utf8), to: &bytes)
    if !family.help.isEmpty { append(2, Array(family.help.utf8), to: &bytes) }
    append(3, type, to: &bytes)
    for metric in metrics(of: family, type: type) { append(4, metric, to: &bytes) }
    if !family.unit.isEmpty { append(5, Array(family.unit.utf8), to: &bytes) }
    return bytes
  }

  private static func metrics(of family: MetricFamily, type: UInt64) -> [[UInt8]] {
    let fields: [UInt64: Int] = [0: 3, 1: 2, 3: 5]
    if let field = fields[type] {
      return family.samples.map { sample in
        var value: [UInt8] = []
        append(1, sample.value, to: &value)
        return metric(sample.labels, sample.timestampMilliseconds, field, value)
      }
    }
    let special = type == 2 ? "quantile" : "le"
    var order: [[LabelPair]] = []
    var groups: [[LabelPair]: [Sample]] = [:]
    for sample in family.samples {
      let labels = sample.labels.filter { $0.name != special }
      if groups[labels] == nil { order.append(labels) }
      groups[labels, default: []].append(sample)
    }
    return order.map { labels in
      let samples = groups[labels] ?? []
      let value = compound(samples, family.name, special)
      return metric(labels, samples.first?.timestampMilliseconds, type == 2 ? 4 : 7, value)
    }
  }

  /// A summary or a classic histogram.
  private static func compound(_ samples: [Sample], _ name: String, _ special: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for sample in samples {
      if sample.name == name + "_count" || sample.name == name + "_gcount" {
        append(1, count(sample.value), to: &bytes)
      } else if sample.name == name + "_sum" || sample.name == name + "_gsum" {
        append(2, sample.value, to: &bytes)
      } else if let text = sample[special], let bound = try? goFloat(text.utf8) {
        var part: [UInt8] = []
        if special == "le" {
          append(1, count(sample.value), to: &part)
          append(2, bound, to: &part)
        } else {
          append(1, bound, to: &part)
          append(2, sample.value, to: &part)
        }
        append(3, part, to: &bytes)
      }
    }
    return bytes
  }

  private static func count(_ value: Double) -> UInt64 { UInt64(exactly: value.rounded()) ?? 0 }

  private static func metric(
    _ labels: [LabelPair], _ timestamp: Int64?, _ field: Int, _ value: [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for label in labels {
      var pair: [UInt8] = []
      append(1, Array(label.name.utf8), to: &pair)
      append(2, Array(label.value.utf8), to: &pair)
      append(1, pair, to: &bytes)
    }
    append(field, value, to: &bytes)
    if let timestamp { append(6, UInt64(bitPattern: timestamp), to: &bytes) }
    return bytes
  }

  private static func append(_ field: Int, _ content: [UInt8], to bytes: inout [UInt8]) {
    appendVarint(UInt64(field) << 3 | 2, to: &bytes)
    appendVarint(UInt64(content.count), to: &bytes)
    bytes += content
  }

  private static func append(_ field: Int, _ number: UInt64, to bytes: inout [UInt8]) {
    appendVarint(UInt64(field) << 3, to: &bytes)
    appendVarint(number, to: &bytes)
  }

  private static func append(_ field: Int, _ number: Double, to bytes: inout [UInt8]) {
    appendVarint(UInt64(field) << 3 | 1, to: &bytes)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  private static func appendVarint(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
