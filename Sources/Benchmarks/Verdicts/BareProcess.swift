import Contract
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The floor: a process that inherits a listening socket, says one byte, and answers every request with the same
/// 4 KB, over TLS if the connection begins with it.
enum BareProcess {
  static let identity: Int32 = 3
  static let ready: Int32 = 4
  static let listener: Int32 = 5

  static func main() -> Never {
    do {
      var frames = FrameReader(descriptor: identity)
      let tls = try serverTLS(frames.next() ?? [])
      let acceptor = try Acceptor()
      let body = [UInt8](repeating: UInt8(ascii: "#"), count: 4096)
      try acceptor.add(listener) { tcp in
        var stream: any ByteStream = tcp
        if let tls, let first = try? tcp.peek(upTo: 1, deadline: .never), first.first == 0x16 {
          guard let secured = try? tls.accept(tcp, deadline: .never) else { return }
          stream = secured
        }
        var connection = HTTPServerConnection(stream: stream)
        while (try? connection.nextRequest()) ?? nil != nil {
          do {
            try connection.respond(HTTPResponse(body: body))
          } catch {
            break
          }
        }
        stream.close()
      }
      var byte: UInt8 = 1
      _ = write(ready, &byte, 1)
      try DetachedThread.start {
        // The runner's end of the pipe closes with the runner.
        var one: UInt8 = 0
        _ = read(identity, &one, 1)
        _exit(0)
      }
      try acceptor.run()
    } catch {
      exit(1)
    }
    exit(0)
  }

  /// Certificate chain, key and roots, separated by NUL; an empty frame means no TLS.
  private static func serverTLS(_ frame: [UInt8]) throws(WireError) -> ServerTLS? {
    let parts = frame.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3 else { return nil }
    return try ServerTLS(
      certificateChain: parts[0], privateKey: parts[1], clientRoots: parts[2], requiresClientCertificate: true,
      trustDomains: ["cluster.local"], alpn: ["h2", "http/1.1"])
  }
}
