import Contract
import FoundationEssentials
import Synchronization
import Wire

@testable import Roles

/// A scraper with what it talks to, on loopback in the test's own process; gone with the test.
final class ScraperBench: Sendable {
  let version: String
  let events = EventLog()
  private let acceptor: Acceptor
  private let listeners = Mutex<[Int32]>([])
  private let folder: String
  private let scraper = Mutex<(role: ScraperRole, endpoint: Endpoint)?>(nil)
  private let cluster = Mutex<(role: KubeAPIRole, endpoint: Endpoint)?>(nil)

  init(version: String = "3.5.0") throws {
    self.version = version
    acceptor = try Acceptor()
    folder = FileManager.default.temporaryDirectory.path + "/meshscrape-test-\(UInt64.random(in: 0 ..< .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let acceptor = acceptor
    try DetachedThread.start { try? acceptor.run() }
  }

  deinit {
    for listener in listeners.withLock({ $0 }) {
      acceptor.remove(listener)
      Sockets.close(listener)
    }
    acceptor.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func listener() throws -> Listener {
    let descriptor = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    listeners.withLock { $0.append(descriptor) }
    return Listener(try Sockets.localEndpoint(of: descriptor), descriptor: descriptor)
  }

  /// A server that answers every request alike.
  func server(tls: ServerTLS? = nil, _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws
    -> Endpoint
  {
    let listener = try listener()
    try acceptor.add(listener.descriptor) { stream in
      let served: any ByteStream
      if let tls {
        guard let secured = try? tls.accept(stream, deadline: .after(seconds: 20)) else {
          return stream.reset()
        }
        served = secured
      } else {
        served = stream
      }
      HTTPServerConnection.serve(served) { connection, request throws(WireError) in
        try connection.respond(answer(request))
      }
    }
    return listener.endpoint
  }

  /// A server that does something to the bare connection.
  func rawServer(_ handle: @escaping @Sendable (TCPStream) -> Void) throws -> Endpoint {
    let listener = try listener()
    try acceptor.add(listener.descriptor, handler: handle)
    return listener.endpoint
  }

  /// An endpoint where nobody listens.
  func deadEndpoint() throws -> Endpoint {
    let descriptor = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    defer { Sockets.close(descriptor) }
    return try Sockets.localEndpoint(of: descriptor)
  }

  /// An application that serves one exposition.
  func app(_ text: String, contentType: String = "text/plain; version=0.0.4") throws -> Endpoint {
    try server { _ in HTTPResponse(headers: ["Content-Type": contentType], text: text) }
  }

  // MARK: The API server

  /// Starts an API server with these objects.
  func startCluster(_ objects: [KubernetesResource]) throws -> Endpoint {
    let listener = try listener()
    let configuration = KubeAPIConfiguration(listener: listener, objects: objects)
    let writer = EventWriter(role: .kubeAPI, instance: "kube-api", record: { _ in })
    let role = try KubeAPIRole(configuration: configuration, events: writer, acceptor: RoleAcceptor(acceptor))
    try role.start()
    cluster.withLock { $0 = (role, listener.endpoint) }
    return listener.endpoint
  }

  func apply(_ objects: [KubernetesResource]) throws {
    try cluster.withLock { $0 }?.role.handle(.apply(id: 1, objects: objects))
  }

  func delete(_ objects: [KubernetesResource]) throws {
    try cluster.withLock { $0 }?.role.handle(.delete(id: 1, objects: objects))
  }

  // MARK: The scraper

  /// Writes a file beside prometheus.yml; gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    return "\(folder)/\(name)"
  }

  /// Starts the scraper with a configuration.
  func start(
    _ yaml: String, schedule: ScraperConfiguration.Schedule = .onCommand, fault: Fault? = nil
  ) throws {
    let listener = try listener()
    let configuration = ScraperConfiguration(
      listener: listener, version: version, configurationFile: try write("prometheus.yml", yaml),
      sourceAddress: IPAddress(127, 0, 0, 2), schedule: schedule, fault: fault)
    let log = events
    let writer = EventWriter(role: .scraper, instance: "scraper", record: log.append)
    let role = try ScraperRole(
      configuration: configuration, events: writer, acceptor: RoleAcceptor(acceptor, fault: fault))
    try role.start()
    scraper.withLock { $0 = (role, listener.endpoint) }
  }

  /// Scrapes every target once.
  func scrape() throws { try scraper.withLock { $0 }?.role.handle(.scrape(id: 1)) }

  /// Reads the configuration again, after writing it anew.
  func reload(_ yaml: String) throws {
    try write("prometheus.yml", yaml)
    try scraper.withLock { $0 }?.role.handle(.reload(id: 1))
  }

  /// Asks the API.
  func get(_ target: String, method: String = "GET") throws -> String {
    guard let endpoint = scraper.withLock({ $0 })?.endpoint else { return "" }
    let response = try HTTPClient().send(
      ClientRequest(HTTPURL(endpoint, target: target), method: method, deadline: .after(seconds: 20)))
    return String(decoding: response.body, as: UTF8.self)
  }

  /// The active targets: `URL health lastError`.
  func targets() throws -> [String] {
    struct Answer: Decodable {
      var data: Targets
    }
    struct Targets: Decodable {
      var activeTargets: [Target]
    }
    struct Target: Decodable {
      var scrapeUrl: String
      var health: String
      var lastError: String
    }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(try get("/api/v1/targets").utf8))
    return answer.data.activeTargets.map { "\($0.scrapeUrl) \($0.health) \($0.lastError)" }
  }

  /// The value of each series of a query, by its labels as the API gives them.
  func query(_ text: String) throws -> [String] {
    try get("/api/v1/query?query=" + FormEncoding.encode(text)).split(separator: "{\"metric\":").dropFirst().map
    {
      let parts = $0.split(separator: ",\"value\":[")
      let value = parts.last?.split(separator: "\"").dropFirst().first ?? ""
      return "\(parts.first ?? "") \(value)"
    }
  }
}

/// What a role has said, and waiting for what it is going to say.
final class EventLog: Sendable {
  private let records = Monitor<[Event]>([])

  func append(_ record: EventRecord) { records.change { $0.append(record.event) } }

  var all: [Event] { records.read { $0 } }

  var scrapes: [ScrapeOutcome] {
    all.compactMap { if case .scraped(let outcome) = $0 { outcome } else { nil } }
  }

  /// Waits until the events meet a condition; false if they do not within some seconds.
  func wait(seconds: Int64 = 20, until condition: ([Event]) -> Bool) -> Bool {
    records.wait(until: .now + seconds * 1_000_000_000) { condition($0) ? true : nil } ?? false
  }

  /// Waits until a job is in step with a version, and every target has been scraped so often.
  func waitForSynchronisation(of job: String, version: Int) -> Bool {
    wait { events in
      events.contains {
        if case .discoverySynchronised(job, let reached) = $0 { reached >= version } else { false }
      }
    }
  }

  func waitForScrapes(_ count: Int) -> Bool {
    wait { events in
      events.count { if case .scraped = $0 { true } else { false } } >= count
    }
  }
}
