import Contract
import Judging
import Reporting
import Running
import Scenarios
import SourceText

/// Collects the verdicts of a run as they come, and shows how far it is.
final class RunSession: Sendable {
  private let results = Results<ScenarioVerdict>()
  private let count: Int
  private let terminal: Terminal
  private let keeper: EvidenceFolder?
  private let failsFast: Bool
  private let isPretty: Bool
  private let scraper: String?
  private let proxy: String?
  private let watch = Stopwatch()

  init(
    count: Int, terminal: Terminal, keeper: EvidenceFolder?, failsFast: Bool, isPretty: Bool, scraper: String?,
    proxy: String?
  ) {
    self.count = count
    self.terminal = terminal
    self.keeper = keeper
    self.failsFast = failsFast
    self.isPretty = isPretty
    self.scraper = scraper
    self.proxy = proxy
  }

  /// Judges a record. Called one at a time.
  /// - Returns: whether the run goes on.
  func finished(_ index: Int, _ record: ScenarioRecord) -> Bool {
    if let diagnostics = record.diagnostics {
      results.refuse(diagnostics)
      return false
    }
    if record.failure == .interrupted { return false }
    let verdict = Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds, realScraper: scraper, realProxy: proxy)
    keeper?.keep(record, verdict)
    let done = results.add(verdict, at: index)
    if isPretty { showProgress(done: done, newest: verdict) }
    return !(failsFast && verdict.status != .passed)
  }

  private func showProgress(done: Int, newest: ScenarioVerdict) {
    guard terminal.hasProgress else {
      return terminal.complain(ProgressLine.plain(done: done, of: count, newest: newest))
    }
    terminal.complain(ProgressLine.text(done: done, of: count, newest: newest, width: terminal.width ?? 80))
    if done == count { terminal.complain(ProgressLine.clear) }
  }

  /// The verdicts so far, in the order of the scenarios.
  func verdict() -> RunVerdict {
    RunVerdict(scenarios: results.inOrder, durationSeconds: watch.seconds)
  }

  /// What planning found wrong with the scenarios.
  func diagnostics() -> Diagnostics? { results.diagnostics }
}
