import Contract
import Synchronization
import Wire

/// The process' acceptor as one role sees it: it plays the role's fault before the role sees a connection.
///
/// All roles of a process share one ``Wire/Acceptor``.
final class RoleAcceptor: Sendable {
  private let acceptor: Acceptor
  private let played: Mutex<Fault?>

  /// Wraps the acceptor for a role that plays a fault.
  init(_ acceptor: Acceptor, fault: Fault? = nil) {
    self.acceptor = acceptor
    played = Mutex(fault)
  }

  /// The fault of the role. `wrong-answer` is for the role itself to play; a new configuration may change it.
  var fault: Fault? {
    get { played.withLock { $0 } }
    set { played.withLock { $0 = newValue } }
  }

  /// Whether the role has to answer every request with something that is wrong for its kind.
  var answersWrongly: Bool { fault == .wrongAnswer }

  /// Accepts connections on an inherited listening socket; each is handled on its own thread.
  func add(_ listener: Listener, handler: @escaping Acceptor.Handler) throws(RoleFailure) {
    try add(listener.descriptor, handler: handler)
  }

  /// Accepts connections on a listening socket; each is handled on its own thread.
  func add(_ descriptor: Int32, handler: @escaping Acceptor.Handler) throws(RoleFailure) {
    do throws(WireError) {
      try acceptor.add(descriptor) { [self] stream in
        switch fault {
        case .exitOnConnection: OwnProcess.exit(1)
        case .hang: Self.swallow(stream)
        case .exitAfterReady, .neverReady, .wrongAnswer, nil: handler(stream)
        }
      }
    } catch {
      throw RoleFailure("cannot accept on descriptor \(descriptor): \(error)")
    }
  }

  /// Closes an inherited listening socket: whoever dials it from now on is refused.
  func remove(_ listener: Listener) {
    acceptor.remove(listener.descriptor)
    _ = Sockets.close(listener.descriptor)
  }

  /// Reads whatever comes and answers nothing, until the peer gives up.
  private static func swallow(_ stream: TCPStream) {
    defer { stream.close() }
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while let count = try? stream.read(into: buffer, deadline: .never), count > 0 {}
    }
  }
}
