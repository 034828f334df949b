/// Writes HTML whose texts can hold nothing but text.
struct HTMLWriter {
  /// The page so far.
  private(set) var text = ""

  /// Writes an element around what the body writes; attributes with nil are left out.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:],
    _ body: (inout HTMLWriter) -> Void = { _ in }
  ) {
    open(name, attributes)
    body(&self)
    text += "</\(name)>"
  }

  /// Writes an element with a text in it.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// Writes an element that has no end.
  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
    text += "<\(name)"
    for (key, value) in attributes {
      if let value { text += " \(key)=\"\(Self.escaped(value))\"" }
    }
    text += ">"
  }

  /// Writes a text.
  mutating func text(_ text: String) { self.text += Self.escaped(text) }

  /// Writes what is HTML already: only what the scraper itself brings.
  mutating func raw(_ html: StaticString) { text += html.description }

  /// The text with everything escaped that means something to a browser.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      // Control characters are not allowed, whatever their form.
      case "\0"..<"\t", "\u{B}"..<"\r", "\u{E}"..<" ", "\u{7F}"..<"\u{A0}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
