/// Text in double quotes as Go's `%q` prints it.
///
/// Source: golang/go src/strconv/quote.go, 1.24.
public enum GoQuoting {
  /// Quotes bytes that may be no valid UTF-8.
  public static func quoted(_ bytes: some Collection<UInt8>) -> String {
    var out = "\""
    var decoder = UTF8()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      var iterator = rest.makeIterator()
      decoder = UTF8()
      guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
        append(hex: UInt32(first), width: 2, marker: "x", to: &out)
        rest = rest.dropFirst()
        continue
      }
      append(scalar, to: &out)
      rest = rest.dropFirst(UTF8.width(scalar))
    }
    return out + "\""
  }

  /// Quotes text.
  public static func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }

  private static func append(_ scalar: Unicode.Scalar, to out: inout String) {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\u{07}": out += "\\a"
    case "\u{08}": out += "\\b"
    case "\u{0C}": out += "\\f"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case "\u{0B}": out += "\\v"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        append(hex: scalar.value, width: 2, marker: "x", to: &out)
      } else if isPrintable(scalar) {
        out.unicodeScalars.append(scalar)
      } else {
        let isShort = scalar.value < 0x10000
        append(hex: scalar.value, width: isShort ? 4 : 8, marker: isShort ? "u" : "U", to: &out)
      }
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func append(hex value: UInt32, width: Int, marker: String, to out: inout String) {
    let digits = String(value, radix: 16)
    out += "\\" + marker + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
