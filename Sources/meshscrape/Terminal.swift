import Glibc

/// Standard output and standard error, and what they are.
struct Terminal: Sendable {
  /// Whether standard output takes colours.
  let hasColour: Bool
  /// Whether standard error is a terminal on which a progress line can be redrawn.
  let hasProgress: Bool
  /// The width of the terminal, nil where there is none.
  let width: Int?

  /// Looks at the descriptors and at NO_COLOR, CLICOLOR_FORCE and TERM.
  init() {
    func set(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
    let isTerminal = isatty(STDOUT_FILENO) == 1
    hasColour = !set("NO_COLOR") && (set("CLICOLOR_FORCE") || (isTerminal && !isDumb))
    hasProgress = isatty(STDERR_FILENO) == 1 && !isDumb
    var size = winsize()
    width =
      isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) : nil
  }

  /// Writes to standard output.
  func print(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Writes to standard error.
  func complain(_ text: String) { Self.write(text, to: STDERR_FILENO) }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        if count <= 0 { return }
        sent += count
      }
    }
  }
}
