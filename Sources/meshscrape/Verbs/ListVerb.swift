import Scenarios

/// `meshscrape list`: which scenarios there are.
enum ListVerb: Verb {
  static let name = "list"
  static let usage = "[PATH…] [options]"
  static let summary = "Lists scenarios with their titles and tags."
  static let options = Selection.options

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    let scenarios = try Selection.scenarios(arguments)
    let width = scenarios.map { $0.name.count }.max() ?? 0
    for scenario in scenarios {
      let tags = scenario.tags.isEmpty ? "" : "  [\(scenario.tags.joined(separator: ", "))]"
      terminal.print(
        scenario.name + String(repeating: " ", count: width - scenario.name.count + 2) + scenario.title + tags
          + "\n")
    }
    return 0
  }
}
