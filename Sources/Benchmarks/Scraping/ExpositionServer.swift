import Contract
import Running
import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Serves an exposition whose values change with every scrape, and says when a scrape begins.
///
/// It lives in the benchmark's own process, whose CPU time is not counted, and prepares the next body after each
/// answer, so that no scrape waits for it.
final class ExpositionServer: Sendable {
  private struct State {
    var exposition: SampleExposition
    var response: HTTPResponse
  }

  let endpoint: Endpoint
  private let listener: Int32
  private let acceptor: Acceptor
  private let state: Mutex<State>
  private let compresses: Bool
  /// Called when a request arrives, before it is answered.
  private let arrived: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

  init(_ exposition: SampleExposition, compresses: Bool) throws {
    self.compresses = compresses
    state = Mutex(
      State(exposition: exposition, response: try Self.response(exposition, compresses: compresses)))
    listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
    endpoint = try Sockets.localEndpoint(of: listener)
    acceptor = try Acceptor()
    let acceptor = acceptor
    try acceptor.add(listener) { [weak self] stream in
      HTTPServerConnection.serve(stream) { connection, _ throws(WireError) in
        guard let self else { throw .unexpectedEndOfFile }
        try self.serve(&connection)
      }
    }
    try DetachedThread.start { try? acceptor.run() }
  }

  deinit {
    acceptor.remove(listener)
    close(listener)
    acceptor.stop()
  }

  /// Has something done whenever a request arrives.
  func whenRequested(_ action: (@Sendable () -> Void)?) { arrived.withLock { $0 = action } }

  private func serve(_ connection: inout HTTPServerConnection) throws(WireError) {
    if let action = arrived.withLock({ $0 }) { action() }
    try connection.respond(state.withLock { $0.response })
    let compresses = compresses
    let prepared: Result<Void, WireError> = state.withLock { state in
      state.response = HTTPResponse()
      state.exposition.advance()
      do throws(WireError) {
        state.response = try Self.response(state.exposition, compresses: compresses)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try prepared.get()
  }

  private static func response(
    _ exposition: SampleExposition, compresses: Bool
  ) throws(WireError) -> HTTPResponse {
    guard compresses else {
      return HTTPResponse(headers: ["Content-Type": exposition.contentType], body: exposition.bytes)
    }
    return HTTPResponse(
      headers: ["Content-Type": exposition.contentType, "Content-Encoding": "gzip"],
      body: try Gzip.compress(exposition.bytes))
  }
}
