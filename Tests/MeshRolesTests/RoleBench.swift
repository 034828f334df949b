import Contract
import Synchronization
import Testing
import Wire

@testable import Roles

/// Runs roles in this process: an acceptor on a thread of its own, and the events that they emit.
final class RoleBench: Sendable {
  private let acceptor: Acceptor
  private let recorded = Mutex<[Event]>([])
  /// The pod's localhost, and its IP.
  static let localhost = IPAddress(127, 0, 0, 1)
  static let podIP = IPAddress(127, 0, 0, 2)

  init() throws {
    let acceptor = try Acceptor()
    self.acceptor = acceptor
    try DetachedThread.start { try? acceptor.run() }
  }

  deinit { acceptor.stop() }

  var events: [Event] { recorded.withLock { $0 } }

  var merged: [MergePart] {
    events.compactMap { if case .merged(let part) = $0 { part } else { nil } }
  }

  var served: [ServedRequest] {
    events.compactMap { if case .served(let request) = $0 { request } else { nil } }
  }

  var inbound: [InboundOutcome] {
    events.compactMap { if case .inbound(let outcome) = $0 { outcome } else { nil } }
  }

  var logs: [String] {
    events.compactMap { if case .log(let message) = $0 { message } else { nil } }
  }

  func writer(_ kind: RoleKind) -> EventWriter {
    EventWriter(role: kind, instance: "shop/cart-0") { [self] record in
      recorded.withLock { $0.append(record.event) }
    }
  }

  func roleAcceptor(fault: Fault? = nil) -> RoleAcceptor { RoleAcceptor(acceptor, fault: fault) }

  /// A listener on a free port.
  func listener(_ address: IPAddress = RoleBench.localhost) throws -> Listener {
    let descriptor = try Sockets.listen(Endpoint(address, 0))
    return Listener(try Sockets.localEndpoint(of: descriptor), descriptor: descriptor)
  }

  /// A server that answers every request by the handler.
  func server(
    at address: IPAddress = RoleBench.localhost,
    _ handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
  ) throws -> Endpoint {
    let listener = try listener(address)
    try acceptor.add(listener.descriptor) { stream in
      HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
        try connection.respond(handler(request))
      }
    }
    return listener.endpoint
  }

  /// A server of raw bytes.
  func rawServer(
    at address: IPAddress = RoleBench.localhost, _ handler: @escaping @Sendable (TCPStream) -> Void
  ) throws -> Endpoint {
    let listener = try listener(address)
    try acceptor.add(listener.descriptor) { handler($0) }
    return listener.endpoint
  }

  /// A port on which nobody listens.
  func deadEndpoint(_ address: IPAddress = RoleBench.localhost) throws -> Endpoint {
    let listener = try listener(address)
    Sockets.close(listener.descriptor)
    return listener.endpoint
  }

  static func get(
    _ endpoint: Endpoint, _ target: String = "/", headers: HTTPHeaders = [:],
    decoding: ClientRequest.Decoding = .none
  ) throws -> ClientResponse {
    try HTTPClient().send(
      ClientRequest(
        HTTPURL(endpoint, target: target), headers: headers, deadline: .after(milliseconds: 10_000),
        decoding: decoding))
  }
}

extension ClientResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
