import Contract
import Planning
import Wire

extension RunningCluster {
  /// Reads what both scrapers tell, again and again until it agrees or the real engine's time is up.
  ///
  /// Nothing is read before the real engine has applied the newest change and scraped every target since. Each reading
  /// comes after a scrape by both, and a value that changed between two readings is marked as restless.
  func compare(
    _ state: StatePlan, until agrees: (ComparedState) -> Bool
  ) throws(HarnessFailure) -> ComparedState {
    var compared = ComparedState(name: state.name, builtIn: ScraperReading(), real: ScraperReading())
    guard let realScraper, refusals.isEmpty, let scraper = table.process(playing: .scraper) else {
      compared.builtIn.refusal = refusals.builtIn
      compared.real.refusal = refusals.real
      return compared
    }
    lookBack(from: state)
    compared.removedTargets = removedTargets
    compared.earlierTargets = earlierTargets
    defer { lastReading = compared.builtIn }
    let builtIn = ScraperAPI(
      client: client, endpoint: state.scraper.listener.endpoint, patience: options.patience.answer)
    try realScraper.awaitChange(table, options.patience)
    var deadline = Deadline.after(milliseconds: Self.milliseconds)
    var values = (builtIn: RestlessValues(), real: RestlessValues())
    var rounds = 0
    while true {
      try awaitScrapes(by: realScraper, until: deadline)
      try table.command("scrape every target", of: scraper, milliseconds: options.patience.scrape) {
        .scrape(id: $0)
      }
      compared.builtIn = values.builtIn.marking(try builtIn.reading(of: .all))
      setContentTypes(&compared.builtIn)
      realScraper.flush()
      compared.real = values.real.marking(try realScraper.api.reading(of: .all))
      if agrees(compared) { return compared }
      rounds += 1
      if (deadline.remainingMilliseconds ?? 0) <= 0 {
        if rounds >= Self.leastRounds { return compared }
        deadline = .after(milliseconds: 2 * ScrapeIntervals.milliseconds)
      }
    }
  }

  /// Notes what the last state had that a real engine may still tell of.
  private func lookBack(from state: StatePlan) {
    guard let last = lastReading else { return }
    let jobs = Set(state.installation.jobs)
    for target in last.active where !jobs.contains(target.scrapePool) { removedTargets.insert(target.labels) }
    earlierTargets.formUnion(last.active.map(\.discoveredLabels) + last.dropped.map(\.discoveredLabels))
  }

  /// Says of each target what the built-in scraper's events say of its newest answer.
  private func setContentTypes(_ reading: inout ScraperReading) {
    var contentTypes: [String: String] = [:]
    for case .scraped(let scrape) in table.allEvents().map(\.event) {
      contentTypes["\(scrape.job) \(scrape.url)"] = scrape.contentType
    }
    for index in reading.active.indices {
      let target = reading.active[index]
      reading.active[index].contentType = contentTypes["\(target.scrapePool) \(target.scrapeURL)"]
    }
  }

  /// Waits until every active target of the real engine has been scraped again; not longer than until the deadline.
  private func awaitScrapes(
    by realScraper: RealScraper, until deadline: Deadline
  ) throws(HarnessFailure) {
    var round = ScrapeRound()
    try realScraper.poll(table, milliseconds: options.patience.scrape, waitingFor: "to scrape its targets") {
      if (deadline.remainingMilliseconds ?? 0) <= 0 { return true }
      guard let targets = try? realScraper.api.reading(of: .targets).active else { return false }
      // The scrape that is seen at once may be of before the change.
      return round.sees(targets, times: 2)
    }
  }

  /// How often a disagreement must have been read: a restless value shows with the second reading.
  private static let leastRounds = 3

  /// How long the real engine may take to agree when it has every target: the staleness of those that are gone comes a
  /// little more than two intervals after their last scrape.
  private static let milliseconds = 8000 + 4 * ScrapeIntervals.milliseconds
}

/// Finds the values that change while nothing but scraping goes on.
struct RestlessValues {
  private var first: [[String: String]: String] = [:]
  private var restless: Set<[String: String]> = []

  /// The reading, with every series marked whose value has not been the same in all readings so far.
  mutating func marking(_ reading: ScraperReading) -> ScraperReading {
    var reading = reading
    for index in reading.series.indices {
      let series = reading.series[index]
      if let known = first[series.labels] {
        if known != series.value { restless.insert(series.labels) }
      } else {
        first[series.labels] = series.value
      }
      reading.series[index].isRestless = restless.contains(series.labels)
    }
    return reading
  }
}
