import Contract
import Planning
import PrometheusModel
import Scenarios
import SourceText
import Testing

@testable import Worlds

@Suite("Worlds of seeds")
struct WorldGeneratorTests {
  @Test(
    "A seed gives the same world on every platform",
    arguments: [("2.53.3", UInt64(12_750_157_349_332_141_889)), ("3.5.3", 15_616_411_131_053_353_111)])
  func isStable(_ version: String, _ expected: UInt64) {
    let generator = WorldGenerator(version: version)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for seed in 0..<UInt64(50) {
      for byte in generator.world(seed: seed).text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    #expect(hash == expected)
  }

  @Test("Every world is a scenario that plans", arguments: ["2.53.3", "3.5.3"])
  func isValid(_ version: String) throws {
    let generator = WorldGenerator(version: version)
    for seed in 0..<UInt64(300) {
      let world = generator.world(seed: seed)
      let scenarios = try #require(
        try? ScenarioLoader.load(SourceFile(path: "world-\(seed).yaml", text: world.text)), "seed \(seed)")
      let scenario = try #require(scenarios.first)
      let range = AddressRange(slice: 16, first: 0, count: Planner.addressCount(for: scenario))
      let plan = try Planner.plan(scenario, addresses: range)
      let text = try #require(plan.states.first?.prometheusConfiguration)
      let node = try #require(try YAMLReader.documents(text, file: "prometheus.yml").first)
      #expect(throws: Never.self, "seed \(seed)") {
        try PrometheusConfiguration.parse(node, version: try #require(PrometheusVersion(version)))
      }
    }
  }

  @Test("Worlds are of every kind")
  func isVaried() {
    let generator = WorldGenerator(version: "3.5.3")
    let all = (0..<UInt64(400)).map { generator.world(seed: $0).text }.joined(separator: "\n")
    let actions = RelabelAction.allCases.filter { $0 != .replace }.map { "action: \($0.rawValue)" }
    let roles = ["pod", "endpoints", "endpointslice", "service", "node", "ingress"].map { "role: \($0)" }
    let others = [
      "kind: istio", "hostNetwork: true", "phase: Pending", "restartPolicy: Always", "protocol: SCTP", "owner:",
      "static_configs:", "sample_limit:", "fallback_scrape_protocol:", "# EOF", "status: 500",
      "compression: gzip",
      "metric_relabel_configs:", "selectors:", "__scrape_interval__", "openMetrics:",
    ]
    for text in actions + roles + others { #expect(all.contains(text), "\(text)") }
  }

  @Test(
    "Every job ends with the rule that keeps its targets on the machine", arguments: [UInt64(1), 2, 3, 4, 5])
  func isGuarded(_ seed: UInt64) throws {
    let world = WorldGenerator(version: "3.5.3").world(seed: seed)
    let node = try YAMLReader.document(world.text, file: "world.yaml")
    let jobs = try #require(node["prometheus"]?["scrapeConfigs"]?.sequence)
    for job in jobs {
      let last = try #require(job["relabel_configs"]?.sequence?.last)
      #expect(last["action"]?.string == "keep")
      #expect(last["source_labels"]?.sequence?.compactMap(\.string) == ["__address__"])
      #expect(last["regex"]?.string == World.guardPattern)
    }
    #expect(try YAMLReader.document(world.text, file: "again.yaml") == node)
  }

  @Test(
    "Only addresses of runs get past it",
    arguments: [
      ("127.16.0.4:8080", true), ("127.254.0.1", true), ("127.0.0.1:80", false), ("127.15.0.1:80", false),
      ("10.0.0.1:80", false), ("web.shop.svc:80", false), ("[::1]:80", false), ("127.16.0.4.example:1", false),
      ("127.255.0.1", false), ("", false),
    ])
  func keeps(_ address: String, _ isKept: Bool) throws {
    let node: YAMLNode = .mapping([
      ("source_labels", ["__address__"]), ("regex", .string(World.guardPattern)), ("action", "keep"),
    ])
    let rule = try RelabelRule(node: node)
    var labels = Labels()
    labels["__address__"] = address
    #expect((Relabelling.apply([rule], to: labels) != nil) == isKept)
  }
}
