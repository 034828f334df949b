import Contract
import Planning
import PrometheusModel
import Wire

extension RunningCluster {
  /// Waits until discovery is in step with the API server, then has every active target scraped.
  func settle(_ state: StatePlan) throws(HarnessFailure) {
    guard refusals.isEmpty else { return }
    if options.scraper != .builtIn, let realScraper {
      return try realScraper.settle(table, scrapes: options.scrapes, options.patience)
    }
    // Nobody can be in step with an API server that is not there.
    let version =
      state.hasAPIServer
      ? try ResourceVersion.current(of: state.kubeAPI.listener.endpoint, client, options.patience.answer) : 0
    let jobs =
      (state.hasAPIServer ? state.installation.discoveringJobs : []) + state.installation.pollingJobs
    func missing() -> [String] { jobs.filter { table.synchronised[$0] ?? -1 < version } }
    try table.wait(milliseconds: options.patience.discovery, until: { missing().isEmpty }) {
      // A scraper that waits for an answer of Consul's is not the one at fault.
      HarnessFailure(
        process: isSilent(state.consul) ? "consul" : "scraper",
        message: "discovery is not in step within \(options.patience.discovery) ms: jobs "
          + missing().joined(separator: ", "))
    }
    guard options.schedule == .onCommand, let scraper = table.process(playing: .scraper) else { return }
    for _ in 0..<options.scrapes {
      try table.command("scrape every target", of: scraper, milliseconds: options.patience.scrape) {
        .scrape(id: $0)
      }
    }
  }

  /// Whether a Consul that should be there gives no answer at all; a refusal is one.
  func isSilent(_ consul: ConsulConfiguration?) -> Bool {
    guard let consul else { return false }
    let url = "http://\(consul.listener.endpoint)/v1/agent/self"
    return (try? Probe.get(client, url: url, from: nil, milliseconds: Self.silence)) == nil
  }

  /// How long, in milliseconds, a process that has nothing else to do may take for an answer before it is silent.
  static let silence = 1000

  /// Waits until a real engine has scraped every target once more.
  /// - Returns: whether that was before the deadline, so that it is worth another look.
  func looksAgain(until deadline: Deadline) throws(HarnessFailure) -> Bool {
    guard let realScraper, (deadline.remainingMilliseconds ?? 0) > 0 else { return false }
    try realScraper.settle(table, scrapes: 1, options.patience)
    return true
  }

  /// For how long what a real engine tells may still change, in milliseconds; 0 for the built-in scraper.
  var hesitationMilliseconds: Int {
    guard options.scraper != .builtIn else { return 0 }
    return max(8000, Int(options.scraper.discoverySeconds * 1000)) + 4 * ScrapeIntervals.milliseconds
  }
}
