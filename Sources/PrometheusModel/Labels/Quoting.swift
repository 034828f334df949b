/// Quoted strings as Go prints them, for messages and label sets.
///
/// Source: golang/go src/strconv/quote.go, 1.24.
public enum Quoting {
  /// The text in double quotes, with what cannot be printed escaped.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    result.reserveCapacity(text.utf8.count + 2)
    for scalar in text.unicodeScalars { append(scalar, quote: "\"", to: &result) }
    return result + "\""
  }

  /// The character in single quotes, as Go's `%q` prints a rune.
  public static func quoted(_ scalar: Unicode.Scalar) -> String {
    var result = "'"
    append(scalar, quote: "'", to: &result)
    return result + "'"
  }

  private static func append(_ scalar: Unicode.Scalar, quote: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case quote, "\\": result += "\\\(scalar)"
    case "\u{07}": result += "\\a"
    case "\u{08}": result += "\\b"
    case "\u{0C}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0B}": result += "\\v"
    case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
    case ..<"\u{20}", "\u{7F}": result += "\\x" + hexadecimal(scalar, digits: 2)
    default:
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else if scalar.value < 0x10000 {
        result += "\\u" + hexadecimal(scalar, digits: 4)
      } else {
        result += "\\U" + hexadecimal(scalar, digits: 8)
      }
    }
  }

  static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
    let text = String(scalar.value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// Whether Go's `unicode.IsPrint` holds: letters, marks, numbers, punctuation, symbols, the ASCII space.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
