/// What became of the suite when one behaviour was deliberately wrong.
public struct MutantVerdict: Sendable, Hashable {
  /// The id of the behaviour.
  public var id: String
  /// What the ledger says of it.
  public var summary: String
  /// The tests that hold it where no scrape can tell.
  public var tests: String?
  /// Whether it was noticed.
  public var fate: Fate
  /// The scenarios that failed with it and pass without it.
  public var noticedBy: [String]
  /// Files that claim to notice it, and did not.
  public var idleClaims: [String]
  /// Scenarios that ended in neither way: the harness could not tell, or they fail without the mutant, too.
  public var doubtful: [String]
  /// How many scenarios ran with it.
  public var runs: Int

  /// Whether a mutant was noticed.
  public enum Fate: String, Sendable, Hashable, CaseIterable {
    /// A scenario fails because of it.
    case caught
    /// Every scenario that can be touched by it passes all the same: one is missing.
    case uncaught
    /// No scenario can be touched by it: nothing in any of them behaves so.
    case untouched
    /// No scrape can tell, so that tests hold it.
    case leftToTests
  }

  /// Writes a verdict.
  public init(id: String, summary: String, tests: String? = nil, fate: Fate) {
    self.id = id
    self.tests = tests
    self.summary = summary
    self.fate = fate
    noticedBy = []
    idleClaims = []
    doubtful = []
    runs = 0
  }

  /// Whether nothing about it is left to be done.
  public var isSettled: Bool { (fate == .caught || fate == .leftToTests) && idleClaims.isEmpty }
}

/// The verdicts on all mutants of a run.
public struct MutationVerdict: Sendable {
  /// In the order of the ledger.
  public var mutants: [MutantVerdict]
  /// How many scenarios there were to notice them.
  public var scenarios: Int
  /// The time of the whole run, in seconds.
  public var durationSeconds: Double

  /// Collects verdicts.
  public init(mutants: [MutantVerdict], scenarios: Int, durationSeconds: Double) {
    self.mutants = mutants
    self.scenarios = scenarios
    self.durationSeconds = durationSeconds
  }

  /// How many mutants met a fate.
  public func count(_ fate: MutantVerdict.Fate) -> Int { mutants.count { $0.fate == fate } }

  /// 0 if every mutant is noticed by all that claim to notice it, else 1.
  public var exitCode: Int32 { mutants.allSatisfy(\.isSettled) ? 0 : 1 }
}
