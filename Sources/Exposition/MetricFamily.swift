/// What kind of metric a family is.
///
/// Source: prometheus/common `model/metadata.go`, `MetricType`.
public enum MetricType: String, Sendable, Codable, CaseIterable {
  /// A cumulative count.
  case counter
  /// A value that goes up and down.
  case gauge
  /// Cumulative buckets with sum and count.
  case histogram
  /// Buckets that go up and down.
  case gaugeHistogram = "gaugehistogram"
  /// Quantiles with sum and count.
  case summary
  /// Constant text in labels.
  case info
  /// Booleans, one of which holds.
  case stateSet = "stateset"
  /// Not declared; `untyped` in the text format.
  case unknown
}

/// One label of a sample.
public struct LabelPair: Hashable, Sendable, Codable {
  /// The name of the label.
  public var name: String
  /// The value of the label.
  public var value: String

  /// Pairs a name with a value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// An observation that a sample points at.
public struct Exemplar: Hashable, Sendable, Codable {
  /// The labels, usually a trace ID.
  public var labels: [LabelPair]
  /// The observed value.
  public var value: Double
  /// When it was observed, in milliseconds since 1970.
  public var timestampMilliseconds: Int64?

  /// Makes an exemplar.
  public init(labels: [LabelPair], value: Double, timestampMilliseconds: Int64? = nil) {
    self.labels = labels
    self.value = value
    self.timestampMilliseconds = timestampMilliseconds
  }
}

/// One value of one series.
public struct Sample: Hashable, Sendable, Codable {
  /// The metric name.
  public var name: String
  /// The labels in the order of the exposition, without `__name__`.
  public var labels: [LabelPair]
  /// The value.
  public var value: Double
  /// The time that the exposition gives, in milliseconds since 1970; usually none.
  public var timestampMilliseconds: Int64?
  /// The exemplar, in OpenMetrics only.
  public var exemplar: Exemplar?

  /// Makes a sample.
  public init(
    name: String, labels: [LabelPair] = [], value: Double, timestampMilliseconds: Int64? = nil,
    exemplar: Exemplar? = nil
  ) {
    self.name = name
    self.labels = labels
    self.value = value
    self.timestampMilliseconds = timestampMilliseconds
    self.exemplar = exemplar
  }

  /// The value of a label, nil if the sample does not have it.
  public subscript(label: String) -> String? { labels.first { $0.name == label }?.value }
}

/// The samples that share a metric's name and description.
public struct MetricFamily: Hashable, Sendable, Codable {
  /// The name of the family; of a counter in OpenMetrics without `_total`.
  public var name: String
  /// The description, empty if there is none.
  public var help: String
  /// The kind, nil if it is not declared.
  public var type: MetricType?
  /// The unit, empty if there is none; OpenMetrics only.
  public var unit: String
  /// The samples in the order of the exposition.
  public var samples: [Sample]

  /// Makes a family.
  public init(
    name: String, help: String = "", type: MetricType? = nil, unit: String = "", samples: [Sample] = []
  ) {
    self.name = name
    self.help = help
    self.type = type
    self.unit = unit
    self.samples = samples
  }
}
