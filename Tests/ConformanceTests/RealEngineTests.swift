import Contract
import Foundation
import Judging
import Running
import Scenarios
import TestSupport
import Testing

/// The story, with the built-in scraper and a real one on the same pods.
@Suite("Held against real engines", .serialized)
struct RealEngineTests {
  /// The engines of the repository's root, unless the environment names others.
  static let folder: String = {
    if ProcessInfo.processInfo.environment["MESHSCRAPE_ENGINES"] == nil {
      setenv("MESHSCRAPE_ENGINES", Repository.path(".engines"), 0)
    }
    return EngineCatalogue.folder
  }()

  static func isThere(_ engine: String) -> Bool {
    _ = folder
    return (try? ScraperEngine(engine)) != nil
  }

  @Test(
    "Prometheus 2.53",
    .enabled(if: isThere("prometheus@2.53"), "'make engines' brings Prometheus 2.53; it is not there"))
  func prometheus() throws { try compare(with: "prometheus@2.53") }

  @Test(
    "VictoriaMetrics",
    .enabled(if: isThere("victoriametrics"), "'make engines' brings VictoriaMetrics; it is not there"))
  func victoriaMetrics() throws { try compare(with: "victoriametrics") }

  private func compare(with text: String) throws {
    let engine = try #require(try ScraperEngine(text))
    let compared = try #require(engine.compared)
    let scenarios = try ScenarioLoader.files(at: [Repository.path("Scenarios/story")])
      .flatMap { try ScenarioLoader.load($0) }
    let run = try ComparisonRun(executable: Repository.executable, engine: engine) { state in
      StateComparison(of: state, with: compared).differences.isEmpty
    }
    run.compare(scenarios, width: 16) { _, record in
      #expect(record.diagnostics == nil, "\(record.scenario.name)")
      let comparison = ScenarioComparison(
        of: record.scenario, with: record.engine, builtInVersion: nil, states: record.states,
        failure: record.failure, durationSeconds: record.durationSeconds)
      #expect(comparison.failure == nil, "\(comparison.name)")
      #expect(comparison.states.count == record.scenario.states.count, "\(comparison.name)")
      for difference in comparison.states.flatMap(\.differences) {
        Issue.record("\(comparison.name): \(difference)")
      }
      return true
    }
  }
}

/// Real Envoy in the place of the built-in proxy.
@Suite("Held against real Envoy", .serialized)
struct RealEnvoyTests {
  private static let envoy: RealEngine? = {
    _ = RealEngineTests.folder
    return try? EngineCatalogue.engine("envoy", version: "1.40")
  }()

  @Test(
    "clients see the same, mode by protocol by client",
    .enabled(if: envoy != nil, "'make engines' brings Envoy 1.40; it is not there"))
  func clients() throws {
    let envoy = try #require(Self.envoy)
    let matrix = try ProxyMatrix.taken(executable: Repository.executable, envoy: envoy)
    #expect(matrix.cells.count > 400)
    for cell in matrix.differences {
      Issue.record(
        "\(cell.mode.rawValue) \(cell.portProtocol.rawValue), \(cell.client.name): \(cell.outcome)")
    }
    print(matrix.table)
  }

  @Test(
    "the story", .enabled(if: envoy != nil, "'make engines' brings Envoy 1.40; it is not there"))
  func story() throws {
    let envoy = try #require(Self.envoy)
    let scenarios = try ScenarioLoader.files(at: [Repository.path("Scenarios/story")])
      .flatMap { try ScenarioLoader.load($0) }
    let run = try ProxyComparisonRun(executable: Repository.executable, envoy: envoy)
    run.compare(scenarios, width: 4) { _, record in
      let comparison = record.comparison
      #expect(record.builtIn.diagnostics == nil, "\(comparison.name)")
      #expect(comparison.failure == nil, "\(comparison.name)")
      #expect(comparison.states.count == record.scenario.states.count, "\(comparison.name)")
      for difference in comparison.states.flatMap(\.differences) {
        Issue.record("\(comparison.name): \(difference)")
      }
      return true
    }
  }
}

extension ProxyComparisonRecord {
  /// The two runs, judged and held against each other.
  fileprivate var comparison: ScenarioComparison {
    let states = states
    var comparison = ScenarioComparison(
      of: scenario, with: engine, builtInVersion: nil, states: states,
      failure: builtIn.failure ?? real.failure, durationSeconds: 0)
    let verdicts = [builtIn, real].map { record in
      Judge.verdict(
        on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
        durationSeconds: 0)
    }
    comparison.compare(verdicts[0], verdicts[1], in: states, with: engine)
    return comparison
  }
}
