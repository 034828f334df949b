import Foundation
import Wire

/// Hands accepted connections from the acceptor's threads to the test.
final class ConnectionQueue: @unchecked Sendable {  // every access holds the condition
  private let condition = NSCondition()
  private var waiting: [TCPStream] = []

  func put(_ stream: TCPStream) {
    condition.withLock {
      waiting.append(stream)
      condition.signal()
    }
  }

  func take() -> TCPStream {
    condition.withLock {
      while waiting.isEmpty { condition.wait() }
      return waiting.removeFirst()
    }
  }
}
