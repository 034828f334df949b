import Contract
import Planning
import PrometheusModel
import Wire

extension RealScraper {
  /// A moment from which on changes are waited for.
  struct Mark {
    /// Since the change was complete.
    let watch = Stopwatch()
    /// The watches that the engine opens because of the change.
    var watches = DiscoveryWatches()
    /// How much longer than usual they may take, in milliseconds.
    var relisting = 0
    /// Whether the API server has answered all of them.
    var isIntroduced = false
    /// Whether everything has reached the scrape pools.
    var isApplied = false
    var handover: HandoverWatch
  }

  /// All that was to be changed has been: what the engine hands on from now on has it.
  /// - Parameter newServer: the first version of an API server that has come back, so that every watch is opened anew.
  func markChange(to state: StatePlan, newServer: Int? = nil) {
    let next = state.discoverers(of: engine)
    let opening = newServer != nil ? next : next.subtracting(discoverers)
    mark = Mark(
      watches: DiscoveryWatches(
        of: state.hasAPIServer ? opening : [], at: state.kubeAPI.listener.endpoint,
        isShared: engine.sharesWatches, leastVersion: newServer ?? 0),
      relisting: newServer == nil ? 0 : Self.relisting,
      handover: HandoverWatch(.init(periodSeconds: engine.discoverySeconds)))
    // Whoever shares watches goes on with those that it has.
    discoverers = engine.sharesWatches ? discoverers.union(next) : next
  }

  /// Whether the newest change has reached the scrape pools.
  ///
  /// The API server acknowledges a change when it has been written to every open watch. What it cannot know is which
  /// watches are still to be opened: they follow from the configuration, and are waited for by what it tells of its
  /// requests. From then on the engine has been told everything, and its own counters say how far it is; see
  /// ``HandoverWatch``.
  private func hasAppliedChange(_ table: ProcessTable, _ patience: Patience) -> Bool {
    if mark.isApplied { return true }
    guard isIntroduced(table, patience) else { return false }
    let asked = mark.watch.seconds
    guard
      let answer = try? Probe.get(client, url: "http://\(endpoint)/metrics", from: nil, milliseconds: 5000),
      answer.status == 200
    else { return false }
    mark.isApplied = mark.handover.sees(
      DiscoveryProgress(answer.bytes, of: engine), asked: asked, answered: mark.watch.seconds)
    return mark.isApplied
  }

  /// Whether the engine has been answered by the API server wherever it is going to ask. An engine that could not make a
  /// discoverer never asks: it is not waited for longer than discovery's patience.
  private func isIntroduced(_ table: ProcessTable, _ patience: Patience) -> Bool {
    if mark.isIntroduced { return true }
    let requests = table.requests(to: .kubeAPI)
    mark.isIntroduced =
      mark.watches.missing(in: requests, notFrom: builtInAddress).isEmpty
      || mark.watch.seconds * 1000 >= Double(patience.discovery + mark.relisting)
    return mark.isIntroduced
  }

  /// Waits until the newest change has reached the scrape pools.
  func awaitChange(_ table: ProcessTable, _ patience: Patience) throws(HarnessFailure) {
    let limit = max(60_000, patience.discovery) + mark.relisting
    try poll(table, milliseconds: limit, waitingFor: "to apply the change") {
      hasAppliedChange(table, patience)
    }
  }

  /// For how long, in milliseconds, a real engine may wait before it lists anew after an API server was away: before each
  /// attempt twice as long as before the last, up to 30 s, and by chance up to twice that; the first attempt goes on where
  /// the watch was, and learns that this is gone. Seen: 15 to 80 s after an absence of 10 s.
  ///
  /// Source: kubernetes/client-go `tools/cache/reflector.go`, `NewReflectorWithOptions`, 0.33.
  private static let relisting = 120_000

  /// Waits until the newest change has been applied, every active target has been scraped `scrapes` times since, and
  /// the series of targets that are gone are stale.
  ///
  /// Prometheus marks the series of a target that is gone a little more than two intervals later. Source:
  /// prometheus/prometheus `scrape/scrape.go`, `endOfRunStaleness`, 3.5.0.
  func settle(_ table: ProcessTable, scrapes: Int, _ patience: Patience) throws(HarnessFailure) {
    let milliseconds = max(60_000, patience.discovery)
    var round = ScrapeRound()
    try awaitChange(table, patience)
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
