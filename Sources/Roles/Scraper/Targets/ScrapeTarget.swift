import Contract
import PrometheusModel
import Synchronization

/// A target that is scraped, one scrape at a time, and what became of the last one.
final class ScrapeTarget: Sendable {
  /// Everything that changes.
  private struct State {
    var shared: SharedJob
    var appender: ScrapeAppender
    var memory: RequestMemory?
    var round = 0
    var health = "unknown"
    var lastError = ""
    var lastScrape: Int64?
    var lastSeconds = 0.0
    /// The size of the last body that came whole.
    var lastBytes = 0
    /// Why it must not be scraped: the job has too many targets.
    var forcedFailure: ScrapeFailure?
    var isScraping = false
    var isEnded = false
    /// Whether its series have been marked as gone: what a scrape under way still brings comes too late.
    var isGone = false
    /// Who wants to know when a scrape that begins from now on has ended.
    var waiting: [@Sendable () -> Void] = []

    var job: ScrapeJob { shared.job }
  }

  /// The labels after relabelling.
  let labels: Labels
  /// The URL.
  let url: String
  /// How often it is scraped, and when within the interval.
  let offset: ScrapeOffset
  private let timeoutMilliseconds: Int64
  private let store: SeriesStore
  private let state: Mutex<State>

  /// Makes a target that has not been scraped.
  init(_ target: AssembledTarget, job: SharedJob, store: SeriesStore) {
    labels = target.labels
    url = target.url
    self.store = store
    timeoutMilliseconds = target.timeoutMilliseconds
    offset = ScrapeOffset(
      intervalMilliseconds: target.intervalMilliseconds, labels: target.labels, url: target.url)
    state = Mutex(
      State(
        shared: job,
        appender: ScrapeAppender(
          rules: Self.rules(of: job.job, labels, target.timeoutMilliseconds), store: store),
        memory: RequestMemory(version: job.job.rules.version)))
  }

  private static func rules(
    of job: ScrapeJob, _ labels: Labels, _ timeoutMilliseconds: Int64
  ) -> IngestionRules {
    var rules = job.rules
    rules.timeoutSeconds = Double(timeoutMilliseconds) / 1000
    rules.targetLabels = labels.withoutReserved()
    return rules
  }

  /// Makes every scrape fail, or no longer.
  func force(_ failure: ScrapeFailure?) { state.withLock { $0.forcedFailure = failure } }

  /// Goes on with another configuration of the job. Unless that stores series as the last one did, what was scraped
  /// before is marked as gone.
  func reconfigure(_ job: SharedJob, keepsSeries: Bool) {
    let store = store
    let rules = Self.rules(of: job.job, labels, timeoutMilliseconds)
    state.withLock { state in
      state.shared = job
      state.memory = RequestMemory(version: job.job.rules.version)
      guard !keepsSeries else { return state.appender.adopt(rules) }
      state.appender.end(at: Self.nextTime(&state))
      state.appender = ScrapeAppender(rules: rules, store: store)
    }
  }

  // MARK: One scrape at a time

  /// Asks for a scrape. True if the caller has to carry it out by ``scrape(record:)``; otherwise one is under
  /// way, and another follows. `done` is called when a scrape that began after the request has ended.
  func request(done: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      state.waiting.append(done)
      if state.isScraping { return false }
      state.isScraping = true
      return true
    }
  }

  /// Scrapes, and again for who asked in the meantime.
  func scrape(record: (ScrapeOutcome) -> Void) {
    while true {
      let (waiting, isStopped) = state.withLock { state in
        defer { state.waiting = [] }
        return (state.waiting, state.isEnded)
      }
      if !isStopped, let outcome = scrapeOnce() { record(outcome) }
      for done in waiting { done() }
      let isOver = state.withLock { state in
        if !state.waiting.isEmpty { return false }
        state.isScraping = false
        return true
      }
      if isOver { return }
    }
  }

  /// Scrapes; nil if the target has been marked as gone meanwhile, so that nothing may be stored behind the marks.
  private func scrapeOnce() -> ScrapeOutcome? {
    let begin = Clock.wallNanoseconds
    let beginMonotonic = MonotonicTime.now
    let (job, forced, time, memory, lastBytes) = state.withLock {
      ($0.job, $0.forcedFailure, Self.nextTime(&$0), $0.memory, $0.lastBytes)
    }
    let fetched =
      forced.map { FetchedBody(body: .failure($0)) }
      ?? TargetFetch.fetch(
        url, job: job, timeoutSeconds: Double(timeoutMilliseconds) / 1000, memory: memory, lastBytes: lastBytes)
    return state.withLock { state in
      guard !state.isGone else { return nil }
      var tally: ScrapeTally
      switch fetched.body {
      case .success(let body):
        state.lastBytes = body.count
        tally = body.withUnsafeBytes { state.appender.append($0, contentType: fetched.contentType, time: time) }
      case .failure(let failure):
        tally = state.appender.append(nil, contentType: nil, time: time)
        tally.failure = failure
        if failure == .bodySizeLimit { tally.bodyBytes = -1 }
      }
      let seconds = Double(beginMonotonic.duration(to: .now)) / 1e9
      state.appender.finish(&tally, seconds: seconds)
      state.round += 1
      state.health = tally.failure == nil ? "up" : "down"
      state.lastError = tally.failure?.message ?? ""
      state.lastScrape = begin
      state.lastSeconds = seconds
      return ScrapeOutcome(
        job: state.job.name, url: url, round: state.round, isUp: tally.failure == nil,
        lastError: state.lastError, status: fetched.status, contentType: fetched.contentType,
        samplesScraped: tally.scraped, samplesKept: tally.kept, samplesDuplicate: tally.duplicates,
        durationSeconds: seconds, failure: tally.failure?.kind)
    }
  }

  /// Ends scraping; a scrape under way is still carried out.
  func stop() { state.withLock { $0.isEnded = true } }

  /// Whether scraping has ended.
  var isStopped: Bool { state.withLock { $0.isEnded } }

  /// Marks everything that the target brought as gone: at a time in milliseconds since 1970, or now.
  func markStale(at time: Int64? = nil) {
    state.withLock { state in
      if state.round > 0 { state.appender.end(at: time ?? Self.nextTime(&state)) }
      state.isGone = true
    }
  }

  /// Now, but later than anything before, so that two scrapes within a millisecond keep their order.
  private static func nextTime(_ state: inout State) -> Int64 {
    state.appender.nextTime(notBefore: Clock.wallMilliseconds)
  }

  // MARK: Views

  /// The target as the API shows it; the labels before relabelling are its pool's to know.
  func view(discovered: Labels) -> ActiveTargetView {
    state.withLock { state in
      ActiveTargetView(
        discoveredLabels: discovered, labels: labels.withoutReserved(), pool: state.job.name, url: url,
        lastError: state.lastError, lastScrape: state.lastScrape, lastSeconds: state.lastSeconds,
        health: state.health, interval: labels[LabelName.scrapeInterval] ?? "",
        timeout: labels[LabelName.scrapeTimeout] ?? "", metadata: state.appender.metadata.all)
    }
  }
}
