/// Sizes as Prometheus reads them: `10MB` and `10MiB` are both 10 × 1024 × 1024.
///
/// Source: alecthomas/units bytes.go `ParseBase2Bytes`, util.go `ParseUnit`.
enum SizeInBytes {
  /// Why a size is refused.
  struct ParseError: Error {
    let message: String
  }

  /// Reads a size; `0` needs no unit. Units are either all `KiB`, `MiB` … or all `KB`, `MB` ….
  static func bytes(parsing text: String) throws(ParseError) -> Int {
    do {
      return try bytes(parsing: text, suffix: "iB")
    } catch {
      return try bytes(parsing: text, suffix: "B")
    }
  }

  private static func bytes(parsing text: String, suffix: String) throws(ParseError) -> Int {
    var rest = text.utf8[...]
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    if rest.elementsEqual("0".utf8) { return 0 }
    guard !rest.isEmpty else { throw ParseError(message: "units: invalid " + text) }
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
      let unit = rest[number.endIndex...].prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
      rest = rest[unit.endIndex...]
      let digits = String(number) ?? ""
      guard number.contains(where: isDigit), number.count < 25, let value = Double("0" + digits + "0") else {
        throw ParseError(message: "units: invalid " + text)
      }
      // The trailing zero completes "1." but must not multiply "1".
      let amount = number.contains(UInt8(ascii: ".")) ? value : value / 10
      guard let scale = scale(of: String(unit) ?? "", suffix: suffix) else {
        throw ParseError(message: "units: unknown unit \(String(unit) ?? "") in \(text)")
      }
      total += amount * scale
    }
    guard let bytes = Int(exactly: (isNegative ? -total : total).rounded(.towardZero)) else {
      throw ParseError(message: "units: overflow parsing unit")
    }
    return bytes
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func scale(of unit: String, suffix: String) -> Double? {
    if unit == "B" { return 1 }
    var scale = 1.0
    for letter in ["K", "M", "G", "T", "P", "E"] {
      scale *= 1024
      if unit == letter + suffix { return scale }
    }
    return nil
  }
}
