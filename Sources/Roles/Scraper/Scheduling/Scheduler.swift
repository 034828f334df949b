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
  ///
  /// With intervals every target has a time of its own within the interval. Prometheus waits for it before the
  /// first scrape, too; who looks on should not have to, but who compares loads does.
  func begin(_ target: ScrapeTarget) {
    if schedule != .spread { scrape(target) {} }
    guard schedule != .onCommand else { return }
    let wait = target.offset.wait(after: Clock.wallNanoseconds)
    guard schedule != .spread else { return repeatScrape(of: target, at: .now + wait) }
    let isSoon = wait < target.offset.interval / 2
    repeatScrape(of: target, at: .now + (isSoon ? wait + target.offset.interval : wait))
  }

  /// A target is gone. Prometheus waits for the time of the scrape after the next, and a tenth of the interval,
  /// before it marks its series as gone, from the next scrape's time on, as the target may come back; for verdicts
  /// that is done at once.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `endOfRunStaleness`, 3.5.0.
  func end(_ target: ScrapeTarget) {
    target.stop()
    guard schedule != .onCommand else { return target.markStale() }
    let offset = target.offset
    let now = Clock.wallNanoseconds
    let next = offset.wait(after: now)
    let nextScrape = (now + next) / 1_000_000
    timers.schedule(at: .now + next + offset.interval + offset.interval / 10) { [workers] in
      workers.submit { target.markStale(at: nextScrape) }
    }
  }

  /// The job of a target is gone. Prometheus then marks nothing: its series leave the answers only when they are older
  /// than the lookback of 5 minutes. For verdicts, which do not wait for that, they are marked at once.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `scrapePool.stop`, which ends the context that
  /// `endOfRunStaleness` gives up with, 2.53.3 and 3.5.0; observed on 2.53.3 and 3.5.3.
  func abandon(_ target: ScrapeTarget) {
    target.stop()
    if schedule == .onCommand { target.markStale() }
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

  private func repeatScrape(of target: ScrapeTarget, at time: MonotonicTime) {
    timers.schedule(at: time) { [self] in
      guard !target.isStopped else { return }
      scrape(target) {}
      // The clock decides, not the last scrape: times that were missed are left out, and none drifts.
      repeatScrape(of: target, at: .now + target.offset.wait(after: Clock.wallNanoseconds))
    }
  }
}
