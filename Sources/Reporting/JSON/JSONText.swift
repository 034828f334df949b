/// A JSON value that keeps the order of its keys, so that two reports can be compared line by line.
enum JSONText {
  case null
  case string(String)
  case integer(Int)
  case number(Double)
  case array([JSONText])
  case object([(key: String, value: JSONText)])

  /// A string, or null.
  static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  /// An object with its keys sorted, for labels.
  static func labels(_ labels: [String: String]) -> JSONText {
    .object(labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }

  /// The text, indented by two spaces a level.
  func text() -> String {
    var text = ""
    write(to: &text, indentation: 0)
    return text
  }

  private func write(to text: inout String, indentation: Int) {
    switch self {
    case .null: text += "null"
    case .string(let string): Self.write(string, to: &text)
    case .integer(let number): text += "\(number)"
    case .number(let number): text += number.isFinite ? "\(number)" : "null"
    case .array(let items):
      Self.write(items, between: ("[", "]"), to: &text, indentation) { item, text in
        item.write(to: &text, indentation: indentation + 1)
      }
    case .object(let entries):
      Self.write(entries, between: ("{", "}"), to: &text, indentation) { entry, text in
        Self.write(entry.key, to: &text)
        text += ": "
        entry.value.write(to: &text, indentation: indentation + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between brackets: (open: String, close: String), to text: inout String, _ indentation: Int,
    item write: (Item, inout String) -> Void
  ) {
    text += brackets.open
    for (index, item) in items.enumerated() {
      text += index == 0 ? "\n" : ",\n"
      text += String(repeating: "  ", count: indentation + 1)
      write(item, &text)
    }
    if !items.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
    text += brackets.close
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hexadecimal = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hexadecimal.utf8.count) + hexadecimal
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
