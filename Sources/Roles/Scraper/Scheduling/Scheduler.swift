import Contract
import Wire

/// Decides when targets are scraped.
final class Scheduler: Sendable {
  private let schedule: ScraperConfiguration.Schedule
  private let record: @Sendable (ScrapeOutcome) -> Void
  private let workers = Workers()
  private let timers = Timers()

  /// Makes a scheduler; `record` hears of every scrape.
  init(
    schedule: ScraperConfiguration.Schedule, record: @escaping @Sendable (ScrapeOutcome) -> Void
  ) {
    self.schedule = schedule
    self.record = record
  }

  /// A target is there: it is scraped at once, and then as the schedule says.
  func begin(_ target: ScrapeTarget) {
    scrape(target) {}
    if schedule == .interval { repeatScrape(of: target, after: .now) }
  }

  /// A target is gone. Prometheus waits a little more than two intervals before it marks its series as gone, as
  /// the target may come back; for verdicts that is done at once.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `endOfRunStaleness`, 3.5.0.
  func end(_ target: ScrapeTarget) {
    target.stop()
    guard schedule == .interval else { return target.markStale() }
    let interval = target.intervalMilliseconds
    let nextScrape = Clock.wallMilliseconds + interval
    let wait = (2 * interval + interval / 10) * 1_000_000
    timers.schedule(at: .now + wait) { [workers] in workers.submit { target.markStale(at: nextScrape) } }
  }

  /// Scrapes every one of the targets once, and returns when all have ended.
  func scrapeAll(_ targets: [ScrapeTarget]) {
    let remaining = Monitor(targets.count)
    for target in targets {
      scrape(target) { remaining.change { $0 -= 1 } }
    }
    _ = remaining.wait { $0 == 0 ? true : nil }
  }

  private func scrape(_ target: ScrapeTarget, done: @escaping @Sendable () -> Void) {
    guard target.request(done: done) else { return }
    workers.submit { [record] in target.scrape(record: record) }
  }

  private func repeatScrape(of target: ScrapeTarget, after time: MonotonicTime) {
    let next = time + target.intervalMilliseconds * 1_000_000
    timers.schedule(at: next) { [self] in
      guard !target.isStopped else { return }
      scrape(target) {}
      repeatScrape(of: target, after: max(next, .now + -target.intervalMilliseconds * 1_000_000))
    }
  }
}
