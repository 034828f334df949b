import Contract
import Judging
import Planning
import Running
import Scenarios
import Synchronization
import Worlds

/// Shrinks worlds that differ to the least that differ in the same way.
struct WorldShrinking {
  let run: ComparisonRun
  let engine: ComparedEngine
  /// How many candidates run at a time.
  let width: Int

  /// Of a world that takes more candidates than these, what is left then is kept.
  private static let mostCandidates = 300

  /// A world and how it differs.
  struct Failure {
    var world: World
    var differences: [Difference]
  }

  /// One world for each way to differ, at most `count` of them, as small as was found.
  func least(of failures: [Failure], count: Int, found: (Failure, World) throws -> Void) throws {
    var known: Set<DifferenceKind> = []
    var left = count
    for failure in failures where left > 0 && !Interruption.hasCome {
      guard let first = failure.differences.first, known.insert(DifferenceKind(first)).inserted else {
        continue
      }
      left -= 1
      let kind = DifferenceKind(first)
      let least = Shrinker(width: width, limit: Self.mostCandidates).leastInBatches(failure.world) {
        differ($0, kind: kind)
      }
      try found(failure, least)
    }
  }

  /// Which candidates are worlds that differ in this way.
  private func differ(_ worlds: [World], kind: DifferenceKind) -> [Bool] {
    guard !Interruption.hasCome else { return worlds.map { _ in false } }
    var scenarios: [Scenario] = []
    var places: [Int] = []
    for (index, world) in worlds.enumerated() {
      guard let scenario = try? WorldSelection.scenarios(of: world).first else { continue }
      scenarios.append(scenario)
      places.append(index)
    }
    let found = Mutex<Set<Int>>([])
    let engine = engine
    run.compare(scenarios, width: width) { index, record in
      let differences = record.states.flatMap { StateComparison(of: $0, with: engine).differences }
      if record.failure == nil, differences.contains(where: { DifferenceKind($0) == kind }) {
        _ = found.withLock { $0.insert(index) }
      }
      return true
    }
    let differing = Set(found.withLock { $0 }.map { places[$0] })
    return worlds.indices.map(differing.contains)
  }
}

extension WorldSelection {
  /// Keeps the worlds that differ, shrinks them, and says how to have them again.
  func report(_ verdict: ComparisonVerdict, _ shrinking: WorldShrinking, _ terminal: Terminal) throws {
    var failures: [WorldShrinking.Failure] = []
    let comparisons = Dictionary(verdict.scenarios.map { ($0.path, $0) }) { first, _ in first }
    for world in worlds {
      guard let comparison = comparisons[Self.path(of: world)], comparison.status != .agrees else { continue }
      terminal.complain("world \(world.seed) \(comparison.status.rawValue): \(again(world))\n")
      if let folder { EvidenceFolder.write(world.text, to: "\(folder)/world-\(world.seed).yaml") }
      let differences = comparison.states.flatMap(\.differences)
      if !differences.isEmpty {
        failures.append(WorldShrinking.Failure(world: world, differences: differences))
      }
    }
    try shrinking.least(of: failures, count: shrunk) { failure, least in
      terminal.complain("\nthe least of world \(failure.world.seed) that differs\n\(least.text)")
      if let folder {
        EvidenceFolder.write(least.text, to: "\(folder)/world-\(failure.world.seed)-least.yaml")
      }
    }
    let range = worlds.first.map { "\($0.seed)…\(worlds[worlds.count - 1].seed)" } ?? ""
    terminal.complain("\(worlds.count) worlds, seeds \(range)\n")
  }
}
