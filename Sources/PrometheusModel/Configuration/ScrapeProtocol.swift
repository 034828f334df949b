/// A format that Prometheus asks targets for.
///
/// Source: prometheus/prometheus config/config.go `ScrapeProtocolsHeaders`, 3.5.
public enum ScrapeProtocol: String, Hashable, Sendable, CaseIterable {
  /// OpenMetrics 0.0.1.
  case openMetricsText001 = "OpenMetricsText0.0.1"
  /// OpenMetrics 1.0.0.
  case openMetricsText100 = "OpenMetricsText1.0.0"
  /// Protobuf.
  case prometheusProto = "PrometheusProto"
  /// The classic text format.
  case prometheusText004 = "PrometheusText0.0.4"
  /// The classic text format with UTF-8 names, from 3.0 on.
  case prometheusText100 = "PrometheusText1.0.0"

  /// The media type with its parameters, as in the Accept header.
  public var mediaType: String {
    switch self {
    case .openMetricsText001: "application/openmetrics-text;version=0.0.1"
    case .openMetricsText100: "application/openmetrics-text;version=1.0.0"
    case .prometheusProto:
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    case .prometheusText004: "text/plain;version=0.0.4"
    case .prometheusText100: "text/plain;version=1.0.0"
    }
  }

  /// Those that a version knows, in the order in which its messages list them.
  static func known(to version: PrometheusVersion) -> [ScrapeProtocol] {
    allCases.filter { $0 != .prometheusText100 || version >= PrometheusVersion(3, 0) }
  }

  /// Those that a version asks for by default, the most wanted first; from 3.8 on protobuf where native
  /// histograms are scraped.
  static func defaults(of version: PrometheusVersion, nativeHistograms: Bool = false) -> [ScrapeProtocol] {
    let text: [ScrapeProtocol] =
      version < PrometheusVersion(3, 0)
      ? [.openMetricsText100, .openMetricsText001, .prometheusText004]
      : [.openMetricsText100, .openMetricsText001, .prometheusText100, .prometheusText004]
    return nativeHistograms ? [.prometheusProto] + text : text
  }
}

/// How Prometheus asks for and writes names that are not legacy ones.
///
/// Source: prometheus/common model/metric.go `EscapingScheme`, 0.65.
public enum NameEscaping: String, Hashable, Sendable, CaseIterable {
  /// Not at all.
  case allowUTF8 = "allow-utf-8"
  /// Each odd character as an underscore.
  case underscores
  /// Dots as `_dot_`, underscores twice.
  case dots
  /// Each odd character by its number, `U__…`.
  case values
}
