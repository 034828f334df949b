import PrometheusModel

/// What changed in Prometheus' HTTP API from version to version.
extension PrometheusVersion {
  /// `/api/v1/targets` has `droppedTargetCounts`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, 1e3fef6ab0, 2.47.0.
  var countsDroppedTargets: Bool { self >= PrometheusVersion(2, 47) }

  /// A scrape pool whose discovery has not found anything yet is there all the same.
  ///
  /// Source: prometheus/prometheus `discovery/manager.go` `allGroups`, 2.55.0; 2.54.1 hands on groups alone.
  var hasPoolsWithoutGroups: Bool { self >= PrometheusVersion(2, 55) }

  /// Dropped targets have their `scrapePool`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, 911e305bc9, 3.3.0.
  var namesPoolOfDroppedTargets: Bool { self >= PrometheusVersion(3, 3) }

  /// A sample that is exactly as old as the lookback or the range is outside.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, CHANGELOG of 3.0.0: "range selectors and the lookback
  /// exclude samples coinciding with the left time limit".
  var excludesLeftEdge: Bool { self >= PrometheusVersion(3, 0) }

  /// `/api/v1/query` and `/api/v1/query_range` have `limit`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `query`, 6339989e25 (#15552), 3.2.0.
  var limitsQueries: Bool { self >= PrometheusVersion(3, 2) }

  /// `/api/v1/series`, `/api/v1/labels` and `/api/v1/label/NAME/values` have `limit`.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.51.0: #13396.
  var limitsSeries: Bool { self >= PrometheusVersion(2, 51) }

  /// Labels may have any name.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `labelValues`, 3.0.0.
  var allowsUTF8Labels: Bool { self >= PrometheusVersion(3, 0) }

  /// There is `/api/v1/notifications`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `notifications`, 3.0.0.
  var hasNotifications: Bool { self >= PrometheusVersion(3, 0) }

  /// `/api/v1/status/runtimeinfo` has `hostname` and `serverTime`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `RuntimeInfo`, 3.0.0.
  var namesHostInRuntimeInformation: Bool { self >= PrometheusVersion(3, 0) }

  /// What is wrong with a time begins in lower case.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `parseTimeParam`, 3.2.0.
  var writesTimeErrorsInLowerCase: Bool { self >= PrometheusVersion(3, 2) }

  /// A limit must be "non-negative", no longer "positive".
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `parseLimitParam`, 2.54.0.
  var saysNonNegative: Bool { self >= PrometheusVersion(2, 54) }
}
