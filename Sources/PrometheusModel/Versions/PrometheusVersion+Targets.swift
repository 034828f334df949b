/// What target assembly does by version.
extension PrometheusVersion {
  /// Whether `:80` or `:443` is added to an address without a port.
  ///
  /// Source: prometheus/prometheus #14160, removed in 3.0.0.
  public var addsDefaultPort: Bool { exhibits(.addsDefaultPort) }

  /// Whether a parameter of the job wins over a `__param_…` label that discovery has set.
  ///
  /// Source: prometheus/prometheus scrape/target.go `PopulateLabels`, 2.53 and 3.0.
  var parametersOverrideDiscovery: Bool { exhibits(.parametersOverrideDiscovery) }

  /// Whether labels tell each target what to do with histograms.
  ///
  /// Source: prometheus/prometheus #18840 (3.13.0).
  var labelsHistogramSettings: Bool { self >= PrometheusVersion(3, 13) }
}
