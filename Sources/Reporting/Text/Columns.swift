/// Texts measured in the columns of a terminal.
enum Columns {
  /// How many columns a text takes.
  static func count(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  /// The text, filled up with spaces.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - count(text)))
  }

  /// The text if it fits, else its beginning and an ellipsis.
  static func cut(_ text: String, to columns: Int) -> String {
    guard count(text) > columns else { return text }
    guard columns > 1 else { return columns == 1 ? "…" : "" }
    var taken = ""
    var used = 0
    for character in text {
      let width = count(String(character))
      if used + width > columns - 1 { break }
      taken.append(character)
      used += width
    }
    return taken + "…"
  }

  /// The words of a text in lines of at most so many columns; a word that is longer has a line of its own.
  static func wrapped(_ text: String, to columns: Int?) -> [String] {
    let lines = printable(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let columns else { return lines }
    return lines.flatMap { wrappedLine($0, to: max(columns, 20)) }
  }

  /// Control characters that a target sent must not move the cursor of whoever reads of them.
  private static func printable(_ text: String) -> String {
    var printable = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isHarmless = scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
      printable.append(isHarmless ? scalar : "\u{FFFD}")
    }
    return String(printable)
  }

  private static func wrappedLine(_ line: String, to columns: Int) -> [String] {
    guard count(line) > columns else { return [line] }
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let candidate = current.isEmpty ? String(word) : "\(current) \(word)"
      if current.isEmpty || count(candidate) <= columns {
        current = candidate
      } else {
        lines.append(current)
        current = String(word)
      }
    }
    return lines + [current]
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// Source: Unicode Standard Annex 11, the blocks that are wide throughout.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD,
  ]
}
