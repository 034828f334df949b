import Planning
import Scenarios

/// `meshscrape validate`: reads and plans scenarios; no process is started.
enum ValidateVerb: Verb {
  static let name = "validate"
  static let usage = "PATH…"
  static let summary = "Checks scenario files without starting a process."
  static let options = Selection.options

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard !arguments.positional.isEmpty else { throw UsageError("takes at least one file or folder") }
    let scenarios = try Selection.scenarios(arguments)
    for scenario in scenarios {
      _ = try Planner.plan(scenario, addresses: PlanAddresses.example(for: scenario))
    }
    terminal.print(scenarios.count == 1 ? "1 scenario is valid\n" : "\(scenarios.count) scenarios are valid\n")
    return 0
  }
}

/// Addresses for a plan that nobody runs.
enum PlanAddresses {
  static func example(for scenario: Scenario) -> AddressRange {
    AddressRange(slice: 16, first: 0, count: Planner.addressCount(for: scenario))
  }
}
