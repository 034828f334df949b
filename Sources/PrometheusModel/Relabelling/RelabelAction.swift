/// What a relabel rule does.
///
/// Source: prometheus/prometheus model/relabel/relabel.go `Action`, 3.5.
public enum RelabelAction: String, Hashable, Sendable, CaseIterable {
  /// Sets the target label if the expression matches.
  case replace
  /// Drops what does not match.
  case keep
  /// Drops what matches.
  case drop
  /// Drops what differs from the target label.
  case keepequal
  /// Drops what equals the target label.
  case dropequal
  /// Sets the target label to a hash of the source labels, modulo a number.
  case hashmod
  /// Copies labels whose names match to other names.
  case labelmap
  /// Removes labels whose names match.
  case labeldrop
  /// Removes labels whose names do not match.
  case labelkeep
  /// Sets the target label to the source labels in lower case.
  case lowercase
  /// Sets the target label to the source labels in upper case.
  case uppercase

  /// The first version that knows the action.
  ///
  /// Source: prometheus/prometheus CHANGELOG.md (#10641, #11564).
  var firstVersion: PrometheusVersion {
    switch self {
    case .lowercase, .uppercase: PrometheusVersion(2, 36)
    case .keepequal, .dropequal: PrometheusVersion(2, 41)
    default: PrometheusVersion(2, 0)
    }
  }
}
