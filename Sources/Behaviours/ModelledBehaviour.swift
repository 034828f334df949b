/// Something that a model does because the real thing does it, under an id that stays.
///
/// A model lists its behaviours as the cases of one enumeration, whose raw values are the ids, and asks its version type
/// whether a release exhibits one wherever it decides. So a single place can make one behaviour the opposite of what it
/// is, and the suite must notice.
public protocol ModelledBehaviour: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String, AllCases == [Self] {
  /// What behaves so: `Istio`.
  static var subject: String { get }

  /// What the ledger says of it.
  var row: BehaviourRow { get }
}

/// A row of the ledger: what is modelled, in which releases, and where it is written.
public struct BehaviourRow: Sendable, Hashable {
  /// The first release that behaves so; nil for all that are modelled.
  public var since: String?
  /// The first release that no longer does; nil for none.
  public var until: String?
  /// What it is, in a sentence.
  public var summary: String
  /// Where it can be read: repository, path, symbol, release.
  public var source: String
  /// The tests that hold it where no scrape can tell; nil where scenarios do.
  public var tests: String?

  /// Writes a row.
  public init(
    since: String? = nil, until: String? = nil, summary: String, source: String, tests: String? = nil
  ) {
    self.since = since
    self.until = until
    self.summary = summary
    self.source = source
    self.tests = tests
  }
}
