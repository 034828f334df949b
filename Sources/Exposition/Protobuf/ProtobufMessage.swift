/// A message of the metric format: what its fields are called, and how they travel.
///
/// Source: prometheus/prometheus `prompb/io/prometheus/client/metrics.proto`, 3.5.0.
enum ProtobufMessage: String {
  case family = "MetricFamily"
  case metric = "Metric"
  case label = "LabelPair"
  case gauge = "Gauge"
  case counter = "Counter"
  case quantile = "Quantile"
  case summary = "Summary"
  case untyped = "Untyped"
  case histogram = "Histogram"
  case bucket = "Bucket"
  case span = "BucketSpan"
  case exemplar = "Exemplar"
  case timestamp = "Timestamp"

  /// A field's name, and the wire types that it may have.
  typealias Field = (name: String, wireTypes: [UInt64])

  /// The field of a number, nil if there is none: it is passed over.
  func field(_ number: Int) -> Field? {
    switch self {
    case .family:
      Self.pick(number, [1: "Name", 2: "Help", 4: "Metric", 5: "Unit"], 2) ?? Self.pick(number, [3: "Type"], 0)
    case .metric:
      Self.pick(number, [1: "Label", 2: "Gauge", 3: "Counter", 4: "Summary", 5: "Untyped", 7: "Histogram"], 2)
        ?? Self.pick(number, [6: "TimestampMs"], 0)
    case .label: Self.pick(number, [1: "Name", 2: "Value"], 2)
    case .gauge, .untyped: Self.pick(number, [1: "Value"], 1)
    case .counter:
      Self.pick(number, [2: "Exemplar", 3: "CreatedTimestamp"], 2) ?? Self.pick(number, [1: "Value"], 1)
    case .quantile: Self.pick(number, [1: "Quantile", 2: "Value"], 1)
    case .summary:
      Self.pick(number, [3: "Quantile", 4: "CreatedTimestamp"], 2) ?? Self.pick(number, [1: "SampleCount"], 0)
        ?? Self.pick(number, [2: "SampleSum"], 1)
    case .histogram: Self.histogramField(number)
    case .bucket:
      Self.pick(number, [3: "Exemplar"], 2) ?? Self.pick(number, [1: "CumulativeCount"], 0)
        ?? Self.pick(number, [2: "UpperBound", 4: "CumulativeCountFloat"], 1)
    case .span: Self.pick(number, [1: "Offset", 2: "Length"], 0)
    case .exemplar: Self.pick(number, [1: "Label", 3: "Timestamp"], 2) ?? Self.pick(number, [2: "Value"], 1)
    case .timestamp: Self.pick(number, [1: "Seconds", 2: "Nanos"], 0)
    }
  }

  private static func pick(_ number: Int, _ names: [Int: String], _ wireTypes: UInt64...) -> Field? {
    names[number].map { ($0, wireTypes) }
  }

  private static func histogramField(_ number: Int) -> Field? {
    pick(number, [1: "SampleCount", 5: "Schema", 7: "ZeroCount"], 0)
      ?? pick(number, [2: "SampleSum", 4: "SampleCountFloat", 6: "ZeroThreshold", 8: "ZeroCountFloat"], 1)
      ?? pick(
        number,
        [3: "Bucket", 9: "NegativeSpan", 12: "PositiveSpan", 15: "CreatedTimestamp", 16: "Exemplars"], 2)
      // A repeated number may be packed.
      ?? pick(number, [10: "NegativeDelta", 13: "PositiveDelta"], 0, 2)
      ?? pick(number, [11: "NegativeCount", 14: "PositiveCount"], 1, 2)
  }
}
