/// Writes a JSON text of known shape, member by member, without an encoder.
struct JSONLine {
  /// The text so far.
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Starts an empty text of about this size.
  init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  /// A member that is an object; without a name, the text itself or an element.
  mutating func object(_ name: StaticString? = nil, _ members: (inout JSONLine) -> Void) {
    begin(name)
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// A member that is an array of strings.
  mutating func array(_ name: StaticString, _ elements: [String]) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    needsComma = false
    for element in elements {
      begin(nil)
      quote(element)
    }
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// A member that is text; none if there is none.
  mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    begin(name)
    quote(text)
  }

  /// A member that is a whole number; none if there is none.
  mutating func member(_ name: StaticString, _ number: (some BinaryInteger)?) {
    guard let number else { return }
    begin(name)
    bytes += String(number).utf8
  }

  /// A member that is a number. JSON has none for infinities: they become 0.
  mutating func member(_ name: StaticString, _ number: Double) {
    begin(name)
    bytes += (number.isFinite ? number : 0).description.utf8
  }

  /// A member that is true or false.
  mutating func member(_ name: StaticString, _ bool: Bool) {
    begin(name)
    bytes += (bool ? "true" : "false").utf8
  }

  /// Ends the line.
  mutating func end() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func begin(_ name: StaticString?) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    guard let name else { return }
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += "\\u\(digits.utf8.count < 2 ? "000" : "00")\(digits)".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
