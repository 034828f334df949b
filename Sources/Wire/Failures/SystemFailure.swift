internal import Contract

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Error numbers of the system in the words that Go prints for them.
///
/// Source: golang/go src/syscall/zerrors_linux_amd64.go, 1.24.
enum SystemFailure {
  /// The lower-case text of an error number, as Go's `syscall.Errno` prints it.
  static func text(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "errno \(number)" }
    return String(cString: text).lowercased()
  }

  /// Which kind of failure an error number is to a client.
  static func kind(_ number: Int32) -> FailureKind {
    switch number {
    case ECONNREFUSED: .refused
    case ECONNRESET, EPIPE, ECONNABORTED: .reset
    case ETIMEDOUT, EAGAIN: .timeout
    case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EINVAL, ENETDOWN, EHOSTDOWN: .unreachable
    default: .configuration
    }
  }

  /// The failure of a system call: `what: call: text`.
  static func error(_ what: String, call: String, number: Int32) -> WireError {
    let prefix = what.isEmpty ? "" : what + ": "
    return WireError(kind(number), "\(prefix)\(call): \(text(number))", systemError: number)
  }
}
