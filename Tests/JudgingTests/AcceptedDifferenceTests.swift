import Contract
import Foundation
import Scenarios
import TestSupport
import Testing

@testable import Judging

/// The known differences: each accepts what it says, and nothing beside it.
@Suite("Accepted differences")
struct AcceptedDifferenceTests {
  static let victoriaMetrics = ComparedEngine(name: "victoria-metrics", version: "1.112.0")
  static let prometheus = ComparedEngine(name: "prometheus", version: "2.53.3")

  struct Case: Sendable, CustomTestStringConvertible {
    var id: String?
    var engine = victoriaMetrics
    var change: @Sendable (inout ComparedState) -> Void
    var what: String
    var testDescription: String { what }
  }

  static func down(_ error: String) -> @Sendable (inout ComparedState) -> Void {
    { state in
      state.builtIn.active[0].health = "down"
      state.builtIn.active[0].lastError = error
      state.builtIn.series[0].value = "0"
    }
  }

  static let cases = [
    Case(
      id: "victoria-metrics.own-series",
      change: {
        $0.real.series.append(.init(labels: ["__name__": "scrape_timeout_seconds"], value: "1"))
      }, what: "a series of its own"),
    Case(
      id: nil,
      change: {
        $0.real.series.append(.init(labels: ["__name__": "cart_items"], value: "1"))
      }, what: "another series"),
    Case(
      id: nil, engine: prometheus,
      change: {
        $0.real.series.append(.init(labels: ["__name__": "scrape_timeout_seconds"], value: "1"))
      }, what: "VictoriaMetrics' series in Prometheus"),
    Case(
      id: "any.process-figures", engine: prometheus,
      change: {
        let labels = ["__name__": "istio_agent_process_resident_memory_bytes"]
        $0.builtIn.series.append(.init(labels: labels, value: "12828672"))
        $0.real.series.append(.init(labels: labels, value: "12791808"))
      }, what: "the memory of a process at another moment"),
    Case(
      id: nil, engine: prometheus,
      change: {
        $0.real.series.append(.init(labels: ["__name__": "process_open_fds"], value: "9"))
      }, what: "a figure of a process that only one has"),
    Case(
      id: "victoria-metrics.pool-is-job",
      change: {
        $0.real.active[0].scrapePool = "nightly"
        $0.real.active[0].labels["job"] = "nightly"
        $0.builtIn.active[0].labels["job"] = "nightly"
      }, what: "the label job as pool"),
    Case(id: nil, change: { $0.real.active[0].scrapePool = "other" }, what: "any other pool"),
    Case(
      id: "victoria-metrics.skips-invalid-lines", change: down("data does not end with # EOF"),
      what: "a line that cannot be read"),
    Case(
      id: nil, change: down("server returned HTTP status 500 Internal Server Error"),
      what: "a target that only one has down"),
    Case(
      id: nil, engine: prometheus, change: down("data does not end with # EOF"), what: "the same in Prometheus"),
    Case(
      id: "victoria-metrics.no-body-size-limit", change: down("body size limit exceeded"),
      what: "body_size_limit"),
    Case(
      id: "victoria-metrics.error-wording",
      change: { state in
        state.builtIn.active[0].lastError = "server returned HTTP status 404 Not Found"
        state.real.active[0].lastError =
          "unexpected status code returned when scraping \"http://x\": 404; expecting 200"
      }, what: "other words for the same"),
    Case(
      id: nil,
      change: { state in
        state.builtIn.active[0].lastError = "server returned HTTP status 404 Not Found"
        state.real.active[0].lastError =
          "unexpected status code returned when scraping \"http://x\": 500; expecting 200"
      }, what: "other words for something else"),
    Case(
      id: "prometheus.removed-job-lingers", engine: prometheus,
      change: {
        $0.removedTargets = [["job": "gone"]]
        $0.real.series.append(.init(labels: ["__name__": "up", "job": "gone"], value: "1"))
      }, what: "a series of a job that was removed"),
    Case(
      id: nil, engine: prometheus,
      change: {
        $0.removedTargets = [["job": "gone"]]
        $0.real.series.append(.init(labels: ["__name__": "up", "job": "other"], value: "1"))
      }, what: "a series of another job"),
    Case(
      id: nil, engine: prometheus,
      change: {
        $0.removedTargets = [["job": "gone"]]
        $0.builtIn.series.append(.init(labels: ["__name__": "up", "job": "gone"], value: "1"))
      }, what: "a series of a removed job that only the built-in scraper has"),
  ]

  @Test("A difference", arguments: cases)
  func difference(_ example: Case) throws {
    var state = ComparedState(name: nil, builtIn: ComparisonTests.reading, real: ComparisonTests.reading)
    example.change(&state)
    let comparison = StateComparison(of: state, with: example.engine)
    if let id = example.id {
      #expect(comparison.differences.isEmpty, "\(comparison.differences)")
      #expect(!comparison.accepted.isEmpty)
      #expect(Set(comparison.accepted.map(\.id)) == [id])
    } else {
      #expect(!comparison.differences.isEmpty)
    }
  }

  @Test("Each has a name of its own, a reason and a source")
  func reasons() {
    let all = AcceptedDifference.all
    #expect(Set(all.map(\.id)).count == all.count)
    for known in all {
      #expect(known.reason.count > 40 && known.reason.hasSuffix("."), "\(known.id)")
      #expect(known.source.contains("observed on "), "\(known.id)")
    }
  }

  @Test("Each stands on the page that lists them, with its reason")
  func documented() throws {
    let page = try String(contentsOfFile: Repository.path("docs/fidelity.md"), encoding: .utf8)
    for known in AcceptedDifference.all {
      #expect(page.contains("| `\(known.id)` | \(known.reason) |"), "docs/fidelity.md lacks \(known.id)")
    }
  }

  @Test("Failures of the harness weigh more than differences")
  func exitCodes() {
    func verdict(_ statuses: [ScenarioComparison.Status]) -> Int32 {
      ComparisonVerdict(
        engine: Self.prometheus, scenarios: statuses.map(Self.scenario), durationSeconds: 1
      ).exitCode
    }
    #expect(verdict([.agrees, .agrees]) == 0)
    #expect(verdict([.agrees, .differs]) == 1)
    #expect(verdict([.errored, .differs]) == 3)
  }

  private static func scenario(_ status: ScenarioComparison.Status) -> ScenarioComparison {
    var state = ComparedState(name: nil, builtIn: ComparisonTests.reading, real: ComparisonTests.reading)
    if status == .differs { state.real.active = [] }
    return ScenarioComparison(
      of: .init(path: "a.yaml", title: "A", states: []), with: prometheus, builtInVersion: "2.53.3",
      states: [state],
      failure: status == .errored ? HarnessFailure(message: "no") : nil, durationSeconds: 1)
  }
}
