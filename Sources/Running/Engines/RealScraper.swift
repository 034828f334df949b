import Contract
import FoundationEssentials
import Planning
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A real engine in the place of the built-in scraper: a separate program, read through the same HTTP API.
///
/// It says nothing by events, so that it is asked again and again until what is waited for is there. The pauses
/// between two questions end early when a process of the scenario ends.
final class RealScraper {
  private let engine: ScraperEngine
  private let endpoint: Endpoint
  private let child: ChildProcess
  private let client: HTTPClient
  private let log: String

  /// Milliseconds between two questions.
  private static let pause = 50

  init(
    _ engine: ScraperEngine, at endpoint: Endpoint, configuration: String, folder: RunFolder,
    client: HTTPClient,
    group: Int32
  ) throws(HarnessFailure) {
    self.engine = engine
    self.endpoint = endpoint
    self.client = client
    log = "\(folder.path)/scraper.log"
    let output = open(log, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    defer { if output >= 0 { close(output) } }
    guard let program = engine.program else {
      throw HarnessFailure(process: "scraper", message: "the built-in scraper is no real engine")
    }
    do {
      child = try ChildProcess.spawn(
        executable: program.path,
        arguments: engine.arguments(endpoint: endpoint, configuration: configuration, folder: folder.path),
        standardOutput: output >= 0 ? output : nil, standardError: output >= 0 ? output : nil,
        processGroup: group)
    } catch {
      throw HarnessFailure(process: "scraper", message: "cannot start \(program.path): \(error)")
    }
  }

  /// Ends the engine.
  func stop() {
    child.kill()
    _ = try? child.wait()
  }

  /// Waits until the engine answers.
  func awaitReadiness(_ table: ProcessTable, milliseconds: Int) throws(HarnessFailure) {
    try poll(table, milliseconds: milliseconds, waitingFor: "to answer") {
      (try? Probe.get(client, url: "http://\(endpoint)\(engine.readyPath)", from: nil, milliseconds: 1000))?
        .status
        == 200
    }
  }

  /// Makes the engine read its configuration again.
  func reload() throws(HarnessFailure) {
    do {
      guard let url = HTTPURL("http://\(endpoint)/-/reload") else { return }
      let answer = try client.send(
        ClientRequest(url, method: "POST", deadline: .after(milliseconds: 10_000), keepsAlive: false))
      guard answer.status < 300 else {
        throw HarnessFailure(
          process: "scraper",
          message: "refuses its configuration: \(String(decoding: answer.body, as: UTF8.self))")
      }
    } catch let failure as HarnessFailure {
      throw failure
    } catch {
      throw HarnessFailure(process: "scraper", message: "did not reload: \(error)")
    }
  }

  /// Waits until discovery can have applied the newest change, and every active target has been scraped `scrapes`
  /// times since.
  func settle(_ table: ProcessTable, scrapes: Int, milliseconds: Int) throws(HarnessFailure) {
    let watch = Stopwatch()
    var seen: [String: Set<String>] = [:]
    try poll(table, milliseconds: milliseconds, waitingFor: "to scrape every target \(scrapes) times") {
      guard watch.seconds >= engine.discoverySeconds else { return false }
      guard let targets = activeTargets() else { return false }
      for target in targets { seen[target.key, default: []].insert(target.lastScrape) }
      // The first time seen may be of a scrape before the change: one more makes it certain.
      return targets.allSatisfy { $0.health != "unknown" && (seen[$0.key]?.count ?? 0) > scrapes }
    }
    if case .victoriaMetrics = engine {
      _ = try? Probe.get(
        client, url: "http://\(endpoint)/internal/force_flush", from: nil, milliseconds: milliseconds)
    }
  }

  private func poll(
    _ table: ProcessTable, milliseconds: Int, waitingFor what: String, until condition: () -> Bool
  ) throws(HarnessFailure) {
    let watch = Stopwatch()
    while !condition() {
      if let exit = try? child.exitIfEnded() {
        throw HarnessFailure(process: "scraper", message: "ended (\(exit)): \(lastWords())")
      }
      guard watch.seconds * 1000 < Double(milliseconds) else {
        throw HarnessFailure(
          process: "scraper", message: "waited \(milliseconds) ms for it \(what): \(lastWords())")
      }
      try table.hear(milliseconds: Self.pause)
    }
  }

  private func lastWords() -> String {
    guard let text = RunFolder.read(log) else { return "" }
    return text.split(separator: "\n").suffix(2).joined(separator: " / ")
  }

  // MARK: Targets

  private struct Target {
    var key: String
    var lastScrape: String
    var health: String
  }

  private struct Answer: Decodable {
    var data: Body

    struct Body: Decodable { var activeTargets: [Active] }
    struct Active: Decodable {
      var scrapePool: String
      var scrapeUrl: String
      var health: String
      var lastScrape: String?
      var labels: [String: String]
    }
  }

  private func activeTargets() -> [Target]? {
    guard
      let answer = try? Probe.get(
        client, url: "http://\(endpoint)/api/v1/targets?state=active", from: nil, milliseconds: 5000),
      let targets = try? JSONDecoder().decode(Answer.self, from: Data(answer.bytes)).data.activeTargets
    else { return nil }
    return targets.map {
      Target(
        key: "\($0.scrapePool) \($0.scrapeUrl) \($0.labels.sorted { $0.key < $1.key })",
        lastScrape: $0.lastScrape ?? "", health: $0.health)
    }
  }
}

extension ScraperEngine {
  /// The program, nil for the built-in scraper.
  var program: RealEngine? {
    switch self {
    case .builtIn: nil
    case .prometheus(let engine), .victoriaMetrics(let engine): engine
    }
  }

  /// `prometheus 3.5.3`, for the fidelity label; nil for the built-in scraper.
  public var label: String? { program.map { "\($0.name) \($0.version)" } }

  fileprivate var readyPath: String {
    if case .prometheus = self { "/-/ready" } else { "/health" }
  }

  /// How long a change in the API server may take to reach the targets.
  ///
  /// Prometheus up to 3.11 hands discovered targets on every 5 s, and no flag changes that. Source:
  /// prometheus/prometheus `discovery/manager.go` `updatert`, 3.5.0.
  fileprivate var discoverySeconds: Double {
    switch self {
    case .builtIn: 0
    case .prometheus: 5.5
    case .victoriaMetrics: 1.5
    }
  }

  fileprivate func arguments(endpoint: Endpoint, configuration: String, folder: String) -> [String] {
    switch self {
    case .builtIn: []
    case .prometheus:
      [
        "--config.file=\(configuration)", "--web.listen-address=\(endpoint)",
        "--storage.tsdb.path=\(folder)/tsdb", "--storage.tsdb.retention.time=1h", "--web.enable-lifecycle",
        "--log.level=warn",
      ]
    case .victoriaMetrics:
      [
        "-promscrape.config=\(configuration)", "-httpListenAddr=\(endpoint)", "-storageDataPath=\(folder)/data",
        "-search.latencyOffset=0s", "-promscrape.kubernetesSDCheckInterval=100ms", "-memory.allowedPercent=5",
        "-loggerLevel=WARN", "-promscrape.config.strictParse=false",
      ]
    }
  }
}
