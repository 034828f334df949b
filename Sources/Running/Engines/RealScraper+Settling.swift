import Contract
import Wire

extension RealScraper {
  /// A moment from which on changes are waited for.
  struct Mark {
    var watch = Stopwatch()
    /// How often targets had been handed to the scrape pools; nil if the engine does not tell.
    var handovers: Double?
  }

  /// All that was to be changed has been: what discovery hands on from now on has it.
  func markChange() { mark = Mark(watch: Stopwatch(), handovers: handovers()) }

  /// Whether the newest change has reached the scrape pools: targets have been handed on since, or the time has passed
  /// in which they would have been.
  var hasAppliedChange: Bool {
    if mark.watch.seconds >= engine.discoverySeconds { return true }
    guard case .prometheus = engine, let before = mark.handovers, let now = handovers() else { return false }
    return now > before
  }

  /// How often Prometheus has handed targets to its scrape pools.
  ///
  /// Source: prometheus/prometheus `scrape/metrics.go` `prometheus_target_scrape_pool_sync_total`, counted once a pool
  /// whenever discovery hands on anything, 2.42.0 to 3.5.0.
  private func handovers() -> Double? {
    guard case .prometheus = engine,
      let answer = try? Probe.get(client, url: "http://\(endpoint)/metrics", from: nil, milliseconds: 5000)
    else { return nil }
    return ExposedSeries.read(answer.bytes, contentType: answer.contentType).series.reduce(0) { sum, series in
      series.labels["__name__"] == "prometheus_target_scrape_pool_sync_total" ? sum + (series.value ?? 0) : sum
    }
  }

  /// Waits until the newest change has been applied, every active target has been scraped `scrapes` times since, and
  /// the series of targets that are gone are stale.
  ///
  /// Prometheus marks the series of a target that is gone a little more than two intervals later. Source:
  /// prometheus/prometheus `scrape/scrape.go`, `endOfRunStaleness`, 3.5.0.
  func settle(_ table: ProcessTable, scrapes: Int, milliseconds: Int) throws(HarnessFailure) {
    var round = ScrapeRound()
    try poll(table, milliseconds: milliseconds, waitingFor: "to apply the change") { hasAppliedChange }
    try poll(table, milliseconds: milliseconds, waitingFor: "to scrape every target \(scrapes) times") {
      guard let targets = try? api.reading(of: .targets).active else { return false }
      // The first time seen may be of a scrape before the change: one more makes it certain.
      return round.sees(targets, times: scrapes + 1)
    }
    try poll(table, milliseconds: milliseconds, waitingFor: "to mark the series of ended targets as stale") {
      flush()
      guard let targets = try? api.reading(of: .targets).active,
        let stored = try? api.query("scrape_duration_seconds")
      else { return false }
      let labels = Set(targets.map(\.labels))
      return stored.allSatisfy { series in
        labels.contains(series.labels.filter { $0.key != "__name__" })
      }
    }
  }

  /// Brings samples that have come into the answers of queries.
  func flush() {
    guard let path = engine.flushPath else { return }
    _ = try? Probe.get(client, url: "http://\(endpoint)\(path)", from: nil, milliseconds: 5000)
  }

  /// Its API, the same as the built-in scraper's.
  var api: ScraperAPI {
    ScraperAPI(
      client: client, endpoint: endpoint, patience: 10_000,
      freshness: engine.cachesSelections ? "meshscrape_reading_\(readings.next())=\"\"" : nil,
      process: engine.processName)
  }
}

/// Which scrapes of the active targets have been seen.
struct ScrapeRound {
  private var seen: [String: Set<String>] = [:]

  /// Notes the newest scrape of each target.
  /// - Returns: whether every target has been seen with so many scrapes.
  mutating func sees(_ targets: [ScraperReading.Target], times: Int) -> Bool {
    var isComplete = true
    for target in targets {
      let key = "\(target.scrapePool) \(target.scrapeURL) \(target.labels.sorted { $0.key < $1.key })"
      if target.health != "unknown" { seen[key, default: []].insert(target.lastScrape) }
      if (seen[key]?.count ?? 0) < times { isComplete = false }
    }
    return isComplete
  }
}
