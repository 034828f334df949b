/// The parts of Go's syntax that decide how Istio reads and writes values.
enum GoSyntax {
  /// `strconv.ParseBool`.
  static func bool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "TRUE", "true", "True": true
    case "0", "f", "F", "FALSE", "false", "False": false
    default: nil
    }
  }

  /// `strconv.Atoi`: a sign, then digits; nothing else.
  static func integer(_ text: String) -> Int? {
    var digits = text.utf8[...]
    var negative = false
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    var value = 0
    for digit in digits {
      let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooBigToo) = product.addingReportingOverflow(Int(digit) - 48)
      if tooBig || tooBigToo { return nil }
      value = sum
    }
    return negative ? -value : value
  }

  /// A port from `strconv.ParseUint(strings.TrimSpace(text), 10, 16)`.
  static func port(_ text: some StringProtocol) -> UInt16? {
    let trimmed = trimmedSpace(text)
    guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return UInt16(trimmed)
  }

  /// `strings.TrimSpace`.
  static func trimmedSpace(_ text: some StringProtocol) -> String {
    var view = Substring(text)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }

  /// A string as `encoding/json` writes it, with `<`, `>` and `&` escaped.
  static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1f}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A list of strings as `encoding/json` writes it; an empty one is a nil slice, hence `null`.
  static func json(_ texts: [String]) -> String {
    texts.isEmpty ? "null" : "[" + texts.map { json($0) }.joined(separator: ",") + "]"
  }
}
