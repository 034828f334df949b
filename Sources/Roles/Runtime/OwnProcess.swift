#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a role process does with itself as a process. Everything else of the system is `Wire`'s.
enum OwnProcess {
  /// Ends the process at once, from any thread: no handlers, no flushing.
  static func exit(_ status: Int32) -> Never { _exit(status) }

  /// A terminal's ^C is for the runner, and a broken connection is an error of a write; SIGTERM ends the process.
  static func arrangeSignals() {
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGTERM) { _ in _exit(0) }
  }

  /// Says something on standard error.
  static func complain(_ message: String) {
    Array((message + "\n").utf8).withUnsafeBytes { write($0, to: STDERR_FILENO) }
  }

  /// Whether the process inherited a descriptor.
  static func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

  /// Writes all bytes, waiting where it must; stops when the descriptor takes no more.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    guard let base = bytes.baseAddress else { return }
    var offset = 0
    while offset < bytes.count {
      #if canImport(Darwin)
        let written = Darwin.write(descriptor, base + offset, bytes.count - offset)
      #else
        let written = Glibc.write(descriptor, base + offset, bytes.count - offset)
      #endif
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      offset += written
    }
  }
}
