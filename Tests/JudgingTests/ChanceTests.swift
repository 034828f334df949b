import Contract
import Testing

@testable import Judging

/// What real Prometheus leaves to chance is accepted, and nothing beside it.
@Suite("Differences by chance")
struct ChanceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var id: String?
    var change: @Sendable (inout ComparedState) -> Void
    var testDescription: String
  }

  private static func target(
    _ labels: [String: String], at url: String, discovered: [String: String] = [:], health: String = "up"
  ) -> ScraperReading.Target {
    .init(
      scrapePool: "pods", discoveredLabels: discovered, labels: labels, scrapeURL: url, health: health,
      lastError: health == "up" ? "" : "sample limit exceeded")
  }

  private static func dropped(_ name: String) -> ScraperReading.DroppedTarget {
    .init(scrapePool: "pods", discoveredLabels: ["__address__": name])
  }

  private static func both(
    _ state: inout ComparedState, _ change: (inout ScraperReading) -> Void
  ) {
    change(&state.builtIn)
    change(&state.real)
  }

  static let cases = [
    Case(
      id: "prometheus.which-dropped-are-kept",
      change: {
        both(&$0) { $0.droppedCounts = ["pods": 3] }
        $0.builtIn.dropped = [dropped("a")]
        $0.real.dropped = [dropped("b")]
      }, testDescription: "one of three dropped targets listed, another one"),
    Case(
      id: nil,
      change: {
        both(&$0) { $0.droppedCounts = ["pods": 1] }
        $0.builtIn.dropped = [dropped("a")]
        $0.real.dropped = [dropped("b")]
      }, testDescription: "another dropped target where all are listed"),
    Case(
      id: "prometheus.which-pod-behind-a-service",
      change: { state in
        both(&state) {
          $0.active = [
            target(
              ["job": "j"], at: "http://x/",
              discovered: ["__meta_kubernetes_service_cluster_ip": "127.0.0.9"])
          ]
        }
        state.builtIn.series = [.init(labels: ["__name__": "a", "job": "j", "of": "1"], value: "1")]
        state.real.series = [.init(labels: ["__name__": "a", "job": "j", "of": "1"], value: "2")]
      }, testDescription: "the sample of another pod behind a Service's address"),
    Case(
      id: nil,
      change: { state in
        both(&state) {
          $0.active = [
            target(
              ["job": "j"], at: "http://x/",
              discovered: [
                "__meta_kubernetes_service_cluster_ip": "127.0.0.9", "__meta_kubernetes_pod_name": "a",
              ])
          ]
        }
        state.builtIn.series = [.init(labels: ["__name__": "a", "job": "j", "of": "1"], value: "1")]
        state.real.series = [.init(labels: ["__name__": "a", "job": "j", "of": "1"], value: "2")]
      }, testDescription: "another sample of a pod's own target"),
    Case(
      id: "prometheus.which-discovery-wins",
      change: { state in
        for (path, name) in [(\ComparedState.builtIn, "a"), (\ComparedState.real, "b")] {
          state[keyPath: path].active = [
            target(["job": "j"], at: "http://x/", discovered: ["__meta_kubernetes_service_name": name])
          ]
        }
      }, testDescription: "a target of two Services"),
    Case(
      id: nil,
      change: { state in
        for (path, name) in [(\ComparedState.builtIn, "a"), (\ComparedState.real, "b")] {
          state[keyPath: path].active = [
            target(["job": "j"], at: "http://x/", discovered: ["__meta_kubernetes_pod_container_name": name])
          ]
        }
      }, testDescription: "a target of another container of one pod"),
    Case(
      id: "prometheus.whose-sample-of-a-shared-series",
      change: {
        both(&$0) {
          $0.active = [target(["job": "j"], at: "http://x/"), target(["job": "j"], at: "http://y/")]
        }
        $0.builtIn.series = [.init(labels: ["__name__": "a", "job": "j"], value: "1")]
        $0.real.series = [.init(labels: ["__name__": "a", "job": "j"], value: "2")]
      }, testDescription: "a series that two targets write"),
    Case(
      id: nil,
      change: {
        both(&$0) {
          $0.active = [target(["job": "j"], at: "http://x/"), target(["job": "k"], at: "http://y/")]
        }
        $0.builtIn.series = [.init(labels: ["__name__": "a", "job": "j"], value: "1")]
        $0.real.series = [.init(labels: ["__name__": "a", "job": "j"], value: "2")]
      }, testDescription: "a series of one of two targets"),
    Case(
      id: "prometheus.whose-sample-of-a-series-without-its-target",
      change: {
        both(&$0) {
          $0.active = [target(["job": "j"], at: "http://x/"), target(["job": "k"], at: "http://y/")]
        }
        $0.builtIn.series = [.init(labels: ["__name__": "a"], value: "1")]
        $0.real.series = [.init(labels: ["__name__": "a"], value: "2")]
      }, testDescription: "a series with no target's labels"),
    Case(
      id: nil,
      change: {
        both(&$0) { $0.active = [target(["job": "j"], at: "http://x/")] }
        $0.builtIn.series = [.init(labels: ["__name__": "a"], value: "1")]
        $0.real.series = [.init(labels: ["__name__": "a"], value: "2")]
      }, testDescription: "a series with no target's labels, and one target"),
    Case(
      id: "prometheus.up-by-turns",
      change: {
        both(&$0) {
          $0.series = [.init(labels: ["__name__": "up", "job": "j"], value: "1", isRestless: true)]
        }
        $0.builtIn.active = [target(["job": "j"], at: "http://x/", health: "down")]
        $0.real.active = [target(["job": "j"], at: "http://x/")]
      }, testDescription: "a target that is up by turns"),
    Case(
      id: nil,
      change: {
        both(&$0) { $0.series = [.init(labels: ["__name__": "up", "job": "j"], value: "1")] }
        $0.builtIn.active = [target(["job": "j"], at: "http://x/", health: "down")]
        $0.real.active = [target(["job": "j"], at: "http://x/")]
      }, testDescription: "a target that only one has down"),
  ]

  @Test("A difference", arguments: cases)
  func difference(_ example: Case) {
    var state = ComparedState(name: nil, builtIn: ScraperReading(), real: ScraperReading())
    example.change(&state)
    let comparison = StateComparison(of: state, with: ComparedEngine(name: "prometheus", version: "3.5.3"))
    #expect(comparison.differences.isEmpty == (example.id != nil), "\(comparison.differences)")
    #expect(Set(comparison.accepted.map(\.id)) == Set([example.id].compactMap { $0 }))
  }
}
