/// A number as Go's `strconv.FormatFloat(f, 'g', -1, 64)` writes it: what the text format holds.
///
/// Source: golang/go `src/strconv/ftoa.go`, `FormatFloat`.
public func goFloatText(_ value: Double) -> String {
  guard let decimal = Decimal(value) else { return specialText(value) }
  let exponent = decimal.point - 1
  return exponent < -4 || exponent >= 6 ? decimal.scientific : decimal.plain
}

/// A number as Go's `strconv.FormatFloat(f, 'f', -1, 64)` writes it: never an exponent.
public func goPlainFloatText(_ value: Double) -> String {
  Decimal(value)?.plain ?? specialText(value)
}

/// A number as Prometheus' HTTP API writes it: an exponent only below 1e-6 and from 1e21.
///
/// Source: prometheus/prometheus `util/jsonutil/marshal.go`, `MarshalFloat`, 3.5.0.
public func apiFloatText(_ value: Double) -> String {
  guard let decimal = Decimal(value) else { return specialText(value) }
  let magnitude = abs(value)
  return magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21) ? decimal.scientific : decimal.plain
}

/// A number as OpenMetrics wants it in `le` and `quantile`: with a point or an exponent.
///
/// Source: prometheus/prometheus `model/textparse/openmetricsparse.go`, `formatOpenMetricsFloat`, 3.5.0.
public func openMetricsFloatText(_ value: Double) -> String {
  if value == 0 { return "0.0" }
  let text = goFloatText(value)
  guard value.isFinite else { return text }
  return text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") } ? text : text + ".0"
}

private func specialText(_ value: Double) -> String {
  value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf"
}

/// The shortest decimal digits that read back as a number, and where their point is.
private struct Decimal {
  var isNegative: Bool
  /// The digits without leading or trailing zeros; `0` for zero.
  var digits: [UInt8]
  /// The number of digits before the point; negative with zeros after it.
  var point: Int

  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value.sign == .minus
    digits = []
    point = 0
    var isBehindPoint = false
    var exponent = 0
    let text = Array(value.magnitude.description.utf8)
    scan: for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "e"):
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        break scan
      default:
        if !(digits.isEmpty && byte == UInt8(ascii: "0")) { digits.append(byte) }
        if isBehindPoint, digits.isEmpty { point -= 1 }
        if !isBehindPoint, !digits.isEmpty { point += 1 }
      }
    }
    point += exponent
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { (digits, point) = ([UInt8(ascii: "0")], 1) }
  }

  private var sign: String { isNegative ? "-" : "" }

  var plain: String {
    let text = String(decoding: digits, as: UTF8.self)
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
    if point >= digits.count { return sign + text + String(repeating: "0", count: point - digits.count) }
    return sign + String(decoding: digits[..<point], as: UTF8.self) + "."
      + String(decoding: digits[point...], as: UTF8.self)
  }

  var scientific: String {
    let exponent = point - 1
    var text = sign + String(decoding: digits[..<1], as: UTF8.self)
    if digits.count > 1 { text += "." + String(decoding: digits[1...], as: UTF8.self) }
    let magnitude = String(exponent.magnitude)
    return text + (exponent < 0 ? "e-" : "e+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }
}
