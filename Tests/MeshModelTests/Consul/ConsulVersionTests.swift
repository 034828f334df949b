import MeshModel
import Testing

@Suite("Consul: versions")
struct ConsulVersionTests {
  @Test(
    "reads releases and lines",
    arguments: [
      ("2.0.3", "2.0.3"), ("v0.49.8", "0.49.8"), ("1.9", "1.9"), ("2.0.0-rc1", "2.0.0"),
      ("2.0.3~consul.merge.own-metrics", "2.0.3~consul.merge.own-metrics"),
    ])
  func reads(text: String, description: String) {
    #expect(ConsulVersion(text)?.description == description)
  }

  @Test("refuses what is no release", arguments: ["", "1", "latest", "1.9.1.1", "1.x", "2.0~merge.streams"])
  func refuses(text: String) {
    #expect(ConsulVersion(text) == nil)
  }

  @Test(
    "behaviours begin and end with a release, and reach earlier lines by backports",
    arguments: [
      (ConsulBehaviour.tellsSuccess, "0.37.0", false), (.tellsSuccess, "0.38.0", true),
      (.tellsSuccess, "0.49.8", true), (.tellsSuccess, "1.0.0", false),
      (.mergesOnEveryAddress, "1.9.0", false), (.mergesOnEveryAddress, "1.9.1", true),
      (.mergesOnEveryAddress, "1.9", true), (.agentsOverHTTPS, "1.0.9", false),
      (.agentsOverHTTPS, "1.0.10", true),
      (.agentsOverHTTPS, "1.1.4", false), (.agentsOverHTTPS, "1.1.5", true), (.agentsOverHTTPS, "1.2.1", false),
      (.agentsOverHTTPS, "1.2.2", true), (.agentsOverHTTPS, "0.49.8", false),
      (.refusesAgentMetricsOverHTTPS, "0.45.0", true), (.refusesAgentMetricsOverHTTPS, "0.46.0", false),
    ])
  func ranges(behaviour: ConsulBehaviour, version: String, holds: Bool) throws {
    #expect(try #require(ConsulVersion(version)).exhibits(behaviour) == holds)
  }

  @Test("a mutated behaviour is its opposite", arguments: ConsulBehaviour.allCases)
  func mutation(behaviour: ConsulBehaviour) throws {
    for number in ["0.33.0", "0.49.8", "1.0.0", "2.0.3"] {
      let plain = try #require(ConsulVersion(number))
      let mutant = try #require(ConsulVersion("\(number)~\(behaviour.rawValue)"))
      #expect(mutant.exhibits(behaviour) != plain.exhibits(behaviour))
    }
  }

  @Test("every behaviour has a row with a sentence and a source", arguments: ConsulBehaviour.allCases)
  func table(behaviour: ConsulBehaviour) {
    let fact = behaviour.fact
    #expect(!fact.summary.isEmpty && fact.source.hasPrefix("hashicorp/consul"))
    #expect(fact.until.map { until in fact.since.map { $0 < until } ?? true } ?? true)
    #expect(behaviour.rawValue.hasPrefix("consul."))
  }
}
