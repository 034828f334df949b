/// What relabelling does by version.
extension PrometheusVersion {
  /// Whether `.` in relabel expressions matches the end of a line.
  ///
  /// Source: prometheus/prometheus model/relabel/relabel.go `NewRegexp`, first in 3.0.0.
  public var dotMatchesNewlineInRelabelling: Bool { exhibits(.dotMatchesNewline) }

  /// Which names relabelling takes, for a job with this validation scheme.
  ///
  /// Up to 2.55 legacy ones; up to 3.6 any, whatever the scheme; from 3.7 on what the job's scheme says.
  /// Source: prometheus/prometheus model/relabel/relabel.go `Validate`, 2.53, 3.5 and 3.7.
  public func relabelNaming(_ scheme: NameValidation) -> NameValidation {
    guard exhibits(.relabelsToAnyName) else { return .legacy }
    return exhibits(.relabelsByScheme) ? scheme : .utf8
  }

  /// Whether target labels with references to groups may hold any character between them.
  ///
  /// Source: prometheus/prometheus #15851, first in 3.2.0.
  var allowsAnyRelabelTemplate: Bool { exhibits(.allowsAnyTemplate) }

  /// Whether even legacy names are checked with their references to groups in them, which refuses those.
  ///
  /// Source: prometheus/prometheus #17372: a fault of 3.7.0 and 3.7.1.
  var refusesLegacyRelabelTemplates: Bool {
    self >= PrometheusVersion(3, 7) && self < PrometheusVersion(3, 7, 2)
  }

  /// Whether an empty replacement removes the expanded target label, not the label of the template's own name,
  /// and an invalid target label is left alone.
  ///
  /// Source: prometheus/prometheus model/relabel/relabel.go `relabel`, first in 2.50.0.
  var expandsRemovedTarget: Bool { exhibits(.expandsRemovedTarget) }
}
