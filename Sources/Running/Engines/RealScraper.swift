import Contract
import FoundationEssentials
import Planning
import PrometheusModel
import Wire

/// A real engine in the place of the built-in scraper: a separate program, read through the same HTTP API. A process of
/// ours starts it and takes it along when the runner ends, however that ends.
///
/// It says nothing by events, so that it is asked again and again until what is waited for is there. The pauses
/// between two questions end early when a process of the scenario ends.
final class RealScraper {
  let engine: ScraperEngine
  let endpoint: Endpoint
  let client: HTTPClient
  /// Counts the engines that came one after the other; each starts with nothing stored.
  let generation: Int
  private let log: String
  let readings = Counter()
  /// Where the built-in scraper asks from: what comes from there is not this engine's.
  let builtInAddress: IPAddress
  /// What finds targets through an API server, by the newest configuration.
  var discoverers: Set<KubernetesDiscoveryConfiguration> = []
  /// The newest change, and how far the engine is with it.
  var mark: Mark

  /// Milliseconds between two questions.
  private var pause: Int { engine.discoverySeconds > 5 ? 200 : 50 }

  init(
    _ engine: ScraperEngine, at endpoint: Endpoint, configuration: String, features: [String],
    builtInAddress: IPAddress, folder: RunFolder, client: HTTPClient, table: ProcessTable, generation: Int
  ) throws(HarnessFailure) {
    self.engine = engine
    self.endpoint = endpoint
    self.client = client
    self.generation = generation
    self.builtInAddress = builtInAddress
    mark = Mark(handover: HandoverWatch(.init(periodSeconds: engine.discoverySeconds)))
    log = "\(folder.path)/scraper.log"
    guard let program = engine.program else {
      throw HarnessFailure(process: engine.processName, message: "the built-in scraper is no real engine")
    }
    let arguments = engine.arguments(
      endpoint: endpoint, configuration: configuration, features: features,
      storage: "\(folder.path)/storage-\(generation)")
    let scraper = ScraperConfiguration(
      listener: Listener(endpoint), version: program.version, configurationFile: configuration,
      sourceAddress: endpoint.address, features: features,
      engine: ScraperProgram(
        name: engine.processName, program: program.path, arguments: arguments, log: log))
    try table.start(ProcessConfiguration(name: engine.processName, roles: [.scraper(scraper)]))
  }

  /// Counts.
  final class Counter {
    private var count = 0

    func next() -> Int {
      count += 1
      return count
    }
  }

  /// Ends the engine, and waits until the system has let go of it.
  func stop(_ table: ProcessTable) { table.stop([engine.processName]) }

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
          process: engine.processName,
          message: "refuses its configuration: \(String(decoding: answer.body, as: UTF8.self))")
      }
    } catch let failure as HarnessFailure {
      throw failure
    } catch {
      throw HarnessFailure(process: engine.processName, message: "did not reload: \(error)")
    }
  }

  /// Asks again and again, until what is waited for is there.
  func poll(
    _ table: ProcessTable, milliseconds: Int, waitingFor what: String, until condition: () -> Bool
  ) throws(HarnessFailure) {
    let watch = Stopwatch()
    while !condition() {
      guard watch.seconds * 1000 < Double(milliseconds) else {
        throw HarnessFailure(
          process: engine.processName, message: "waited \(milliseconds) ms for it \(what): \(lastWords())")
      }
      try table.hear(milliseconds: pause)
    }
  }

  /// The end of what it logged.
  func lastWords() -> String {
    guard let text = RunFolder.read(log) else { return "" }
    return text.split(separator: "\n").suffix(2).joined(separator: " / ")
  }
}
