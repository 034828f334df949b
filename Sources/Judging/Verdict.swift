public import Contract
public import SourceText

/// How an expectation, a scenario or a run came out.
public enum Status: String, Sendable, Codable, CaseIterable {
  /// Everything expected was found.
  case passed
  /// Something expected was not found.
  case failed
  /// The harness could not tell.
  case errored
  /// Not run, by the user's choice.
  case skipped
}

/// The verdict on one scenario, or one cell of its matrix.
public struct ScenarioVerdict: Sendable {
  /// The scenario's file as named on the command line.
  public var path: String
  /// The matrix cell, nil without a matrix.
  public var cell: String?
  /// The scenario's title.
  public var title: String
  /// The scenario's tags.
  public var tags: [String]
  /// How it came out.
  public var status: Status
  /// From the start of the first process to the verdict, in seconds.
  public var durationSeconds: Double
  /// The expectations in the order of the file, step by step.
  public var expectations: [ExpectationVerdict]
  /// The active targets at the end, for readers of a failure.
  public var targets: [ObservedTarget]
  /// Why the harness could not tell, if it could not.
  public var harnessFailure: HarnessFailure?
  /// Which parts were built in and which real.
  public var engines: Engines
  /// The text of the scenario file, to show lines of.
  public var sourceText: String

  /// Makes a verdict.
  public init(
    path: String, cell: String?, title: String, tags: [String], status: Status, durationSeconds: Double,
    expectations: [ExpectationVerdict], targets: [ObservedTarget], harnessFailure: HarnessFailure?,
    engines: Engines, sourceText: String
  ) {
    self.path = path
    self.cell = cell
    self.title = title
    self.tags = tags
    self.status = status
    self.durationSeconds = durationSeconds
    self.expectations = expectations
    self.targets = targets
    self.harnessFailure = harnessFailure
    self.engines = engines
    self.sourceText = sourceText
  }
}

/// The verdict on one expectation.
public struct ExpectationVerdict: Sendable {
  /// The expectation as the file has it: `arrives: cart_items{namespace="shop"}`.
  public var text: String
  /// Where it stands.
  public var span: Span
  /// The step it belongs to, nil for the scenario's first state.
  public var step: String?
  /// How it came out.
  public var status: Status
  /// What was expected, in words: `exactly 2 series`.
  public var expected: String
  /// What was there instead, or there: `2 series`, `no series`.
  public var actual: String
  /// The cause code that Judging found, for series that are missing and targets that are down.
  public var because: String?
  /// Why, in as few words as it takes.
  public var explanation: String?
  /// The series nearest to what was looked for, when it was not found.
  public var nearestSeries: [ObservedSeries]
  /// The targets that have to do with it, when it was not found.
  public var relatedTargets: [ObservedTarget]

  /// Makes a verdict.
  public init(
    text: String, span: Span, step: String?, status: Status, expected: String, actual: String,
    because: String? = nil, explanation: String? = nil, nearestSeries: [ObservedSeries] = [],
    relatedTargets: [ObservedTarget] = []
  ) {
    self.text = text
    self.span = span
    self.step = step
    self.status = status
    self.expected = expected
    self.actual = actual
    self.because = because
    self.explanation = explanation
    self.nearestSeries = nearestSeries
    self.relatedTargets = relatedTargets
  }
}

/// The fidelity label: what played each part.
public struct Engines: Sendable, Codable, Hashable {
  /// `built-in, as Prometheus 3.5.0`, or a real engine with its version.
  public var scraper: String
  /// `built-in, as Istio 1.30.3`, or a real engine with its version; nil without a mesh.
  public var proxy: String?

  /// Labels the parts.
  public init(scraper: String, proxy: String?) {
    self.scraper = scraper
    self.proxy = proxy
  }
}

/// The verdicts of a run.
public struct RunVerdict: Sendable {
  /// The scenarios in the order of their paths.
  public var scenarios: [ScenarioVerdict]
  /// The time of the whole run, in seconds.
  public var durationSeconds: Double

  /// Collects verdicts.
  public init(scenarios: [ScenarioVerdict], durationSeconds: Double) {
    self.scenarios = scenarios
    self.durationSeconds = durationSeconds
  }

  /// How many scenarios came out as `status`.
  public func count(_ status: Status) -> Int { scenarios.count { $0.status == status } }

  /// 0 all expectations hold, 1 some do not, 3 the harness could not tell; failures of the harness weigh more,
  /// because they make every other figure doubtful.
  public var exitCode: Int32 {
    if count(.errored) > 0 { return 3 }
    return count(.failed) > 0 ? 1 : 0
  }
}
