extension Diagnostic {
  /// The diagnostic for a terminal: its line, then the source line with a caret, then the notes.
  ///
  /// `sourceText` is the text of the file that ``span`` names; without it there is no source line.
  public func rendered(sourceText: String?, colour: Bool) -> String {
    let paint = Paint(isOn: colour)
    let label = severity == .error ? "" : paint.faint("\(severity.rawValue): ")
    var text = paint.bold(span.map { "\($0): " } ?? "") + label + paint.bold(message)
    if let excerpt = span.flatMap({ Excerpt($0, of: sourceText) }) {
      text += "\n" + excerpt.rendered(paint: paint, caret: severity == .error ? .red : .yellow)
    }
    for note in notes {
      text += "\n" + paint.bold(note.span.map { "\($0): " } ?? "") + "note: " + note.message
      let isSameFile = note.span?.file == span?.file
      if isSameFile, let excerpt = note.span.flatMap({ Excerpt($0, of: sourceText) }) {
        text += "\n" + excerpt.rendered(paint: paint, caret: .cyan)
      }
    }
    return text
  }
}

/// Colours by ANSI escapes, or none.
struct Paint {
  enum Colour: Int {
    case red = 31
    case yellow = 33
    case cyan = 36
  }

  let isOn: Bool

  func bold(_ text: String) -> String { wrapped(text, 1) }
  func faint(_ text: String) -> String { wrapped(text, 2) }
  func coloured(_ text: String, _ colour: Colour) -> String { wrapped(text, colour.rawValue) }

  private func wrapped(_ text: String, _ code: Int) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// The source line that a span starts on, and where to put the caret under it.
struct Excerpt {
  /// Longer lines are cut around the caret.
  static let maximumWidth = 120

  private let number: Int
  private let shown: String
  private let indentation: String
  private let underline: String

  init?(_ span: Span, of text: String?) {
    guard let text, span.start.line > 0, let line = SourceLines.line(span.start.line, of: text) else {
      return nil
    }
    number = span.start.line
    let scalars = Array(line.unicodeScalars)
    let start = min(max(span.start.column - 1, 0), scalars.count)
    let isOneLine = span.end.line == span.start.line && span.end.column > span.start.column
    let lastColumn = isOneLine ? span.end.column - 1 : scalars.count
    var end = min(max(lastColumn, start), scalars.count)
    while end > start, scalars[end - 1] == " " { end -= 1 }

    // The window of a long line that is shown.
    let from = scalars.count > Self.maximumWidth ? max(0, start - Self.maximumWidth / 3) : 0
    let to = min(scalars.count, from + Self.maximumWidth)
    var view = String.UnicodeScalarView()
    for scalar in scalars[from..<to] { view.append(DisplayWidth.isPrintable(scalar) ? scalar : "\u{FFFD}") }
    shown = (from > 0 ? "…" : "") + String(view) + (to < scalars.count ? "…" : "")

    // Tabs stay tabs, so that the caret stands right whatever a tab's width is.
    var padding = from > 0 ? " " : ""
    for scalar in scalars[from..<start] {
      padding += scalar == "\t" ? "\t" : String(repeating: " ", count: DisplayWidth.of(scalar))
    }
    indentation = padding
    let width = scalars[start..<min(end, to)].reduce(0) { $0 + max(DisplayWidth.of($1), 0) }
    underline = "^" + String(repeating: "~", count: max(width - 1, 0))
  }

  func rendered(paint: Paint, caret: Paint.Colour) -> String {
    let digits = String(number)
    let gutter = String(repeating: " ", count: digits.utf8.count)
    return paint.faint(" \(digits) | ") + shown + "\n"
      + paint.faint(" \(gutter) | ") + indentation + paint.coloured(underline, caret)
  }
}
