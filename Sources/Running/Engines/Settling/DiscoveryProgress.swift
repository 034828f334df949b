import Contract

/// How far a real engine is with what it discovers, by its own counters at one moment.
struct DiscoveryProgress: Equatable {
  /// What has come in: objects that were seen, work that was queued and done, targets that were received.
  var taken = 0.0
  /// How often all targets were handed to those who scrape them.
  var handedOn = 0.0
  /// How often each job has taken over the targets that it was handed.
  var synchronised: [String: Double] = [:]

  /// Reads a body of `/metrics` in the text format. Of the thousands of lines only those that count are looked at.
  init(_ body: [UInt8], of engine: ScraperEngine) {
    let lines = body.split(separator: UInt8(ascii: "\n")).filter { line in
      Self.prefixes.contains { line.starts(with: $0) }
    }
    for series in ExposedSeries.read(
      Array(lines.joined(separator: [UInt8(ascii: "\n")]) + [10]), contentType: nil
    ).series {
      guard let name = series.labels["__name__"], let value = series.value else { continue }
      switch engine {
      case .builtIn: break
      case .prometheus: readPrometheus(name, series.labels, value)
      case .victoriaMetrics: readVictoriaMetrics(name, value)
      }
    }
  }

  private static let prefixes = [
    "prometheus_sd_", "prometheus_target_scrape_pool_sync_total", "vm_promscrape_",
  ]
  .map { Array($0.utf8) }

  /// Notes counters by hand.
  init(taken: Double, handedOn: Double, synchronised: [String: Double]) {
    self.taken = taken
    self.handedOn = handedOn
    self.synchronised = synchronised
  }

  /// Source: prometheus/prometheus `discovery/metrics.go`, `discovery/metrics_k8s_client.go`,
  /// `discovery/kubernetes/metrics.go` and `scrape/metrics.go`, 2.53.3 and 3.5.3. The manager of notifications counts under
  /// the same names; it discovers nothing here.
  private mutating func readPrometheus(_ name: String, _ labels: [String: String], _ value: Double) {
    switch name {
    case "prometheus_sd_kubernetes_events_total", "prometheus_sd_kubernetes_workqueue_items_total",
      "prometheus_sd_kubernetes_workqueue_work_duration_seconds_count", "prometheus_sd_received_updates_total":
      taken += value
    case "prometheus_sd_updates_total": handedOn += value
    case "prometheus_target_scrape_pool_sync_total":
      synchronised[labels["scrape_job"] ?? "", default: 0] += value
    default: break
    }
  }

  /// VictoriaMetrics hands targets on without a step between.
  ///
  /// Source: VictoriaMetrics/VictoriaMetrics `lib/promscrape/discovery/kubernetes/api_watcher.go` and
  /// `lib/promscrape/scraper.go`, 1.112.0.
  private mutating func readVictoriaMetrics(_ name: String, _ value: Double) {
    let counted = [
      "vm_promscrape_discovery_kubernetes_", "vm_promscrape_targets", "vm_promscrape_scrapers_",
      "vm_promscrape_config_reloads_total",
    ]
    if counted.contains(where: name.hasPrefix) { taken += value }
  }
}
