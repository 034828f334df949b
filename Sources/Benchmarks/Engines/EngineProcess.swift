import Contract
import FoundationEssentials
import Running
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A scraper to measure: the built-in one or a real Prometheus.
enum MeasuredEngine: Hashable {
  case builtIn
  case prometheus(RealEngine)

  /// What the tables call it.
  var name: String {
    switch self {
    case .builtIn: "built-in"
    case .prometheus(let engine): "Prometheus \(engine.version)"
    }
  }

  /// The built-in scraper, and every real Prometheus that `make engines` has brought.
  static var all: [MeasuredEngine] {
    [.builtIn] + EngineCatalogue.all().filter { $0.name == "prometheus" }.map(Self.prometheus)
  }
}

/// A running scraper, observed from outside.
final class EngineProcess {
  let endpoint: Endpoint
  let child: ChildProcess
  /// What the built-in scraper says; nil for a real engine.
  private let role: RoleChild?
  private let engine: MeasuredEngine
  private let folder: Scratch

  /// Starts an engine with a prometheus.yml in a folder of its own. `started` hears of the process before it
  /// can have done anything.
  init(
    _ engine: MeasuredEngine, executable: String, configuration: String, folder: Scratch,
    source: IPAddress = IPAddress(127, 0, 0, 1), started: (Int32) -> Void = { _ in }
  ) throws {
    self.engine = engine
    self.folder = folder
    let file = try folder.write(configuration, to: "prometheus.yml")
    endpoint = try Self.freeEndpoint()
    switch engine {
    case .builtIn:
      let role = try RoleChild(executable: executable, endpoints: [endpoint], started: started) { listeners in
        .scraper(
          ScraperConfiguration(
            listener: listeners[0], version: "3.5.3", configurationFile: file, sourceAddress: source,
            schedule: .spread))
      }
      child = role.child
      self.role = role
    case .prometheus(let program):
      let log = open("\(folder.path)/engine.log", O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
      defer { close(log) }
      child = try ChildProcess.spawn(
        executable: program.path,
        arguments: [
          "--config.file=\(file)", "--web.listen-address=\(endpoint)",
          "--storage.tsdb.path=\(folder.path)/tsdb",
          "--storage.tsdb.retention.time=1h", "--log.level=error",
        ], standardOutput: log, standardError: log, processGroup: 0)
      started(child.pid)
      role = nil
    }
  }

  /// What it uses.
  var observer: ProcessObserver { ProcessObserver(pid: child.pid) }

  /// Waits until a real engine answers, or the built-in one has said that these jobs are in step.
  func wait(forJobs jobs: Set<String>) throws {
    if let role { return try role.wait(forJobs: jobs) }
    try wait(until: "it is ready") { (try? get("/-/ready")) != nil }
  }

  /// Asks again and again, for what no engine says by itself.
  func wait(until what: String, seconds: Double = 120, pause: Int = 50, _ condition: () throws -> Bool) throws {
    let watch = Stopwatch()
    while try !condition() {
      guard watch.seconds < seconds else {
        throw HarnessFailure(message: "waited \(Int(seconds)) s until \(what)")
      }
      if let exit = try child.exitIfEnded() {
        throw HarnessFailure(message: "\(engine.name) \(exit): \(Scratch.read("\(folder.path)/engine.log"))")
      }
      // An engine that is not ours tells nothing unasked, and each question costs it what is measured here: a pause on the
      // clock between two of them is the least disturbance. Nothing passes by time: only the condition ends this well.
      usleep(UInt32(pause * 1000))
    }
  }

  /// What an API of the engine answers.
  func get(_ target: String) throws -> [UInt8] {
    let answer = try HTTPClient().send(
      ClientRequest(HTTPURL(endpoint, target: target), deadline: .after(seconds: 60), keepsAlive: false))
    guard answer.status == 200 else {
      throw HarnessFailure(
        message: "\(target): \(answer.status) \(String(decoding: answer.body.prefix(200), as: UTF8.self))")
    }
    return answer.body
  }

  /// Every value that a selector has had in the last hour, by series.
  func values(of selector: String) throws -> [[Double]] {
    struct Answer: Decodable { var data: Matrix }
    struct Matrix: Decodable { var result: [Series] }
    struct Series: Decodable { var values: [Pair] }
    struct Pair: Decodable {
      var value: Double
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(Double.self)
        value = Double(try container.decode(String.self)) ?? .nan
      }
    }
    let body = try get("/api/v1/query?query=" + FormEncoding.encode(selector + "[1h]"))
    return try JSONDecoder().decode(Answer.self, from: Data(body)).data.result.map { $0.values.map(\.value) }
  }

  /// Ends the engine and waits until the system has let go of it.
  func stop() {
    role?.close()
    child.kill()
    _ = try? child.wait()
  }

  /// A port of loopback that nobody has.
  static func freeEndpoint() throws -> Endpoint {
    let listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    defer { close(listener) }
    return try Sockets.localEndpoint(of: listener)
  }
}
