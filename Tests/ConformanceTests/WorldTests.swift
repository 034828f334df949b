import Contract
import Foundation
import Judging
import Planning
import Running
import Scenarios
import SourceText
import TestSupport
import Testing
import Worlds

/// Random worlds, always the same ones: under the built-in scraper, and held against a real one where one is there.
@Suite("Random worlds")
struct WorldTests {
  private static let seeds: Range<UInt64> = 0..<40

  private static func scenario(_ seed: UInt64, _ version: String) throws -> Scenario {
    let world = WorldGenerator(version: version).world(seed: seed)
    return try #require(
      try ScenarioLoader.load(SourceFile(path: "world-\(seed).yaml", text: world.text)).first)
  }

  @Test("World", arguments: seeds, ["2.53.3", "3.5.3"])
  func world(_ seed: UInt64, _ version: String) async throws {
    let suite = try ConformanceCase.suite.get()
    let scenario = try Self.scenario(seed, version)
    let record = await ConformanceCase.gate.run { suite.run(scenario) }
    #expect(record.diagnostics == nil, "\(record.diagnostics?.all.map(\.description) ?? [])")
    #expect(record.failure == nil)
    let observation = try #require(record.observations.first)
    for target in observation.activeTargets {
      #expect(target.scrapeURL.contains("://127."), "a target of another machine")
      #expect(target.health == "up" || !target.lastError.isEmpty, "down for no reason")
    }
    let verdict = Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds)
    #expect(verdict.status != .errored)
  }

  /// The real ones that are there.
  private static let engines = EngineCatalogue.all().filter { $0.name == "prometheus" }

  @Test("Held against a real one", .enabled(if: !engines.isEmpty), arguments: engines)
  func real(_ engine: RealEngine) async throws {
    let scraper = ScraperEngine.prometheus(engine)
    let compared = try #require(scraper.compared)
    let run = try ComparisonRun(executable: Repository.executable, engine: scraper) {
      StateComparison(of: $0, with: compared).differences.isEmpty
    }
    let scenarios = try Self.seeds.map { try Self.scenario($0, engine.version) }
    let comparisons = await ConformanceCase.gate.run {
      let found = Found()
      run.compare(scenarios, width: 8) { _, record in
        found.add(
          ScenarioComparison(
            of: record.scenario, with: compared, builtInVersion: nil, states: record.states,
            failure: record.failure, durationSeconds: record.durationSeconds))
        return true
      }
      return found.all
    }
    #expect(comparisons.count == scenarios.count)
    for comparison in comparisons where comparison.status != .agrees {
      Issue.record(
        "\(comparison.name): \(comparison.states.flatMap(\.differences)) \(comparison.failure as Any)")
    }
  }

  /// What threads have found. Sendable because a lock guards it.
  private final class Found: @unchecked Sendable {
    private let lock = NSLock()
    private var comparisons: [ScenarioComparison] = []

    func add(_ comparison: ScenarioComparison) { lock.withLock { comparisons.append(comparison) } }
    var all: [ScenarioComparison] { lock.withLock { comparisons } }
  }
}
