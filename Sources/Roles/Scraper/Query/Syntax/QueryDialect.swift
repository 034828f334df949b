import PrometheusModel

/// What differs in PromQL from version to version.
struct QueryDialect: Sendable {
  /// Whose PromQL it is.
  var version: PrometheusVersion

  /// How a bracket's inside is read.
  enum BracketSyntax {
    /// Only durations: `[5m]`.
    case duration
    /// Numbers of seconds, too: `[300]`.
    case number
    /// Arithmetic, too, which is refused unless a flag allows it: `[5m + 1m]`.
    case expression
  }

  /// Numbers and durations stand for each other, and numbers may have underscores.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.54.0: #9138, #12821.
  var mixesNumbersAndDurations: Bool { version >= PrometheusVersion(2, 54) }

  /// How a bracket's inside is read.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.54.0: #9138, and 3.4.0: #16249.
  var brackets: BracketSyntax {
    version >= PrometheusVersion(3, 4) ? .expression : mixesNumbersAndDurations ? .number : .duration
  }

  /// A sample that is exactly as old as the lookback or the range is outside.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.0.0: #13904.
  var excludesLeftEdge: Bool { version.excludesLeftEdge }

  /// Names may have any characters, and may be quoted in groupings.
  ///
  /// Source: prometheus/prometheus `promql/parser/generated_parser.y`, `grouping_label`, 3.0.0.
  var allowsUTF8Names: Bool { version >= PrometheusVersion(3, 0) }

  /// `sum` keeps what addition rounds away.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.54.0: #14074.
  var compensatesSum: Bool { version >= PrometheusVersion(2, 54) }

  /// `avg` keeps what addition rounds away.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.55.0: #14413.
  var compensatesAverage: Bool { version >= PrometheusVersion(2, 55) }

  /// An average is a sum that is divided, not a mean that grows, as long as the sum has a number.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.5.0: #16569, #16773.
  var dividesSumForAverage: Bool { version >= PrometheusVersion(3, 5) }

  /// A group with an infinite first value has no deviation.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.0.0: #14941.
  var deviationOfInfinityIsNaN: Bool { version >= PrometheusVersion(3, 0) }

  /// The parameter of an aggregation may change from step to step.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.5.0: #16404.
  var allowsChangingParameter: Bool { version >= PrometheusVersion(3, 5) }

  /// `label_join` refuses to make two series of one.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.3.0: #15975.
  var labelJoinRefusesDuplicates: Bool { version >= PrometheusVersion(3, 3) }

  /// `label_replace` takes any name for the label.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.3.0: #15974.
  var labelReplaceTakesAnyName: Bool { version >= PrometheusVersion(3, 3) }

  /// Operations that drop the name drop `__type__` and `__unit__`, too.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.5.0: #16228.
  var dropsTypeAndUnit: Bool { version >= PrometheusVersion(3, 5) }

  /// Answers have warnings about what looks wrong.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 2.48.0: #12152.
  var hasAnnotations: Bool { version >= PrometheusVersion(2, 48) }

  /// Hints stand in an array of their own, `infos`.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `Response`, 3.0.0.
  var separatesInfos: Bool { version >= PrometheusVersion(3, 0) }

  /// That a metric may be no counter is said only where `rate` has a result.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.0.0: #14910.
  var hintsAtNonCountersWithResultOnly: Bool { version >= PrometheusVersion(3, 0) }

  /// Quantiles of a histogram remember its name until they are named in a warning.
  ///
  /// Source: prometheus/prometheus `promql/quantile.go`, `excludedLabels`, 2.55.0.
  var namesHistogramOfQuantile: Bool { version >= PrometheusVersion(2, 55) }

  /// `histogram_fraction` works on classic buckets.
  ///
  /// Source: prometheus/prometheus CHANGELOG, 3.4.0: #16095.
  var hasFractionOfClassicHistograms: Bool { version >= PrometheusVersion(3, 4) }
}
