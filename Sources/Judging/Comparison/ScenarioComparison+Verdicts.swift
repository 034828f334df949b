public import Contract

extension ScenarioComparison {
  /// Adds what came of each expectation, where the two runs of a scenario part: status, or why.
  public mutating func compare(
    _ builtIn: ScenarioVerdict, _ real: ScenarioVerdict, in compared: [ComparedState],
    with engine: ComparedEngine
  ) {
    for (ours, theirs) in zip(builtIn.expectations, real.expectations) {
      guard ours.status != theirs.status || ours.because != theirs.because,
        let index = states.firstIndex(where: { $0.name == ours.step })
      else { continue }
      let difference = Difference(
        .expectation, of: ours.text, builtIn: Self.text(of: ours), real: Self.text(of: theirs))
      if let known = AcceptedDifference.matching(difference, in: compared[index], of: engine) {
        states[index].accepted.append(.init(id: known.id, difference: difference))
      } else {
        states[index].differences.append(difference)
      }
    }
  }

  private static func text(of verdict: ExpectationVerdict) -> String {
    verdict.status.rawValue + (verdict.because.map { ", \($0)" } ?? "") + ": \(verdict.actual)"
  }
}
