import Scenarios
import SourceText

/// Which scenarios a verb works on.
struct Selection {
  static let options = [
    Option(
      "--filter", value: "TEXT", "only scenarios whose path, cell or title contains TEXT; * and ? are wildcards"
    ),
    Option("--tags", value: "EXPR", "only scenarios whose tags meet EXPR: 'merging and not consul'"),
  ]

  /// Loads the scenarios under the paths that the arguments name, `Scenarios` by default.
  /// - Throws: what is wrong with any of them, so that nothing is half-run; a selection that selects nothing is
  ///   wrong, too.
  static func scenarios(_ arguments: Arguments) throws -> [Scenario] {
    let paths = arguments.positional.isEmpty ? ["Scenarios"] : arguments.positional
    let files = try ScenarioLoader.files(at: paths)
    var scenarios: [Scenario] = []
    var diagnostics: [Diagnostic] = []
    for file in files {
      do {
        scenarios += try ScenarioLoader.load(file)
      } catch {
        diagnostics += error.all
      }
    }
    if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
    let all = scenarios.count
    if let filter = arguments.value("--filter") {
      let glob = Glob("*\(filter)*")
      scenarios = scenarios.filter { glob.matches($0.name) || glob.matches($0.title) }
    }
    if let text = arguments.value("--tags") {
      let expression = try TagExpression(parsing: text)
      scenarios = scenarios.filter { expression.holds(for: $0.tags) }
    }
    guard !scenarios.isEmpty else {
      throw UsageError(
        all == 0
          ? "no scenario found under \(paths.joined(separator: ", "))"
          : "none of the \(all) scenarios under \(paths.joined(separator: ", ")) is selected")
    }
    return scenarios
  }

  /// The one scenario that a verb such as `plan` shows.
  static func scenario(_ arguments: Arguments, for verb: String) throws -> Scenario {
    guard arguments.positional.count == 1 else {
      throw UsageError("takes one scenario file")
    }
    let scenarios = try scenarios(arguments)
    guard scenarios.count == 1, let scenario = scenarios.first else {
      throw UsageError(
        "\(arguments.positional[0]) has \(scenarios.count) scenarios; choose one with --filter:\n  "
          + scenarios.map(\.name).joined(separator: "\n  "))
    }
    return scenario
  }
}
