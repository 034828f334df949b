import Contract
import Planning
import PrometheusModel
import Running
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints what it costs to discover and relabel pods, in the built-in scraper and in real Prometheus.
struct DiscoveryBench {
  let options: BenchOptions

  func run() throws {
    var table = Comparison()
    for pods in options.isQuick ? [100, 1000] : [1000, 10_000] {
      let cluster = try MeasuredCluster(pods: pods, executable: options.executable)
      defer { cluster.stop() }
      var targets: MeasuredCluster.Count?
      var entries: [Comparison.Entry] = []
      for engine in options.engines {
        progress("discovery: \(pods) pods, \(engine.name)")
        let (entry, count) = try cluster.measure(engine, awaiting: targets?.active)
        if let targets, targets != count {
          throw HarnessFailure(message: "\(engine.name) has \(count) where the built-in scraper has \(targets)")
        }
        targets = count
        entries.append(entry)
      }
      table.add("\(pods) pods, \(targets?.description ?? "")", entries)
    }
    print(
      """
      Discovering and relabelling pods by every job of the chart prometheus-community/prometheus, from the start of \
      the process to the last target
      (real Prometheus hands targets on after 5 s, so compare CPU, not wall; an interval of a day keeps scrapes out)
      \(table.text)
      """)
  }
}

/// An API server with pods, and the chart's prometheus.yml for it.
final class MeasuredCluster {
  /// How many targets an engine knows.
  struct Count: Equatable, CustomStringConvertible {
    var active: Int
    var dropped: Int
    var description: String { "\(active) targets, \(dropped) dropped" }
  }

  private let api: RoleChild
  private let executable: String
  private let configuration: String
  private let jobs: Set<String>
  private let slices = AddressSlices()

  init(pods: Int, executable: String) throws {
    self.executable = executable
    let scenario = try SampleScenario.strictMerging(pods: pods)
    let range = try slices.take(Planner.addressCount(for: scenario))
    guard let state = try Planner.plan(scenario, addresses: range).states.first else {
      throw HarnessFailure(message: "nothing is planned")
    }
    configuration = Self.scrapingDaily(state.prometheusConfiguration)
    jobs = Set(
      (state.installation.configuration["scrape_configs"]?.sequence ?? []).compactMap { job in
        job["kubernetes_sd_configs"]?.sequence?.isEmpty == false ? job["job_name"]?.string : nil
      })
    api = try RoleChild(executable: executable, endpoints: [state.kubeAPI.listener.endpoint]) { listeners in
      var configuration = state.kubeAPI
      configuration.listener = listeners[0]
      return .kubeAPI(configuration)
    }
  }

  func stop() { api.stop() }

  /// Starts an engine, and waits until it has all its targets; a real one has as many as the built-in one.
  func measure(_ engine: MeasuredEngine, awaiting targets: Int?) throws -> (Comparison.Entry, Count) {
    let watch = Stopwatch()
    let process = try EngineProcess(
      engine, executable: executable, configuration: configuration, folder: try Scratch())
    defer { process.stop() }
    try process.wait(forJobs: jobs)
    if let targets, engine != .builtIn {
      // Nothing can be there before the engine's own throttle of 5 s lets go, and no engine says when it does. Every
      // question before that would be work of the engine that is measured here; what is waited for is asked afterwards.
      usleep(4_500_000)
      try process.wait(until: "\(targets) targets are there", pause: 100) {
        try Self.poolTargets(String(decoding: process.get("/metrics"), as: UTF8.self)) >= targets
      }
    }
    let entry = Comparison.Entry(
      engine: engine, cpuSeconds: process.observer.cpuSeconds, wallSeconds: watch.seconds,
      peakMemory: process.observer.peakMemory)
    let text = String(decoding: try process.get("/api/v1/targets"), as: UTF8.self)
    let active = text.count(of: "\"scrapeUrl\":")
    return (entry, Count(active: active, dropped: text.count(of: "\"discoveredLabels\":") - active))
  }

  /// The targets of all pools by Prometheus' own metrics.
  private static func poolTargets(_ metrics: String) -> Int {
    metrics.split(separator: "\n").filter { $0.hasPrefix("prometheus_target_scrape_pool_targets{") }
      .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
  }

  /// The same configuration with an interval so long that hardly a target is scraped.
  private static func scrapingDaily(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let key = line.firstRange(of: "scrape_interval:") else { return String(line) }
      return line[..<key.upperBound] + " 1d"
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate func count(of part: String) -> Int {
    ranges(of: part).count
  }
}
