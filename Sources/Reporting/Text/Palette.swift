import Judging

/// ANSI colours, or none.
struct Palette {
  /// Whether there are colours.
  let isOn: Bool

  func bold(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }
  func red(_ text: String) -> String { wrapped(text, "31") }
  func green(_ text: String) -> String { wrapped(text, "32") }
  func yellow(_ text: String) -> String { wrapped(text, "33") }

  /// The text in the colour of a status.
  func coloured(_ text: String, as status: Status) -> String {
    switch status {
    case .passed: green(text)
    case .failed: red(text)
    case .errored: yellow(text)
    case .skipped: faint(text)
    }
  }

  private func wrapped(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension Status {
  /// The mark before a line, told apart without colours, too.
  var mark: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .errored: "!"
    case .skipped: "-"
    }
  }
}
