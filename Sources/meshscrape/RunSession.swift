import Contract
import Judging
import Reporting
import Running
import Scenarios
import SourceText
import Synchronization

/// Collects the verdicts of a run as they come, and shows how far it is.
final class RunSession: Sendable {
  private struct State {
    var verdicts: [Int: ScenarioVerdict] = [:]
    var diagnostics: [Diagnostic] = []
  }

  private let state = Mutex(State())
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
      state.withLock { $0.diagnostics += diagnostics.all }
      return false
    }
    if record.failure == .interrupted { return false }
    let verdict = Judge.verdict(
      on: record.scenario, plan: record.plan, observations: record.observations, failure: record.failure,
      durationSeconds: record.durationSeconds, realScraper: scraper, realProxy: proxy)
    keeper?.keep(record, verdict)
    let done = state.withLock {
      $0.verdicts[index] = verdict
      return $0.verdicts.count
    }
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
    let verdicts = state.withLock { $0.verdicts }
    return RunVerdict(
      scenarios: verdicts.sorted { $0.key < $1.key }.map(\.value), durationSeconds: watch.seconds)
  }

  /// What planning found wrong with the scenarios.
  func diagnostics() -> Diagnostics? {
    let all = state.withLock { $0.diagnostics }
    return all.isEmpty ? nil : Diagnostics(all)
  }
}
