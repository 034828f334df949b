/// Reads a number as Prometheus reads sample values and timestamps; the error is Go's.
///
/// Source: prometheus/prometheus `model/textparse/promparse.go`, `parseFloat`, 3.5.0; golang/go
/// `src/strconv/atof.go`, `ParseFloat`.
public func prometheusFloat(_ text: some Collection<UInt8>) throws(ExpositionError) -> Double {
  for byte in text where byte == UInt8(ascii: "p") || byte == UInt8(ascii: "P") || byte == UInt8(ascii: "_") {
    throw ExpositionError("unsupported character in float")
  }
  return try goFloat(text)
}

/// Reads a number as Go's `strconv.ParseFloat(s, 64)`, but for hexadecimal floats and underscores.
public func goFloat(_ text: some Collection<UInt8>) throws(ExpositionError) -> Double {
  let bytes = Array(text)
  var cursor = 0
  if let value = bytes.withUnsafeBytes({ plainFloat($0, at: &cursor, end: bytes.count) }), cursor == bytes.count
  {
    return value
  }
  let value: Double?
  if let special = specialFloat(bytes) {
    value = special
  } else if isDecimalFloat(bytes) {
    value = Double(String(decoding: bytes, as: UTF8.self))
    if let value, value.isInfinite {
      throw ExpositionError("strconv.ParseFloat: parsing \(goQuoted(bytes)): value out of range")
    }
  } else {
    value = nil
  }
  guard let value else {
    throw ExpositionError("strconv.ParseFloat: parsing \(goQuoted(bytes)): invalid syntax")
  }
  return value
}

/// Reads a decimal number that needs no rounding beyond one operation, which is exact: at most 15 digits, and a
/// power of ten up to 22. Leaves anything else to ``goFloat(_:)``, and the cursor anywhere.
@inline(__always)
func plainFloat(_ bytes: UnsafeRawBufferPointer, at cursor: inout Int, end: Int) -> Double? {
  var index = cursor
  var isNegative = false
  if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
    isNegative = bytes[index] == UInt8(ascii: "-")
    index += 1
  }
  var mantissa: UInt64 = 0
  let first = index
  while index < end, bytes[index] &- UInt8(ascii: "0") < 10 {
    mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
    index += 1
  }
  var digits = index - first
  var exponent = 0
  if index < end, bytes[index] == UInt8(ascii: ".") {
    index += 1
    let firstDecimal = index
    while index < end, bytes[index] &- UInt8(ascii: "0") < 10 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
      index += 1
    }
    digits += index - firstDecimal
    exponent = firstDecimal - index
  }
  guard digits > 0, digits <= 15 else { return nil }
  if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
    guard let power = plainExponent(bytes, at: &index, end: end) else { return nil }
    exponent += power
  }
  guard exponent >= -22, exponent <= 22 else { return nil }
  cursor = index
  let magnitude = Double(mantissa)
  let value = exponent < 0 ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
  return isNegative ? -value : value
}

@inline(__always)
private func plainExponent(_ bytes: UnsafeRawBufferPointer, at index: inout Int, end: Int) -> Int? {
  index += 1
  var isNegative = false
  if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
    isNegative = bytes[index] == UInt8(ascii: "-")
    index += 1
  }
  let first = index
  var value = 0
  while index < end, bytes[index] &- UInt8(ascii: "0") < 10 {
    guard index - first < 4 else { return nil }
    value = value * 10 + Int(bytes[index] &- UInt8(ascii: "0"))
    index += 1
  }
  if index == first { return nil }
  return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]

private func specialFloat(_ bytes: [UInt8]) -> Double? {
  let isSigned = bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
  let word = String(decoding: bytes.dropFirst(isSigned ? 1 : 0), as: UTF8.self).lowercased()
  switch word {
  case "inf", "infinity": return bytes.first == UInt8(ascii: "-") ? -.infinity : .infinity
  case "nan" where !isSigned: return Double(bitPattern: SpecialValue.normalNaN)
  default: return nil
  }
}

private func isDecimalFloat(_ bytes: [UInt8]) -> Bool {
  var rest = bytes[...]
  if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  var digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }.count
  rest = rest.dropFirst(digits)
  if rest.first == UInt8(ascii: ".") {
    let decimals = rest.dropFirst().prefix { $0 &- UInt8(ascii: "0") < 10 }.count
    digits += decimals
    rest = rest.dropFirst(1 + decimals)
  }
  if digits == 0 { return false }
  guard let exponent = rest.first else { return true }
  guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
  rest = rest.dropFirst()
  if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  return !rest.isEmpty && rest.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
}

/// Values that Prometheus tells apart by their bits.
///
/// Source: prometheus/prometheus `model/value/value.go`, 3.5.0.
public enum SpecialValue {
  /// The NaN of expositions.
  public static let normalNaN: UInt64 = 0x7FF8_0000_0000_0001
  /// The NaN that marks a series as gone.
  public static let staleNaN: UInt64 = 0x7FF0_0000_0000_0002

  /// Whether a value marks a series as gone.
  public static func isStale(_ value: Double) -> Bool { value.bitPattern == staleNaN }
}
