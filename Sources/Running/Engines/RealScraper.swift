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
  let engine: ScraperEngine
  let endpoint: Endpoint
  let client: HTTPClient
  /// Counts the engines that came one after the other; each starts with nothing stored.
  let generation: Int
  private let child: ChildProcess
  private let log: String
  let readings = Counter()
  /// What had been handed to the scrape pools when the newest change was complete.
  var mark = Mark(handovers: 0)

  /// Milliseconds between two questions.
  private var pause: Int { engine.discoverySeconds > 5 ? 200 : 50 }

  init(
    _ engine: ScraperEngine, at endpoint: Endpoint, configuration: String, features: [String],
    folder: RunFolder, client: HTTPClient, group: Int32, generation: Int
  ) throws(HarnessFailure) {
    self.engine = engine
    self.endpoint = endpoint
    self.client = client
    self.generation = generation
    log = "\(folder.path)/scraper.log"
    let output = open(log, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    defer { if output >= 0 { close(output) } }
    guard let program = engine.program else {
      throw HarnessFailure(process: engine.processName, message: "the built-in scraper is no real engine")
    }
    do {
      child = try ChildProcess.spawn(
        executable: program.path,
        arguments: engine.arguments(
          endpoint: endpoint, configuration: configuration, features: features,
          storage: "\(folder.path)/storage-\(generation)"),
        standardOutput: output >= 0 ? output : nil, standardError: output >= 0 ? output : nil,
        processGroup: group)
    } catch {
      throw HarnessFailure(process: engine.processName, message: "cannot start \(program.path): \(error)")
    }
  }

  /// Counts.
  final class Counter {
    private var count = 0

    func next() -> Int {
      count += 1
      return count
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
      if let exit = try? child.exitIfEnded() {
        throw HarnessFailure(process: engine.processName, message: "ended (\(exit)): \(lastWords())")
      }
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
