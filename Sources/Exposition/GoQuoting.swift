/// A string as Go's `%q` prints it.
///
/// Source: golang/go `src/strconv/quote.go`, `Quote`.
public func goQuoted(_ text: String) -> String { goQuoted(Array(text.utf8)) }

/// Bytes as Go's `%q` prints them: what is not valid UTF-8 becomes `\xNN`.
public func goQuoted(_ bytes: some Collection<UInt8>) -> String {
  var result = "\""
  var rest = Array(bytes)[...]
  while let first = rest.first {
    guard let (scalar, length) = firstScalar(of: rest) else {
      result += "\\x" + hexadecimal(UInt32(first), digits: 2)
      rest = rest.dropFirst()
      continue
    }
    rest = rest.dropFirst(length)
    append(scalar, to: &result)
  }
  return result + "\""
}

private func append(_ scalar: Unicode.Scalar, to result: inout String) {
  switch scalar {
  case "\"": result += "\\\""
  case "\\": result += "\\\\"
  case "\u{07}": result += "\\a"
  case "\u{08}": result += "\\b"
  case "\u{0C}": result += "\\f"
  case "\n": result += "\\n"
  case "\r": result += "\\r"
  case "\t": result += "\\t"
  case "\u{0B}": result += "\\v"
  case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
  case _ where scalar.value < 0x20 || scalar.value == 0x7F:
    result += "\\x" + hexadecimal(scalar.value, digits: 2)
  case _ where scalar.value < 0x10000: result += "\\u" + hexadecimal(scalar.value, digits: 4)
  default: result += "\\U" + hexadecimal(scalar.value, digits: 8)
  }
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
    .paragraphSeparator:
    return false
  default: return true
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// The first scalar of valid UTF-8, and its length; nil where Go's decoder gives `RuneError`.
func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
  guard let first = bytes.first else { return nil }
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length: Int
  var value: UInt32
  switch first {
  case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
  case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
  case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
  default: return nil
  }
  guard bytes.count >= length else { return nil }
  for byte in bytes.dropFirst().prefix(length - 1) {
    guard byte & 0xC0 == 0x80 else { return nil }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  let leasts: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
  guard value >= leasts[length], let scalar = Unicode.Scalar(value) else { return nil }
  return (scalar, length)
}
