import Contract
import Wire

/// The application behind both proxies: it answers whatever it gets at once, so that nothing that clients see depends on
/// whether somebody else's TLS happens to have a newline in it.
final class MatrixApplication: Sendable {
  private let acceptor: Acceptor
  private let listening: Int32

  /// Listens, and answers on threads of its own.
  init(at endpoint: Endpoint) throws(WireError) {
    listening = try Sockets.listen(endpoint)
    acceptor = try Acceptor()
    try acceptor.add(listening) { Self.answer($0) }
    let acceptor = acceptor
    try DetachedThread.start { try? acceptor.run() }
  }

  /// Nobody is answered any more.
  func stop() {
    acceptor.stop()
    Sockets.close(listening)
  }

  /// HTTP/1.1 gets metrics, everything else what an application says that understands nothing.
  private static func answer(_ stream: TCPStream) {
    defer { stream.close() }
    let deadline = Deadline.after(milliseconds: 5000)
    guard let first = try? stream.read(upTo: 16 << 10, deadline: deadline), !first.isEmpty else { return }
    let isHTTP = first.starts(with: "GET ".utf8)
    let body = isHTTP ? "matrix_up 1\n" : "400 Bad Request"
    let head =
      isHTTP
      ? "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4" : "HTTP/1.1 400 Bad Request"
    let answer = "\(head)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    try? stream.write(Array(answer.utf8), deadline: deadline)
  }
}
