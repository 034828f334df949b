/// The formats in which metrics travel.
public enum ExpositionFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// The text format of 2014.
  case text004 = "text/plain; version=0.0.4; charset=utf-8"
  /// The text format with quoted UTF-8 names.
  case text100 = "text/plain; version=1.0.0; charset=utf-8"
  /// OpenMetrics as it was drafted.
  case openMetrics001 = "application/openmetrics-text; version=0.0.1; charset=utf-8"
  /// OpenMetrics.
  case openMetrics100 = "application/openmetrics-text; version=1.0.0; charset=utf-8"
  /// Length-delimited protocol buffers.
  case protobuf =
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

  /// The `Content-Type` that announces the format.
  public var contentType: String { rawValue }

  /// Whether the grammar is OpenMetrics'.
  public var isOpenMetrics: Bool { self == .openMetrics001 || self == .openMetrics100 }
}
