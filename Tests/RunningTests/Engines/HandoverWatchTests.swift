import Testing

@testable import Running

/// What an engine's counters prove about what it has handed to its scrape pools.
@Suite("Handovers of a real engine")
struct HandoverWatchTests {
  /// Counters at a time: what has come in, handovers, synchronisations.
  struct Course: Sendable, CustomTestStringConvertible {
    var name: String
    /// `(seconds, taken, handedOn, synchronised)`, one answer each.
    var answers: [(Double, Double, Double, Double)]
    /// At which answer everything is proved to have arrived; nil if it is not.
    var settles: Int?
    var testDescription: String { name }
  }

  /// One answer every 0.25 s from `from` to `to`.
  static func every(
    _ from: Double, _ to: Double, _ taken: Double, _ handedOn: Double, _ synchronised: Double
  ) -> [(Double, Double, Double, Double)] {
    stride(from: from, through: to, by: 0.25).map { ($0, taken, handedOn, synchronised) }
  }

  static let courses = [
    Course(name: "nothing ever comes: a whole period", answers: every(0, 6, 0, 0, 0), settles: 20),
    Course(
      name: "a handover of everything", answers: every(0, 2, 7, 0, 0) + every(2.25, 4, 7, 1, 2), settles: 12),
    Course(
      name: "what came in with the handover may have missed it",
      answers: every(0, 1, 7, 0, 0) + every(1.25, 5, 8, 1, 2), settles: nil),
    Course(
      name: "a handover too early to have had everything waits for a whole period",
      answers: every(0, 0.25, 7, 0, 0) + every(0.5, 6, 7, 1, 2), settles: 22),
    Course(
      name: "what comes in after the handover waits for the next",
      answers: every(0, 2, 7, 0, 0) + every(2.25, 2.5, 7, 1, 2) + every(2.75, 7, 9, 1, 2)
        + every(7.25, 8.5, 9, 2, 4), settles: 32),
    Course(
      name: "handed on, but no pool has it yet", answers: every(0, 2, 7, 0, 0) + every(2.25, 6, 7, 1, 0),
      settles: nil),
    Course(
      name: "questions again and again: two handovers",
      answers: (0..<60).map { index in
        let seconds = Double(index) / 4
        return (seconds, Double(Int(seconds)), Double(Int(seconds / 5)), Double(Int(seconds / 5)))
      }, settles: 43),
    Course(
      name: "time without answers proves nothing", answers: [(0, 7, 0, 0), (30, 7, 0, 0), (30.1, 7, 1, 1)],
      settles: nil),
  ]

  @Test("A course of the counters", arguments: courses)
  func course(_ course: Course) {
    var watch = HandoverWatch(.init(periodSeconds: 5))
    let settled = course.answers.firstIndex { seconds, taken, handedOn, synchronised in
      watch.sees(
        DiscoveryProgress(taken: taken, handedOn: handedOn, synchronised: ["pods": synchronised]),
        asked: seconds, answered: seconds)
    }
    #expect(settled == course.settles)
  }

  @Test("A stillness is from an answer to the asking of another")
  func asked() {
    var watch = HandoverWatch(.init(periodSeconds: 5, answers: 1))
    let nothing = DiscoveryProgress(taken: 0, handedOn: 0, synchronised: [:])
    let settled = [(0.0, 4.0), (8.9, 20.0), (21.0, 22.0)].map { watch.sees(nothing, asked: $0, answered: $1) }
    #expect(settled == [false, false, true])
  }
}

@Suite("What real engines tell of discovery")
struct DiscoveryProgressTests {
  static let engine = RealEngine(name: "x", version: "2.53.3", path: "/x")

  @Test("Prometheus' counters")
  func prometheus() {
    let body = """
      # HELP prometheus_sd_updates_total Total number of update events sent to the SD consumers.
      # TYPE prometheus_sd_updates_total counter
      prometheus_sd_updates_total{name="notify"} 1
      prometheus_sd_updates_total{name="scrape"} 2
      prometheus_sd_received_updates_total{name="scrape"} 16
      prometheus_sd_kubernetes_events_total{event="add",role="pod"} 32
      prometheus_sd_kubernetes_workqueue_depth{queue_name="pod"} 1000
      prometheus_sd_kubernetes_workqueue_items_total{queue_name="pod"} 64
      prometheus_sd_kubernetes_workqueue_work_duration_seconds_count{queue_name="pod"} 128
      prometheus_target_scrape_pool_sync_total{scrape_job="a"} 4
      prometheus_target_scrape_pool_sync_total{scrape_job="b"} 5
      go_goroutines 7
      """
    #expect(
      DiscoveryProgress(Array(body.utf8), of: .prometheus(Self.engine))
        == DiscoveryProgress(taken: 240, handedOn: 3, synchronised: ["a": 4, "b": 5]))
  }

  @Test("VictoriaMetrics' counters")
  func victoriaMetrics() {
    let body = """
      vm_promscrape_discovery_kubernetes_objects_added_total{role="pod"} 1
      vm_promscrape_targets{type="kubernetes_sd_configs", status="up"} 2
      vm_promscrape_scrapes_total{status_code="200"} 100
      vm_app_uptime_seconds 12
      """
    #expect(
      DiscoveryProgress(Array(body.utf8), of: .victoriaMetrics(Self.engine))
        == DiscoveryProgress(taken: 3, handedOn: 0, synchronised: [:]))
  }
}
