public import PrometheusModel
public import SourceText

/// One claim about what Prometheus has.
public struct Expectation: Sendable {
  /// The claim as the file has it: `arrives: cart_items{namespace="shop"}`.
  public var text: String
  /// Where it stands.
  public var span: Span
  /// What it claims.
  public var kind: Kind

  /// What an expectation can claim.
  public enum Kind: Sendable {
    /// That series are there.
    case arrives(Arrives)
    /// That exposed series are not there.
    case missing(Missing)
    /// That targets are as described.
    case target(TargetExpectation)
  }

  /// Makes an expectation.
  public init(text: String, span: Span, kind: Kind) {
    self.text = text
    self.span = span
    self.kind = kind
  }
}

/// That series are there.
public struct Arrives: Sendable, Hashable {
  /// Which.
  public var selector: SeriesSelector
  /// Exactly how many; nil is at least one.
  public var series: Int?
  /// The value that each of them has.
  public var value: Double?

  /// Makes the claim.
  public init(selector: SeriesSelector, series: Int? = nil, value: Double? = nil) {
    self.selector = selector
    self.series = series
    self.value = value
  }
}

/// That series are not there although some process exposes them.
public struct Missing: Sendable, Hashable {
  /// Which.
  public var selector: SeriesSelector
  /// The code of the cause that must be found.
  public var because: String?
  /// Whether the run must prove that something exposes them; false claims that nothing does.
  public var exposed: Bool

  /// Makes the claim.
  public init(selector: SeriesSelector, because: String? = nil, exposed: Bool = true) {
    self.selector = selector
    self.because = because
    self.exposed = exposed
  }
}

/// The health that Prometheus gives a target.
public enum Health: String, Sendable, Hashable, CaseIterable {
  /// The last scrape worked.
  case up
  /// The last scrape failed.
  case down
  /// Not scraped yet.
  case unknown
}

/// That targets are as described.
public struct TargetExpectation: Sendable, Hashable {
  /// Which targets, by their labels; of dropped ones, by the labels of discovery.
  public var labels: [String: Glob]
  /// Their health.
  public var health: Health?
  /// Their scrape URL.
  public var url: Glob?
  /// The error of their last scrape.
  public var lastError: Glob?
  /// Exactly how many; nil is at least one.
  public var count: Int?
  /// The code of the cause that must be found.
  public var because: String?
  /// Whether targets are meant that relabelling dropped.
  public var dropped: Bool

  /// Makes the claim.
  public init(
    labels: [String: Glob], health: Health? = nil, url: Glob? = nil, lastError: Glob? = nil, count: Int? = nil,
    because: String? = nil, dropped: Bool = false
  ) {
    self.labels = labels
    self.health = health
    self.url = url
    self.lastError = lastError
    self.count = count
    self.because = because
    self.dropped = dropped
  }
}
