import Contract
import MeshModel
import Synchronization
import Wire

/// Everything that a proxy counts.
final class ProxyStatistics: Sendable {
  struct HTTPCounts: Sendable {
    var requests = 0
    var milliseconds = EnvoyHistogram()
    var received = EnvoyHistogram()
    var sent = EnvoyHistogram()
  }

  struct TCPCounts: Sendable {
    var connections = 0
    var sent = 0
    var received = 0
  }

  enum PolicyChain: Sendable {
    case http
    case tcp
  }

  struct PolicyCounts: Sendable {
    var allowed = 0
    var denied = 0
  }

  /// The counts at one moment.
  struct Snapshot: Sendable {
    var version: IstioVersion
    var http: [HTTPSeries: HTTPCounts] = [:]
    var tcp: [TCPSeries: TCPCounts] = [:]
    /// Connections that are open, by listener.
    var active: [Endpoint: Int] = [:]
    /// Connections that no filter chain matched, by listener.
    var unmatched: [Endpoint: Int] = [:]
    /// What policies decided, by kind of filter chain.
    var policy: [PolicyChain: PolicyCounts] = [:]
    var connections = 0
    var startedMicroseconds: Int64
  }

  private let counts: Mutex<Snapshot>

  init(version: IstioVersion) {
    counts = Mutex(Snapshot(version: version, startedMicroseconds: Deadline.nowMicroseconds))
  }

  var snapshot: Snapshot { counts.withLock { $0 } }

  func opened(_ listener: Endpoint) {
    counts.withLock {
      $0.connections += 1
      $0.active[listener, default: 0] += 1
    }
  }

  func closed(_ listener: Endpoint) { counts.withLock { $0.active[listener, default: 0] -= 1 } }

  func countUnmatched(_ listener: Endpoint) { counts.withLock { $0.unmatched[listener, default: 0] += 1 } }

  func countPolicy(_ chain: PolicyChain, isAllowed: Bool) {
    counts.withLock {
      if isAllowed {
        $0.policy[chain, default: PolicyCounts()].allowed += 1
      } else {
        $0.policy[chain, default: PolicyCounts()].denied += 1
      }
    }
  }

  func countHTTP(_ series: HTTPSeries, milliseconds: Int, received: Int, sent: Int) {
    counts.withLock {
      $0.http[series, default: HTTPCounts()].requests += 1
      $0.http[series]?.milliseconds.record(milliseconds)
      $0.http[series]?.received.record(received)
      $0.http[series]?.sent.record(sent)
    }
  }

  func countTCP(_ series: TCPSeries, sent: Int, received: Int) {
    counts.withLock {
      $0.tcp[series, default: TCPCounts()].connections += 1
      $0.tcp[series]?.sent += sent
      $0.tcp[series]?.received += received
    }
  }
}
