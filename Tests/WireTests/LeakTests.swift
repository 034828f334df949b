import Contract
import Foundation
import Testing
import Wire

#if os(Linux)
  /// Descriptors are the scarce good of a run with a thousand pods.
  @Suite struct LeakTests {
    /// How many sockets are open that have this port at either end, the listener apart.
    ///
    /// A connection that waits out its time after the close has no inode any more.
    private static func openSockets(port: UInt16) throws -> Int {
      let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
      let suffix = ":" + String(port, radix: 16, uppercase: true).leftPadded(to: 4)
      return table.split(separator: "\n").dropFirst().count { line in
        let fields = line.split(separator: " ")
        guard fields.count > 9, fields[3] != "0A", fields[9] != "0" else { return false }
        return fields[1].hasSuffix(suffix) || fields[2].hasSuffix(suffix)
      }
    }

    @Test func aThousandConnectionsLeaveNoSocket() throws {
      let mesh = try #require(TestMesh.shared)
      let tls = try mesh.serverTLS()
      let ended = EndCount()
      let plain = try LocalServer { stream in
        HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
          if request.path == "/reset" { throw .unexpectedEndOfFile }
          try connection.respond(HTTPResponse(text: "ok"))
        }
        ended.add()
      }
      let secure = try LocalServer { tcp in
        if let stream = try? tls.accept(tcp, deadline: .after(milliseconds: 10_000)) {
          HTTPServerConnection.serve(stream) { connection, _ throws(WireError) in
            try connection.respond(HTTPResponse(text: "ok"))
          }
        }
        ended.add()
      }
      let client = HTTPClient()
      let kinds: [ClientTLS] = try [.good, .none, .wrongAuthority].map { try mesh.client($0, version: .tls13) }
      var failures = 0
      for index in 0..<1_000 {
        var request = ClientRequest(testing: plain.url(index % 5 == 0 ? "/reset" : "/metrics"))
        request.keepsAlive = index % 30 == 0
        if index % 10 == 7 {
          request.url = HTTPURL(secure.endpoint, scheme: "https")
          request.tls = kinds[index % 3]
        }
        if (try? client.send(request)) == nil { failures += 1 }
      }
      client.closeIdleConnections()
      #expect(failures > 200 && failures < 300)
      #expect(plain.connections + secure.connections > 950)
      ended.wait(for: plain.connections + secure.connections)
      #expect(try Self.openSockets(port: plain.endpoint.port) == 0)
      #expect(try Self.openSockets(port: secure.endpoint.port) == 0)
    }
  }

  /// Counts connections that have ended.
  private final class EndCount: @unchecked Sendable {  // every access holds the condition
    private let condition = NSCondition()
    private var count = 0

    func add() {
      condition.withLock {
        count += 1
        condition.signal()
      }
    }

    func wait(for wanted: Int) {
      condition.withLock {
        while count < wanted { condition.wait() }
      }
    }
  }

  extension String {
    fileprivate func leftPadded(to width: Int) -> String {
      String(repeating: "0", count: max(0, width - count)) + self
    }
  }
#endif
