import Contract
import Judging

/// A comparison for programs, `meshscrape/comparison/v1`.
///
/// Keys are never taken away or given another meaning within a version; new ones may come.
enum ComparisonJSON {
  static let schema = "meshscrape/comparison/v1"

  static func text(_ comparison: ComparisonVerdict) -> String {
    JSONText.object([
      ("schema", .string(schema)), ("engine", engine(comparison)), ("summary", summary(comparison)),
      ("scenarios", .array(comparison.scenarios.map(scenario))), ("accepted", .array(known(comparison))),
    ]).text() + "\n"
  }

  private static func engine(_ comparison: ComparisonVerdict) -> JSONText {
    .object([("name", .string(comparison.engine.name)), ("version", .string(comparison.engine.version))])
  }

  private static func summary(_ comparison: ComparisonVerdict) -> JSONText {
    let states = comparison.scenarios.flatMap(\.states)
    return .object([
      ("total", .integer(comparison.scenarios.count)), ("agrees", .integer(comparison.count(.agrees))),
      ("differs", .integer(comparison.count(.differs))), ("errored", .integer(comparison.count(.errored))),
      ("states", .integer(states.count)),
      ("activeTargets", .integer(states.reduce(0) { $0 + $1.activeTargets })),
      ("droppedTargets", .integer(states.reduce(0) { $0 + $1.droppedTargets })),
      ("series", .integer(states.reduce(0) { $0 + $1.series })),
      ("differences", .integer(states.reduce(0) { $0 + $1.differences.count })),
      ("acceptedDifferences", .integer(states.reduce(0) { $0 + $1.accepted.count })),
      ("durationSeconds", seconds(comparison.durationSeconds)),
    ])
  }

  private static func scenario(_ scenario: ScenarioComparison) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [
      ("path", .string(scenario.path)), ("cell", .optional(scenario.cell)), ("title", .string(scenario.title)),
      ("status", .string(scenario.status.rawValue)), ("builtInVersion", .optional(scenario.builtInVersion)),
      ("durationSeconds", seconds(scenario.durationSeconds)), ("states", .array(scenario.states.map(state))),
    ]
    if let failure = scenario.failure {
      entries.append(
        (
          "harnessFailure",
          .object([("process", .optional(failure.process)), ("message", .string(failure.message))])
        ))
    }
    return .object(entries)
  }

  private static func state(_ state: StateComparison) -> JSONText {
    .object([
      ("name", .optional(state.name)), ("activeTargets", .integer(state.activeTargets)),
      ("droppedTargets", .integer(state.droppedTargets)), ("series", .integer(state.series)),
      ("differences", .array(state.differences.map { difference($0, id: nil) })),
      ("accepted", .array(state.accepted.map { difference($0.difference, id: $0.id) })),
    ])
  }

  private static func difference(_ difference: Difference, id: String?) -> JSONText {
    var entries: [(key: String, value: JSONText)] = [
      ("aspect", .string(difference.aspect.rawValue)), ("subject", .string(difference.subject)),
      ("builtIn", .optional(difference.builtIn)), ("real", .optional(difference.real)),
    ]
    if let id { entries.append(("id", .string(id))) }
    return .object(entries)
  }

  /// The accepted differences that occur, with their reasons.
  private static func known(_ comparison: ComparisonVerdict) -> [JSONText] {
    let ids = Set(comparison.scenarios.flatMap(\.states).flatMap(\.accepted).map(\.id))
    return AcceptedDifference.all.filter { ids.contains($0.id) }.map {
      .object([("id", .string($0.id)), ("reason", .string($0.reason)), ("source", .string($0.source))])
    }
  }

  private static func seconds(_ seconds: Double) -> JSONText { .number((seconds * 1e6).rounded() / 1e6) }
}
