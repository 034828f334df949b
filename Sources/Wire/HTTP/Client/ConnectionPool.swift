internal import CSystem
internal import Contract
internal import Synchronization

/// What connections must have in common to stand in for each other.
struct ConnectionKey: Hashable, Sendable {
  var endpoint: Endpoint
  var source: IPAddress?
  var scheme: String
  var serverName: String
  var trust: ObjectIdentifier?
}

/// Connections that wait for their next request.
final class ConnectionPool: Sendable {
  private struct Idle {
    var connection: ClientConnection
    var expiry: Deadline
  }

  private let idle = Mutex<[ConnectionKey: [Idle]]>([:])
  private let limitPerKey: Int

  init(limitPerKey: Int) { self.limitPerKey = limitPerKey }

  /// A connection that still stands, the one used last.
  func take(_ key: ConnectionKey) -> ClientConnection? {
    while true {
      let found = idle.withLock { idle -> Idle? in
        guard var waiting = idle[key], let last = waiting.popLast() else { return nil }
        idle[key] = waiting.isEmpty ? nil : waiting
        return last
      }
      guard let found else { return nil }
      if found.expiry.isPast || !found.connection.isQuiet {
        found.connection.stream.close()
        continue
      }
      return found.connection
    }
  }

  func put(_ connection: ClientConnection) {
    let surplus = idle.withLock { idle -> ClientConnection? in
      guard idle[connection.key, default: []].count < limitPerKey else { return connection }
      idle[connection.key, default: []].append(
        Idle(connection: connection, expiry: .after(milliseconds: ConnectionPool.idleMilliseconds)))
      return nil
    }
    surplus?.stream.close()
  }

  /// As Prometheus sets it. Source: prometheus/common config/http_config.go NewRoundTripperFromConfig, 0.60.
  static let idleMilliseconds = 5 * 60_000

  /// Closes what waits under one key: the server is closing such connections.
  func close(_ key: ConnectionKey) {
    let stale = idle.withLock { $0.removeValue(forKey: key) } ?? []
    for entry in stale { entry.connection.stream.close() }
  }

  func closeAll() {
    let all = idle.withLock { idle in
      defer { idle = [:] }
      return idle.values.flatMap { $0 }
    }
    for entry in all { entry.connection.stream.close() }
  }

  deinit { closeAll() }
}
