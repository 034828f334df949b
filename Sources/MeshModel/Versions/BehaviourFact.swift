/// One row of the table: since when, until when, and where it is written.
public struct BehaviourFact: Sendable, Hashable {
  /// The first release; nil for all that are modelled.
  public var since: IstioVersion?
  /// The first release that no longer does it.
  public var until: IstioVersion?
  /// What it is, in a sentence.
  public var summary: String
  /// Where it can be read: repository, path, symbol.
  public var source: String
  /// The tests that hold it where no scrape can tell.
  public var tests: String?

  /// Writes a row.
  public init(
    since: IstioVersion? = nil, until: IstioVersion? = nil, summary: String, source: String,
    tests: String? = nil
  ) {
    self.since = since
    self.until = until
    self.summary = summary
    self.source = source
    self.tests = tests
  }

  /// Whether a release lies between the two.
  public func holds(in version: IstioVersion) -> Bool {
    if let since, !version.isAtLeast(since) { return false }
    guard let until else { return true }
    return !version.isAtLeast(until)
  }
}
