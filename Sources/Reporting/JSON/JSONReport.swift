import Contract
import Judging
import SourceText

/// The report for programs, `meshscrape/report/v1`.
///
/// Keys are never taken away or given another meaning within a version; new ones may come. The schema stands in
/// `docs/report.schema.json`.
enum JSONReport {
  static let schema = "meshscrape/report/v1"

  static func text(_ run: RunVerdict) -> String {
    let report = JSONText.object([
      ("schema", .string(schema)), ("summary", summary(run)),
      ("scenarios", .array(run.scenarios.map(scenario))),
    ])
    return report.text() + "\n"
  }

  private static func summary(_ run: RunVerdict) -> JSONText {
    .object([
      ("total", .integer(run.scenarios.count)), ("passed", .integer(run.count(.passed))),
      ("failed", .integer(run.count(.failed))), ("errored", .integer(run.count(.errored))),
      ("skipped", .integer(run.count(.skipped))), ("durationSeconds", seconds(run.durationSeconds)),
    ])
  }

  private static func scenario(_ scenario: ScenarioVerdict) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [
      ("path", .string(scenario.path)), ("title", .string(scenario.title)), ("cell", .optional(scenario.cell)),
      ("tags", .array(scenario.tags.map { .string($0) })), ("status", .string(scenario.status.rawValue)),
      ("durationSeconds", seconds(scenario.durationSeconds)),
      ("expectations", .array(scenario.expectations.map(expectation))),
      ("targets", .array(scenario.targets.map(target))),
      (
        "engines",
        .object([
          ("scraper", .string(scenario.engines.scraper)), ("proxy", .optional(scenario.engines.proxy)),
        ])
      ),
    ]
    if let failure = scenario.harnessFailure {
      entries.append(
        (
          "harnessFailure",
          .object([("process", .optional(failure.process)), ("message", .string(failure.message))])
        ))
    }
    return .object(entries)
  }

  private static func expectation(_ expectation: ExpectationVerdict) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [
      ("text", .string(expectation.text)), ("line", .integer(expectation.span.start.line)),
      ("status", .string(expectation.status.rawValue)), ("actual", .string(expectation.actual)),
      ("because", .optional(expectation.because)), ("explanation", .optional(expectation.explanation)),
    ]
    if let step = expectation.step { entries.append(("step", .string(step))) }
    return .object(entries)
  }

  /// The keys are those of Prometheus' `/api/v1/targets`.
  private static func target(_ target: ObservedTarget) -> JSONText {
    .object([
      ("scrapePool", .string(target.scrapePool)), ("labels", .labels(target.labels)),
      ("scrapeUrl", .string(target.scrapeURL)), ("health", .string(target.health)),
      ("lastError", .string(target.lastError)),
    ])
  }

  /// Microseconds are as much as anybody can use.
  private static func seconds(_ seconds: Double) -> JSONText { .number((seconds * 1e6).rounded() / 1e6) }
}
