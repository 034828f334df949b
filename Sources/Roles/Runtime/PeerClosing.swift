import Contract
import Wire

extension TCPStream {
  /// Waits until the deadline, or until the other end closes; false if it has closed.
  ///
  /// What the other end sends meanwhile stays where it is.
  func staysOpen(until deadline: Deadline) -> Bool {
    var waiting = 0
    while waiting < Self.mostBytesLookedAt {
      do throws(WireError) {
        // More bytes than were seen: the other end is there and sends. No more than that: it has closed.
        let seen = try peek(upTo: Self.mostBytesLookedAt, atLeast: waiting + 1, deadline: deadline).count
        guard seen > waiting else { return false }
        waiting = seen
      } catch {
        return error.kind == .timeout
      }
    }
    return true
  }

  private static var mostBytesLookedAt: Int { 16 << 10 }
}
