import Exposition
import PrometheusModel

/// The `Accept` field of a scrape, by Prometheus' version.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `acceptHeader`, and `config/config.go`,
/// `ScrapeProtocolsHeaders`, 2.42.0, 2.49.0, 2.50.0, 2.55.0, 3.0.0, 3.3.0, 3.4.0, 3.14.0.
enum AcceptHeader {
  /// The protocols in the order of preference. `escaping` is what `metric_name_escaping_scheme` comes to.
  static func value(
    _ protocols: [ExpositionFormat], version: PrometheusVersion, allowsUTF8: Bool,
    escaping: String = "allow-utf-8"
  ) -> String {
    if version < PrometheusVersion(2, 49) { return fixed(protocols) }
    var weight = version < PrometheusVersion(3, 0) ? 5 : 6
    var clauses: [String] = []
    for format in protocols {
      clauses.append(
        name(format) + escape(format, version, allowsUTF8: allowsUTF8, escaping: escaping) + ";q=0.\(weight)")
      weight -= 1
    }
    // 2.49 gave the wildcard a weight above 1.
    clauses.append(version < PrometheusVersion(2, 50) ? "*/*;q=\(weight)" : "*/*;q=0.\(weight)")
    return clauses.joined(separator: ",")
  }

  /// What a Prometheus asks for that is not told otherwise.
  static func defaults(_ version: PrometheusVersion) -> [ExpositionFormat] {
    version < PrometheusVersion(3, 0)
      ? [.openMetrics100, .openMetrics001, .text004] : [.openMetrics100, .openMetrics001, .text100, .text004]
  }

  private static func fixed(_ protocols: [ExpositionFormat]) -> String {
    let rest = "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    return protocols.first == .protobuf
      ? name(.protobuf) + ",application/openmetrics-text;version=1.0.0;q=0.8," + rest
      : "application/openmetrics-text;version=1.0.0," + rest
  }

  private static func name(_ format: ExpositionFormat) -> String {
    switch format {
    case .text004: "text/plain;version=0.0.4"
    case .text100: "text/plain;version=1.0.0"
    case .openMetrics001: "application/openmetrics-text;version=0.0.1"
    case .openMetrics100: "application/openmetrics-text;version=1.0.0"
    case .protobuf:
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    }
  }

  private static func escape(
    _ format: ExpositionFormat, _ version: PrometheusVersion, allowsUTF8: Bool, escaping: String
  ) -> String {
    if version >= PrometheusVersion(3, 4) {
      return format == .text100 || format == .openMetrics100 ? ";escaping=\(escaping)" : ""
    }
    let own = format == .text100 && version < PrometheusVersion(3, 3) ? ";escaping=allow-utf-8" : ""
    return own + (allowsUTF8 ? ";escaping=allow-utf-8" : "")
  }
}
