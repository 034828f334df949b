import Exposition
import MeshModel
import Synchronization
import Wire

/// The agent's own metrics: its counters, and figures of its process.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/metrics/metrics.go` and `status/server.go`
/// (`initializeMonitoring`: everything is prefixed with `istio_agent_`), 1.30.3.
final class AgentMetrics: Sendable {
  private struct Counts {
    var scrapes = 0
    var failures: [MergeRules.Part: Int] = [:]
    var startupSeconds: Double?
  }

  private let counts = Mutex(Counts())
  private let version: IstioVersion?
  private let startedMicroseconds = Deadline.nowMicroseconds

  /// - Parameter version: decides on what is counted; nil counts everything.
  init(version: IstioVersion?) { self.version = version }

  private func counts(_ behaviour: IstioBehaviour) -> Bool { version?.exhibits(behaviour) ?? true }

  func countScrape() { counts.withLock { $0.scrapes += 1 } }

  func countFailure(_ part: MergeRules.Part) { counts.withLock { $0.failures[part, default: 0] += 1 } }

  /// Remembers how long it took until the first readiness probe succeeded.
  func recordReadiness() {
    let seconds = Double(Deadline.nowMicroseconds - startedMicroseconds) / 1e6
    counts.withLock { if $0.startupSeconds == nil { $0.startupSeconds = seconds } }
  }

  /// The text 0.0.4, whatever the format of the rest.
  func exposition() -> [UInt8] {
    let counts = counts.withLock { $0 }
    var families = ProcessFigures.families
    // Counters appear with their first increment.
    if !counts.failures.isEmpty, self.counts(.countsFailures) {
      families.append(
        MetricFamily(
          name: "istio_agent_scrape_failures_total", help: "The total number of failed scrapes.",
          type: .counter,
          samples: counts.failures.sorted { $0.key.rawValue < $1.key.rawValue }.map { part, count in
            Sample(
              name: "istio_agent_scrape_failures_total", labels: [LabelPair("type", part.rawValue)],
              value: Double(count))
          }))
    }
    if counts.scrapes > 0, self.counts(.countsScrapes) {
      families.append(
        .single("istio_agent_scrapes_total", "The total number of scrapes.", .counter, Double(counts.scrapes)))
    }
    if let seconds = counts.startupSeconds, self.counts(.measuresStartup) {
      families.append(
        .single(
          "istio_agent_startup_duration_seconds", "The time from the process starting to being marked ready.",
          .gauge, seconds))
    }
    return ExpositionWriter.bytes(of: families.sorted { $0.name < $1.name })
  }
}

extension MetricFamily {
  /// A family of one sample without labels.
  static func single(_ name: String, _ help: String, _ type: MetricType, _ value: Double) -> MetricFamily {
    MetricFamily(name: name, help: help, type: type, samples: [Sample(name: name, labels: [], value: value)])
  }
}
