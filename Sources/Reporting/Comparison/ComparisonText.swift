import Judging

/// A comparison for people: what differs, scenario by scenario; what is accepted, and why; the sum.
struct ComparisonText {
  private let style: ReportStyle
  private let palette: Palette

  /// Of one state, no more differences than these are shown; the JSON report has all.
  private static let mostShown = 12

  init(style: ReportStyle) {
    self.style = style
    palette = Palette(isOn: style.hasColour)
  }

  func text(_ comparison: ComparisonVerdict) -> String {
    var blocks = comparison.scenarios.filter { $0.status != .agrees }.map(scenario)
    let accepted = accepted(comparison)
    if !accepted.isEmpty { blocks.append(accepted) }
    blocks.append(summary(comparison))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  // MARK: Scenarios

  private func scenario(_ scenario: ScenarioComparison) -> String {
    let mark = scenario.status == .differs ? palette.red("✗") : palette.yellow("!")
    var lines = ["\(mark) \(palette.bold(scenario.name))"]
    for state in scenario.states where !state.differences.isEmpty {
      if let name = state.name { lines.append("  after '\(name)'") }
      lines += state.differences.prefix(Self.mostShown).flatMap(difference)
      if state.differences.count > Self.mostShown {
        lines.append("    and \(state.differences.count - Self.mostShown) more")
      }
    }
    if let failure = scenario.failure { lines.append("  not compared: \(failure)") }
    return lines.joined(separator: "\n")
  }

  private func difference(_ difference: Difference) -> [String] {
    [
      "    \(difference.subject): \(difference.aspect.rawValue)",
      "      built-in  \(difference.builtIn ?? "has none")",
      "      real      \(difference.real ?? "has none")",
    ]
  }

  // MARK: Accepted differences

  private func accepted(_ comparison: ComparisonVerdict) -> String {
    var counts: [String: (differences: Int, scenarios: Set<String>)] = [:]
    for scenario in comparison.scenarios {
      for accepted in scenario.states.flatMap(\.accepted) {
        counts[accepted.id, default: (0, [])].differences += 1
        counts[accepted.id]?.scenarios.insert(scenario.name)
      }
    }
    guard !counts.isEmpty else { return "" }
    var lines = [palette.bold("accepted differences")]
    for known in AcceptedDifference.all {
      guard let count = counts[known.id] else { continue }
      lines.append(
        "  \(known.id): \(count.differences) in \(Wording.count(count.scenarios.count, "scenario"))")
      lines += Columns.wrapped(known.reason, to: style.width.map { $0 - 4 }).map { palette.faint("    \($0)") }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: The sum

  private func summary(_ comparison: ComparisonVerdict) -> String {
    let states = comparison.scenarios.flatMap(\.states)
    let parts = ScenarioComparison.Status.allCases.compactMap { status in
      let count = comparison.count(status)
      return count == 0 ? nil : "\(count) \(word(status, count))"
    }
    let scenarios = Wording.count(comparison.scenarios.count, "scenario")
    let sum =
      "\(scenarios), \(Wording.count(states.count, "state")): \(parts.joined(separator: ", ")) in "
      + Wording.duration(seconds: comparison.durationSeconds)
    let read =
      "compared: \(states.reduce(0) { $0 + $1.activeTargets }) active targets, "
      + "\(states.reduce(0) { $0 + $1.droppedTargets }) dropped targets, "
      + "\(states.reduce(0) { $0 + $1.series }) series; "
      + "\(states.reduce(0) { $0 + $1.differences.count }) differences, "
      + "\(states.reduce(0) { $0 + $1.accepted.count }) accepted ones"
    let versions = Set(comparison.scenarios.compactMap(\.builtInVersion)).sorted()
    let who =
      "built-in scraper as Prometheus \(versions.joined(separator: ", ")) · real scraper: \(comparison.engine)"
    return
      ([palette.bold(sum)] + [read, who].flatMap { Columns.wrapped($0, to: style.width) }.map(palette.faint))
      .joined(separator: "\n")
  }

  private func word(_ status: ScenarioComparison.Status, _ count: Int) -> String {
    switch status {
    case .agrees: count == 1 ? "agrees" : "agree"
    case .differs: count == 1 ? "differs" : "differ"
    case .errored: "errored"
    }
  }
}
