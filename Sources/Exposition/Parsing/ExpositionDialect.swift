/// What changed in Prometheus' parsers from version to version.
public struct ExpositionDialect: Hashable, Sendable {
  /// The major version of Prometheus.
  public let major: Int
  /// The minor version of Prometheus.
  public let minor: Int
  /// What is deliberately the opposite of what the version does; nil for nothing.
  public let wrong: Trait?

  /// What of a dialect can be made wrong, to see that somebody notices.
  public enum Trait: Sendable, Hashable {
    /// See ``ExpositionDialect/allowsExemplarsEverywhere``.
    case allowsExemplarsEverywhere
    /// See ``ExpositionDialect/quotesNames``.
    case quotesNames
    /// See ``ExpositionDialect/normalisesFloatLabels``.
    case normalisesFloatLabels
    /// See ``ExpositionDialect/requiresContentType``.
    case requiresContentType
    /// See ``ExpositionDialect/takesAnyNames``.
    case takesAnyNames
  }

  /// The dialect of a version of Prometheus.
  public init(major: Int, minor: Int, wrong: Trait? = nil) {
    self.major = major
    self.minor = minor
    self.wrong = wrong
  }

  /// The dialect of the newest Prometheus that was looked at, 3.14.
  public static let latest = ExpositionDialect(major: 3, minor: 14)

  /// Errors quote what was being parsed.
  ///
  /// Source: prometheus/prometheus `model/textparse/promparse.go`, e3b5416d05, 2.43.0.
  public var quotesContext: Bool { isAtLeast(2, 43) }

  /// Exemplars may stand at any series, not only at `_total` and `_bucket`.
  ///
  /// Source: prometheus/prometheus `model/textparse/openmetricsparse.go`, 9225d118dc, 2.43.0.
  public var allowsExemplarsEverywhere: Bool { isAtLeast(2, 43) != (wrong == .allowsExemplarsEverywhere) }

  /// Metric and label names may be quoted: `{"a.b", "c.d"="e"} 1`.
  ///
  /// Source: prometheus/prometheus `model/textparse/promlex.l`, a28d7865ad, 2.51.0.
  public var quotesNames: Bool { isAtLeast(2, 51) != (wrong == .quotesNames) }

  /// The values of `le` and `quantile` become canonical floats on ingestion.
  ///
  /// Source: prometheus/prometheus `model/textparse/openmetricsparse.go`, 8bcb4d865d, 3.0.0.
  public var normalisesFloatLabels: Bool { isAtLeast(3, 0) != (wrong == .normalisesFloatLabels) }

  /// A scrape without a usable `Content-Type` fails unless `fallback_scrape_protocol` is set.
  ///
  /// Source: prometheus/prometheus `model/textparse/interface.go`, 421a3c22ea, 3.0.0.
  public var requiresContentType: Bool { isAtLeast(3, 0) != (wrong == .requiresContentType) }

  /// Label names of exemplars may be quoted.
  ///
  /// Source: prometheus/prometheus `model/textparse/openmetricslex.l`, 3.1.0.
  public var quotesExemplarNames: Bool { isAtLeast(3, 1) }

  /// Only a quoted string in braces is a metric name; before, a bare word lost its ends and became one.
  ///
  /// Source: prometheus/prometheus `model/textparse/promparse.go`, ad2f81ef6d, 3.11.0.
  public var takesBareWordsForNames: Bool { quotesNames && !isAtLeast(3, 11) }

  /// Protocol buffers are read metric by metric; before, a family at once.
  ///
  /// Source: prometheus/prometheus `prompb/io/prometheus/client/decoder.go`, 3.3.0.
  public var streamsProtobuf: Bool { isAtLeast(3, 3) }

  /// Names in protocol buffers may have any character.
  ///
  /// Source: prometheus/common `model/metric.go`, `NameValidationScheme`, as of 3.0.0.
  public var takesAnyNames: Bool { isAtLeast(3, 0) != (wrong == .takesAnyNames) }

  private func isAtLeast(_ major: Int, _ minor: Int) -> Bool {
    (self.major, self.minor) >= (major, minor)
  }
}
