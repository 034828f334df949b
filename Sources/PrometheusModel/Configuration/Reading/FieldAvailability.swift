/// The versions of Prometheus that have a field of prometheus.yml.
///
/// Source: prometheus/prometheus, the yaml tags of config/config.go and discovery/*/*.go in each release; those
/// of prometheus/common config/http_config.go by CHANGELOG.md and docs/configuration. What is older than 2.20
/// is not told apart.
struct FieldAvailability {
  /// The first version.
  var since: PrometheusVersion
  /// The first version that does not have the field any more.
  var until: PrometheusVersion?

  private init(_ major: Int, _ minor: Int, until: PrometheusVersion? = nil) {
    since = PrometheusVersion(major, minor)
    self.until = until
  }

  /// Whether the version has the field.
  func includes(_ version: PrometheusVersion) -> Bool {
    version >= since && until.map { version < $0 } ?? true
  }

  /// What to add to a message about a field that the version does not have.
  var explanation: String {
    guard let until else { return "; Prometheus has it from \(since.major).\(since.minor) on" }
    return "; Prometheus had it from \(since.major).\(since.minor) until \(until.major).\(until.minor)"
  }

  static let config: [String: FieldAvailability] = [
    "storage": .init(2, 29), "tracing": .init(2, 34), "scrape_config_files": .init(2, 43),
    "runtime": .init(2, 53), "otlp": .init(2, 55),
  ]

  static let global: [String: FieldAvailability] = [
    "body_size_limit": .init(2, 45), "sample_limit": .init(2, 45), "target_limit": .init(2, 45),
    "label_limit": .init(2, 45), "label_name_length_limit": .init(2, 45),
    "label_value_length_limit": .init(2, 45), "keep_dropped_targets": .init(2, 47),
    "scrape_protocols": .init(2, 49), "rule_query_offset": .init(2, 53),
    "metric_name_validation_scheme": .init(2, 55), "scrape_failure_log_file": .init(2, 55),
    "convert_classic_histograms_to_nhcb": .init(3, 4), "metric_name_escaping_scheme": .init(3, 4),
    "always_scrape_classic_histograms": .init(3, 5), "scrape_native_histograms": .init(3, 8),
    "extra_scrape_metrics": .init(3, 10),
  ]

  static let scrapeConfig: [String: FieldAvailability] = [
    "target_limit": .init(2, 21), "label_limit": .init(2, 27), "label_name_length_limit": .init(2, 27),
    "label_value_length_limit": .init(2, 27), "body_size_limit": .init(2, 28),
    "http_sd_configs": .init(2, 28), "native_histogram_bucket_limit": .init(2, 45),
    "scrape_classic_histograms": .init(2, 45, until: PrometheusVersion(3, 0)),
    "keep_dropped_targets": .init(2, 47), "track_timestamps_staleness": .init(2, 48),
    "enable_compression": .init(2, 49), "scrape_protocols": .init(2, 49),
    "native_histogram_min_bucket_factor": .init(2, 50), "metric_name_validation_scheme": .init(2, 55),
    "scrape_failure_log_file": .init(2, 55), "always_scrape_classic_histograms": .init(3, 0),
    "convert_classic_histograms_to_nhcb": .init(3, 0), "fallback_scrape_protocol": .init(3, 0),
    "metric_name_escaping_scheme": .init(3, 4), "scrape_native_histograms": .init(3, 8),
    "extra_scrape_metrics": .init(3, 10),
  ]

  static let httpClient: [String: FieldAvailability] = [
    "authorization": .init(2, 26), "follow_redirects": .init(2, 26), "oauth2": .init(2, 27),
    "enable_http2": .init(2, 35), "no_proxy": .init(2, 43), "proxy_from_environment": .init(2, 43),
    "proxy_connect_header": .init(2, 43), "http_headers": .init(2, 55),
  ]

  static let tls: [String: FieldAvailability] = [
    "min_version": .init(2, 35), "max_version": .init(2, 41), "ca": .init(2, 43), "cert": .init(2, 43),
    "key": .init(2, 43), "ca_ref": .init(2, 55), "cert_ref": .init(2, 55), "key_ref": .init(2, 55),
  ]

  static let basicAuth: [String: FieldAvailability] = [
    "username_file": .init(2, 49), "username_ref": .init(2, 55), "password_ref": .init(2, 55),
  ]

  static let authorization: [String: FieldAvailability] = ["credentials_ref": .init(2, 55)]

  static let consul: [String: FieldAvailability] = [
    "namespace": .init(2, 28), "partition": .init(2, 40), "path_prefix": .init(2, 45), "filter": .init(3, 0),
    "health_filter": .init(3, 12),
  ]

  static let kubernetes: [String: FieldAvailability] = [
    "kubeconfig_file": .init(2, 28), "attach_metadata": .init(2, 35),
  ]

  static let kubernetesNamespaces: [String: FieldAvailability] = ["own_namespace": .init(2, 33)]

  static let kubernetesMetadata: [String: FieldAvailability] = [
    "namespace": .init(3, 6), "deployment": .init(3, 11), "job": .init(3, 11), "cronjob": .init(3, 11),
  ]

  /// Fields of sections that decide nothing here, by section and name.
  static let unused: [String: FieldAvailability] = [
    "queue.sample_age_limit": .init(2, 50), "remoteWrite.azuread": .init(2, 45),
    "remoteWrite.round_robin_dns": .init(3, 1), "remoteWrite.protobuf_message": .init(2, 54),
    "remoteWrite.google_iam": .init(2, 55), "remoteRead.chunked_read_limit": .init(2, 55),
    "tsdb.stale_series_compaction_threshold": .init(3, 10), "tsdb.chunk_encoding": .init(3, 13),
    "tsdb.retention": .init(3, 8), "otlp.promote_all_resource_attributes": .init(3, 5),
    "otlp.ignore_resource_attributes": .init(3, 5), "otlp.translation_strategy": .init(3, 0),
    "otlp.keep_identifying_resource_attributes": .init(3, 1), "otlp.convert_histograms_to_nhcb": .init(3, 4),
    "otlp.promote_scope_metadata": .init(3, 6), "otlp.label_name_underscore_sanitization": .init(3, 8),
    "otlp.label_name_preserve_multiple_underscores": .init(3, 8),
  ]
}
