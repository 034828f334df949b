import Contract
import Glibc

/// What a run waits for, each with the longest time that it may take. Expiry is a failure of the harness, reported
/// with what was still missing.
public struct Patience: Sendable {
  /// From the start of the processes until each has reported that it is ready, in milliseconds.
  public var readiness: Int
  /// Until the scraper is in step with the API server, in milliseconds.
  public var discovery: Int
  /// Until every active target has been scraped once more, in milliseconds.
  public var scrape: Int
  /// Until a process has carried out any other command, in milliseconds.
  public var command: Int
  /// Until the scraper's API or a probed process has answered, in milliseconds.
  public var answer: Int

  /// Every wait is given `milliseconds`; a scrape twice that, as a target may use its whole `scrape_timeout`.
  public init(milliseconds: Int = 15_000) {
    readiness = milliseconds
    discovery = milliseconds
    scrape = 2 * milliseconds
    command = milliseconds
    answer = milliseconds
  }
}
