import Contract
import Synchronization
import Wire

@testable import Roles

/// A role that serves on loopback in the test's own process; gone with the test.
final class PlayedRole<Played: Role>: Sendable {
  let role: Played
  let acceptor: RoleAcceptor
  let events: EventLog
  let listeners: [Listener]
  private let shared: Acceptor

  /// Opens listeners, and starts the role with the configuration that they lead to.
  init(
    listeners count: Int = 1, fault: Fault? = nil, _ configuration: ([Listener]) -> Played.Configuration
  ) throws {
    listeners = try (0..<count).map { _ in
      let descriptor = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
      return Listener(try Sockets.localEndpoint(of: descriptor), descriptor: descriptor)
    }
    let shared = try Acceptor()
    self.shared = shared
    acceptor = RoleAcceptor(shared, fault: fault)
    let log = EventLog()
    events = log
    let writer = EventWriter(role: .app, instance: "test", record: log.append)
    role = try Played(configuration: configuration(listeners), events: writer, acceptor: acceptor)
    try role.start()
    try DetachedThread.start { try? shared.run() }
  }

  deinit {
    // A listener that the role has closed is not ours to close again: its number may be another test's by now.
    for listener in listeners where (try? Sockets.localEndpoint(of: listener.descriptor)) == listener.endpoint {
      shared.remove(listener.descriptor)
      Sockets.close(listener.descriptor)
    }
    shared.stop()
  }

  /// Sends a request to the first listener.
  func send(
    _ target: String, method: String = "GET", headers: HTTPHeaders = [:], seconds: Double = 20
  ) throws(WireError) -> ClientResponse {
    try HTTPClient().send(
      ClientRequest(
        HTTPURL(listeners[0].endpoint, target: target), method: method, headers: headers,
        deadline: .after(seconds: seconds), followsRedirects: false))
  }
}

/// What a role has said.
final class EventLog: Sendable {
  private let records = Mutex<[EventRecord]>([])

  func append(_ record: EventRecord) { records.withLock { $0.append(record) } }

  var served: [ServedRequest] {
    records.withLock { $0 }.compactMap { record in
      if case .served(let request) = record.event { request } else { nil }
    }
  }
}

extension ClientResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
