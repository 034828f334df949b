internal import SourceText

// Limits and formats of what a job takes in.
//
// Source: prometheus-operator `pkg/prometheus/promcfg.go` `AddLimitsToYAML` and following, 0.93.
extension JobWriter {
  private static let limits: [(key: String, field: String, since: PrometheusVersion)] = [
    ("sampleLimit", "sample_limit", PrometheusVersion(0, 0)),
    ("targetLimit", "target_limit", PrometheusVersion(2, 21)),
    ("labelLimit", "label_limit", PrometheusVersion(2, 27)),
    ("labelNameLengthLimit", "label_name_length_limit", PrometheusVersion(2, 27)),
    ("labelValueLengthLimit", "label_value_length_limit", PrometheusVersion(2, 27)),
    ("keepDroppedTargets", "keep_dropped_targets", PrometheusVersion(2, 47)),
  ]

  /// Adds `honor_labels`, which the Prometheus resource may forbid.
  func addHonorLabels(_ value: YAMLNode?, to fields: inout Fields) {
    let honours = (value?.bool ?? false) && !prometheus.claims("overrideHonorLabels")
    fields.add("honor_labels", .bool(honours))
  }

  /// Adds `honor_timestamps` if the monitor or the Prometheus resource says anything about it.
  func addHonorTimestamps(_ value: YAMLNode?, to fields: inout Fields) {
    let isOverridden = prometheus.claims("overrideHonorTimestamps")
    guard value != nil || isOverridden else { return }
    fields.add(
      "honor_timestamps", .bool((value?.bool ?? false) && !isOverridden), since: PrometheusVersion(2, 9))
  }

  /// Adds the timestamp staleness.
  func addStaleness(_ value: YAMLNode?, to fields: inout Fields) {
    fields.add("track_timestamps_staleness", value, since: PrometheusVersion(2, 48))
  }

  /// Adds all limits of a monitor, each at most the enforced one.
  func addLimits(_ spec: YAMLNode, to fields: inout Fields) {
    for limit in Self.limits {
      let enforcedKey = "enforced" + limit.key.prefix(1).uppercased() + limit.key.dropFirst()
      let value = lower(spec[limit.key], enforced: prometheus.spec[enforcedKey])
      fields.add(limit.field, value, since: limit.since)
    }
  }

  /// The lower of two limits, where 0 is none.
  private func lower(_ own: YAMLNode?, enforced: YAMLNode?) -> YAMLNode? {
    guard let ceiling = enforced?.int, ceiling != 0 else { return own }
    guard let wish = own?.int, wish != 0 else {
      // From 2.45 on the limit of the global section counts, where the enforced one stands.
      return enforced.flatMap { $0.unless(prometheus.version >= PrometheusVersion(2, 45)) }
    }
    return ceiling > wish ? own : enforced
  }

  func addNativeHistograms(_ spec: YAMLNode, to fields: inout Fields) {
    fields.add("scrape_native_histograms", spec["scrapeNativeHistograms"], since: PrometheusVersion(3, 8))
    fields.add(
      "native_histogram_bucket_limit", spec["nativeHistogramBucketLimit"], since: PrometheusVersion(2, 45))
    let factor = spec["nativeHistogramMinBucketFactor"]?.string.flatMap { Quantity($0)?.value }
    fields.add(
      "native_histogram_min_bucket_factor", factor.map(YAMLNode.number), since: PrometheusVersion(2, 50))
    if prometheus.version.major == 3 {
      fields.add("always_scrape_classic_histograms", spec["scrapeClassicHistograms"])
    } else {
      fields.add("scrape_classic_histograms", spec["scrapeClassicHistograms"], since: PrometheusVersion(2, 45))
    }
    fields.add(
      "convert_classic_histograms_to_nhcb", spec["convertClassicHistogramsToNHCB"],
      since: PrometheusVersion(3, 0))
  }

  /// Adds the formats to ask for, without those that the version cannot.
  func addScrapeProtocols(_ protocols: [YAMLNode], to fields: inout Fields) {
    guard !protocols.isEmpty else { return }
    let known = protocols.filter {
      $0.string != "PrometheusText1.0.0" || prometheus.version >= PrometheusVersion(3, 0)
    }
    fields.add("scrape_protocols", .sequence(known), since: PrometheusVersion(2, 49))
  }

  func addFallbackProtocol(_ spec: YAMLNode, scrapeClass: YAMLNode, to fields: inout Fields) {
    let value = spec["fallbackScrapeProtocol"] ?? scrapeClass["fallbackScrapeProtocol"]
    fields.add("fallback_scrape_protocol", value, since: PrometheusVersion(3, 0))
  }

  /// Adds the lower of a monitor's and the enforced size of a response.
  func addBodySizeLimit(_ own: YAMLNode?, to fields: inout Fields) {
    let enforced = prometheus.spec.filled("enforcedBodySizeLimit")
    let wish = own.flatMap { $0.unless($0.string == "") }
    var value = wish ?? enforced
    if let wish = wish?.string.flatMap({ ByteSize($0) }),
      let ceiling = enforced?.string.flatMap({ ByteSize($0) }),
      wish > ceiling
    {
      value = enforced
    }
    fields.add("body_size_limit", value, since: PrometheusVersion(2, 28))
  }

  /// Adds the rules for samples: the scrape class', the monitor's, then the enforced namespace label.
  func addMetricRelabelings(
    _ rules: [YAMLNode], of monitor: Monitor, scrapeClass: YAMLNode, to fields: inout Fields
  ) {
    let all = scrapeClass.list("metricRelabelings") + enforced(rules, of: monitor)
    guard !all.isEmpty else { return }
    fields.add("metric_relabel_configs", .sequence(RelabelingRules.translated(all)))
  }

  /// A monitor's rules, and last the one that sets the enforced namespace label.
  func enforced(_ rules: [YAMLNode], of monitor: Monitor) -> [YAMLNode] {
    guard let label = prometheus.spec.word("enforcedNamespaceLabel"), !prometheus.sparesFromEnforcement(monitor)
    else { return rules }
    return rules + [.object(["targetLabel": .string(label), "replacement": .string(monitor.namespace)])]
  }

  /// Adds how names are checked and escaped.
  func addNameSchemes(_ spec: YAMLNode, to fields: inout Fields) {
    fields.add(
      "metric_name_validation_scheme", spec["nameValidationScheme"]?.lowercased, since: PrometheusVersion(3, 0))
    let escapings = [
      "AllowUTF8": "allow-utf-8", "Underscores": "underscores", "Dots": "dots", "Values": "values",
    ]
    let escaping = spec["nameEscapingScheme"]?.string.flatMap { escapings[$0] }
    fields.add("metric_name_escaping_scheme", escaping.map { .string($0) }, since: PrometheusVersion(3, 4))
  }
}

extension YAMLNode {
  /// A number as Go prints a float: without a fraction if it has none.
  static func number(_ value: Double) -> YAMLNode {
    value.rounded() == value && value.magnitude < 1e15 ? .int(Int(value)) : .double(value)
  }
}
