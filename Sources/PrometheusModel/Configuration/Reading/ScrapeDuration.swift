/// A duration as Prometheus writes it: `1m30s`, `15s`, `250ms`.
///
/// Source: prometheus/common model/time.go `ParseDuration`, `Duration.String`, 0.65.
public struct ScrapeDuration: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The length in milliseconds.
  public var milliseconds: Int

  /// No time.
  public static let zero = ScrapeDuration(milliseconds: 0)

  /// So many milliseconds.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// So many seconds.
  public static func seconds(_ seconds: Int) -> ScrapeDuration {
    ScrapeDuration(milliseconds: seconds * 1000)
  }

  /// Why a duration is refused.
  public struct ParseError: Error, Hashable, Sendable {
    /// Prometheus' message.
    public let message: String
  }

  /// Largest units first: each at most once and in this order.
  private static let units: [(name: String, milliseconds: Int)] = [
    ("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
    ("s", 1000), ("ms", 1),
  ]

  /// Reads a duration; `0` needs no unit.
  public init(parsing text: String) throws(ParseError) {
    switch text {
    case "0":
      milliseconds = 0
      return
    case "": throw ParseError(message: "empty duration string")
    default: break
    }
    var total = 0
    var rest = text.utf8[...]
    var units = Self.units[...]
    while let first = rest.first {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      let name = rest[digits.endIndex...].prefix { !(0x30...0x39).contains($0) }
      rest = rest[name.endIndex...]
      try Self.refuseUnknownUnit(name, after: first, in: text)
      guard (0x30...0x39).contains(first),
        let unit = units.firstIndex(where: { name.elementsEqual($0.name.utf8) })
      else { throw ParseError(message: "not a valid duration string: \(Quoting.quoted(text))") }
      // Nanoseconds must fit into 64 bits.
      let (product, overflows) = (Int(String(digits) ?? "") ?? .max)
        .multipliedReportingOverflow(by: units[unit].milliseconds)
      guard !overflows, product <= Int.max / 1_000_000 - total else {
        throw ParseError(message: "duration out of range")
      }
      total += product
      units = units[(unit + 1)...]
    }
    milliseconds = total
  }

  private static func refuseUnknownUnit(
    _ name: Substring.UTF8View, after first: UInt8, in text: String
  ) throws(ParseError) {
    guard (0x30...0x39).contains(first), !name.isEmpty,
      !units.contains(where: { name.elementsEqual($0.name.utf8) })
    else { return }
    let unit = Quoting.quoted(String(decoding: name, as: UTF8.self))
    throw ParseError(message: "unknown unit \(unit) in duration \(Quoting.quoted(text))")
  }

  /// As Prometheus writes it: `1m`, `90d`; years and weeks only if nothing remains.
  public var description: String {
    guard milliseconds > 0 else { return "0s" }
    var remaining = milliseconds
    var result = ""
    for unit in Self.units {
      let isExact = unit.name == "y" || unit.name == "w"
      if isExact, remaining % unit.milliseconds != 0 { continue }
      let count = remaining / unit.milliseconds
      guard count > 0 else { continue }
      result += "\(count)\(unit.name)"
      remaining -= count * unit.milliseconds
    }
    return result
  }

  /// Whether the first is shorter.
  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}
