/// XML elements with attributes in a given order.
enum XMLText {
  /// `<name key="value">`, or `<name key="value"/>`.
  static func tag(_ name: String, _ attributes: [(String, String)], closed: Bool = false) -> String {
    let pairs = attributes.map { " \($0.0)=\"\(escaped($0.1, inAttribute: true))\"" }.joined()
    return "<\(name)\(pairs)\(closed ? "/" : "")>"
  }

  /// Text between tags.
  static func text(_ text: String) -> String { escaped(text, inAttribute: false) }

  private static func escaped(_ text: String, inAttribute: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"" where inAttribute: escaped += "&quot;"
      case "\n" where inAttribute: escaped += "&#10;"
      case "\t" where inAttribute: escaped += "&#9;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }

  /// Source: XML 1.0 fifth edition, section 2.2, `Char`.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
  }
}
