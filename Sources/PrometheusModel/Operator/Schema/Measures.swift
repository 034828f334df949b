/// A duration as Prometheus writes one: `15s`, `1h30m`, `0`.
///
/// Source: prometheus/common `model/time.go` `ParseDuration`, 0.66.
struct PrometheusDuration: Hashable, Comparable, Sendable {
  /// How long, in milliseconds.
  var milliseconds: Int

  private static let units: [(name: String, milliseconds: Int)] = [
    ("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
    ("s", 1000), ("ms", 1),
  ]

  /// Reads a duration; its units must come from the longest to the shortest, each once.
  init?(_ text: String) {
    if text == "0" {
      milliseconds = 0
      return
    }
    var rest = text[...]
    var total = 0
    var next = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest[unit.endIndex...]
      guard let count = Int(digits), let index = Self.units[next...].firstIndex(where: { $0.name == unit })
      else { return nil }
      let (product, overflows) = count.multipliedReportingOverflow(by: Self.units[index].milliseconds)
      let (sum, overflowsToo) = total.addingReportingOverflow(product)
      guard !overflows, !overflowsToo else { return nil }
      total = sum
      next = index + 1
    }
    guard next > 0 else { return nil }
    milliseconds = total
  }

  static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

/// A number of bytes as the operator writes one: `10MB`, `1.5GiB`; every unit is a power of 1024.
///
/// Source: alecthomas/units `bytes.go` `ParseBase2Bytes`; prometheus-operator
/// `pkg/apis/monitoring/v1/types.go` `ByteSize`, 0.93.
struct ByteSize: Hashable, Comparable, Sendable {
  /// How many.
  var bytes: Double

  /// Reads a size.
  init?(_ text: String) {
    if text == "0" {
      bytes = 0
      return
    }
    guard text.hasSuffix("B") else { return nil }
    var number = text.dropLast()
    if number.hasSuffix("i") { number = number.dropLast() }
    let powers: [Character: Int] = ["K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6]
    var power = 0
    if let last = number.last, let known = powers[last] {
      power = known
      number = number.dropLast()
    } else if text.hasSuffix("iB") {
      return nil
    }
    guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let value = Double(number) else {
      return nil
    }
    bytes = (0..<power).reduce(value) { product, _ in product * 1024 }
  }

  static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

/// A quantity of Kubernetes: `1.1`, `500m`, `2Ki`.
///
/// Source: kubernetes/apimachinery `pkg/api/resource/quantity.go`, 1.34.
struct Quantity: Hashable, Sendable {
  /// Its value.
  var value: Double

  private static let suffixes: [(name: String, factor: Double)] = [
    ("Ki", 1024), ("Mi", 1_048_576), ("Gi", 1_073_741_824), ("Ti", 1_099_511_627_776),
    ("Pi", 1_125_899_906_842_624), ("Ei", 1_152_921_504_606_846_976), ("n", 1e-9), ("u", 1e-6), ("m", 1e-3),
    ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
  ]

  /// Reads a quantity.
  init?(_ text: String) {
    var number = text[...]
    var factor = 1.0
    if let suffix = Self.suffixes.first(where: { text.hasSuffix($0.name) }) {
      number = text.dropLast(suffix.name.count)
      factor = suffix.factor
    }
    let allowed = number.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard allowed, let parsed = Double(number) else { return nil }
    value = parsed * factor
  }
}
