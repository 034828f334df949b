/// A kind of section that plays no part in which series arrive, and is read only to be as strict as Prometheus.
///
/// Source: prometheus/prometheus config/config.go, the yaml tags of 2.53, 3.5 and 3.14.
enum UnusedSection {
  case alerting, alertmanager, remoteWrite, queue, metadata, remoteRead, storage, tsdb, exemplars, tracing, otlp
  case runtime

  /// How a field is read.
  indirect enum Kind {
    case text, bool, number, decimal, duration, url, texts, textMap
    /// What is not looked into.
    case any
    case section(UnusedSection)
    case sections(UnusedSection, goType: String)
    case rules
    case tls
  }

  /// The Go type that messages name.
  var goType: String {
    switch self {
    case .alertmanager: "config.AlertmanagerConfig"
    case .queue: "config.QueueConfig"
    case .metadata: "config.MetadataConfig"
    case .storage: "config.StorageConfig"
    case .exemplars: "config.ExemplarsConfig"
    case .runtime: "config.RuntimeConfig"
    case .alerting, .remoteWrite, .remoteRead, .tsdb, .tracing, .otlp: "config.plain"
    }
  }

  /// Whether the fields of an HTTP client stand among the section's own.
  var hasHTTPFields: Bool { self == .alertmanager || self == .remoteWrite || self == .remoteRead }

  /// The fields of the section.
  var fields: [(name: String, kind: Kind)] {
    switch self {
    case .alerting:
      [
        ("alert_relabel_configs", .rules),
        ("alertmanagers", .sections(.alertmanager, goType: "*config.AlertmanagerConfig")),
      ]
    case .alertmanager:
      [
        ("sigv4", .any), ("scheme", .text), ("path_prefix", .text), ("timeout", .duration),
        ("api_version", .text),
        ("relabel_configs", .rules), ("alert_relabel_configs", .rules),
      ]
    case .remoteWrite:
      [
        ("url", .url), ("remote_timeout", .duration), ("headers", .textMap), ("write_relabel_configs", .rules),
        ("name", .text), ("send_exemplars", .bool), ("send_native_histograms", .bool),
        ("round_robin_dns", .bool),
        ("protobuf_message", .text), ("queue_config", .section(.queue)),
        ("metadata_config", .section(.metadata)),
        ("sigv4", .any), ("azuread", .any), ("google_iam", .any),
      ]
    case .queue:
      [
        ("capacity", .number), ("max_shards", .number), ("min_shards", .number),
        ("max_samples_per_send", .number),
        ("batch_send_deadline", .duration), ("min_backoff", .duration), ("max_backoff", .duration),
        ("retry_on_http_429", .bool), ("sample_age_limit", .duration),
      ]
    case .metadata: [("send", .bool), ("send_interval", .duration), ("max_samples_per_send", .number)]
    case .remoteRead:
      [
        ("url", .url), ("remote_timeout", .duration), ("chunked_read_limit", .number), ("headers", .textMap),
        ("read_recent", .bool), ("name", .text), ("required_matchers", .textMap),
        ("filter_external_labels", .bool),
      ]
    case .storage: [("tsdb", .section(.tsdb)), ("exemplars", .section(.exemplars))]
    case .tsdb:
      [
        ("out_of_order_time_window", .duration), ("stale_series_compaction_threshold", .decimal),
        ("chunk_encoding", .any), ("retention", .any),
      ]
    case .exemplars: [("max_exemplars", .number)]
    case .tracing:
      [
        ("client_type", .text), ("endpoint", .text), ("sampling_fraction", .decimal), ("insecure", .bool),
        ("tls_config", .tls), ("headers", .textMap), ("compression", .text), ("timeout", .duration),
      ]
    case .otlp:
      [
        ("promote_all_resource_attributes", .bool), ("promote_resource_attributes", .texts),
        ("ignore_resource_attributes", .texts), ("translation_strategy", .text),
        ("keep_identifying_resource_attributes", .bool), ("convert_histograms_to_nhcb", .bool),
        ("promote_scope_metadata", .bool), ("label_name_underscore_sanitization", .bool),
        ("label_name_preserve_multiple_underscores", .bool),
      ]
    case .runtime: [("gogc", .number)]
    }
  }

  /// The versions that have a field; nil for one that all of them have.
  func availability(of field: String) -> FieldAvailability? { FieldAvailability.unused["\(self).\(field)"] }
}
