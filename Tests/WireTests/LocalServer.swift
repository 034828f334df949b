import Contract
import Synchronization
import Wire

/// A server on loopback for one test; gone with the test.
final class LocalServer: Sendable {
  let endpoint: Endpoint
  private let listener: Int32
  private let acceptor: Acceptor
  private let accepted = Atomic(0)

  /// How many connections have come.
  var connections: Int { accepted.load(ordering: .acquiring) }

  init(address: IPAddress = IPAddress(127, 0, 0, 1), _ handler: @escaping Acceptor.Handler) throws {
    listener = try Sockets.listen(Endpoint(address, 0))
    endpoint = try Sockets.localEndpoint(of: listener)
    acceptor = try Acceptor()
    let acceptor = acceptor
    try DetachedThread.start { try? acceptor.run() }
    try acceptor.add(listener) { [weak self] stream in
      self?.accepted.add(1, ordering: .acquiringAndReleasing)
      handler(stream)
    }
  }

  /// A server that answers requests.
  convenience init(
    answering handler: @escaping @Sendable (inout HTTPServerConnection, HTTPRequest) throws(WireError) -> Void
  ) throws {
    try self.init { HTTPServerConnection.serve($0, handler: handler) }
  }

  /// A server that reads a request's head, sends these bytes and then ends the connection.
  convenience init(sending bytes: [UInt8], thenReset: Bool = false, reading: Bool = true) throws {
    try self.init { stream in
      if reading { _ = try? stream.read(upTo: 4096, deadline: .after(milliseconds: 10_000)) }
      if !bytes.isEmpty { try? stream.write(bytes, deadline: .after(milliseconds: 10_000)) }
      if thenReset { stream.reset() } else { stream.close() }
    }
  }

  deinit {
    acceptor.remove(listener)
    acceptor.stop()
    Sockets.close(listener)
  }

  func url(_ target: String = "/metrics") -> HTTPURL { HTTPURL(endpoint, target: target) }
}

extension ClientRequest {
  /// A request that cannot hang a test.
  init(testing url: HTTPURL, headers: HTTPHeaders = [:], decoding: Decoding = .none) {
    self.init(url, headers: headers, deadline: .after(milliseconds: 20_000), decoding: decoding)
  }
}
