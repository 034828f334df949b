/// HTML elements, escaped once and for all.
enum HTMLText {
  /// Text between tags or in a quoted attribute.
  static func text(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default:
        let isHarmless = scalar.properties.generalCategory != .control
        escaped.unicodeScalars.append(isHarmless ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }

  /// `<name attributes>content</name>`; `content` is HTML already.
  static func element(_ name: String, _ attributes: [(String, String)], _ content: String) -> String {
    "<\(name)\(attributes.map { " \($0.0)=\"\(text($0.1))\"" }.joined())>\(content)</\(name)>"
  }

  /// `<name>content</name>`; `content` is HTML already.
  static func element(_ name: String, _ content: String) -> String { element(name, [], content) }

  /// An element with a class and text.
  static func element(_ name: String, class: String, text: String) -> String {
    element(name, [("class", `class`)], self.text(text))
  }

  /// A table, its cells HTML already; empty without rows.
  static func table(class: String, head: [String], rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let header = element("tr", head.map { element("th", $0) }.joined())
    // On a narrow screen each cell stands on a line of its own, under its name.
    let body = rows.map { row in
      element("tr", zip(head, row).map { element("td", [("data-name", $0)], $1) }.joined())
    }
    let table = element("thead", header) + element("tbody", body.joined(separator: "\n"))
    return element("table", [("class", `class`)], table)
  }
}
