/// Draws expositions: mostly good ones, and such as are broken where a parser looks.
enum ExpositionDrawing {
  /// An exposition in the text format or OpenMetrics.
  static func text(isOpenMetrics: Bool, _ dice: inout Dice) -> String {
    let isOdd = dice.chance(35)
    var lines: [String] = []
    let names = dice.some(dice.one(weighted: [(3, 0), (22, 1), (30, 2), (25, 3), (20, 5)]), of: families)
    let line = LineDrawing(isOpenMetrics: isOpenMetrics, isOdd: isOdd)
    for name in names { lines += line.family(name, &dice) }
    if dice.chance(12), !lines.isEmpty {
      // A series twice in one body.
      let line = dice.one(of: lines)
      lines.insert(line, at: dice.below(lines.count + 1))
    }
    if isOdd, dice.chance(45) {
      let odd = dice.one(of: isOpenMetrics ? OddLines.openMetrics : OddLines.text)
      lines.insert(odd, at: dice.below(lines.count + 1))
    }
    if isOpenMetrics { end(&lines, isOdd: isOdd, &dice) }
    var text = lines.joined(separator: "\n")
    if !lines.isEmpty, !(isOdd && dice.chance(10)) { text += "\n" }
    if isOdd, dice.chance(8) {
      text = String(text.unicodeScalars.reduce(into: "") { $0 += $1 == "\n" ? "\r\n" : String($1) })
    }
    if isOdd, dice.chance(25) { text = scratched(text, &dice) }
    return text
  }

  private static func end(_ lines: inout [String], isOdd: Bool, _ dice: inout Dice) {
    switch isOdd ? dice.below(20) : 20 {
    case 0: break
    case 1: lines.insert("# EOF", at: dice.below(lines.count + 1))
    case 2: lines += ["# EOF", ""]
    case 3: lines += ["# EOF", "late 1"]
    case 4: lines.append("# EOF ")
    case 5: lines.append("#EOF")
    default: lines.append("# EOF")
    }
  }

  private static let families = [
    "http_requests", "http_requests_total", "up", "cart_items", "a", "go_gc_duration_seconds", "lat",
    "build_info",
    ":colon:", "_x", "scrape_duration_seconds", "temperature_celsius",
  ]

  // MARK: - Damage

  /// Replaces, removes or adds one character.
  private static func scratched(_ text: String, _ dice: inout Dice) -> String {
    var scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else { return text }
    let index = dice.below(scalars.count)
    let odd: Unicode.Scalar = dice.one(of: [
      "\"", "{", "}", "=", ",", "\\", "#", " ", "\t", "\n", "\r", "\0", "ü", "1", "_", "-", "\u{85}",
      "\u{FEFF}", "\u{2028}", "'", "\u{1}",
      "\u{10FFFF}", ":", ".",
    ])
    switch dice.below(3) {
    case 0: scalars[index] = odd
    case 1: scalars.remove(at: index)
    default: scalars.insert(odd, at: index)
    }
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars)
    return result
  }
}
