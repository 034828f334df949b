/// Which names of metrics and labels are valid.
///
/// Source: prometheus/common model/metric.go `ValidationScheme`, 0.65.
public enum NameValidation: String, Hashable, Sendable, CaseIterable {
  /// Letters, digits, underscores and, in names of metrics, colons.
  case legacy
  /// Anything but nothing.
  case utf8

  /// Whether a label can have the name.
  public func isValidLabel(_ name: String) -> Bool {
    switch self {
    case .legacy: LabelName.isValidLegacy(name)
    case .utf8: !name.isEmpty
    }
  }

  /// Whether a metric can have the name.
  public func isValidMetric(_ name: String) -> Bool {
    switch self {
    case .legacy: LabelName.isValidLegacyMetric(name)
    case .utf8: !name.isEmpty
    }
  }
}
