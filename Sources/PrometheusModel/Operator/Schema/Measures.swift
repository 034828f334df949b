/// A number of bytes as the operator takes one: `10MB`, `1.5GiB`; every unit is a power of 1024.
///
/// Of what Prometheus reads it takes no signs and no sums. Source: prometheus-operator
/// `pkg/apis/monitoring/v1/types.go` `ByteSize`, 0.93.
struct ByteSize: Hashable, Comparable, Sendable {
  /// How many.
  var bytes: Int

  /// Reads a size.
  init?(_ text: String) {
    guard text == "0" || Self.isOneNumber(text.utf8[...]), let bytes = try? SizeInBytes.bytes(parsing: text)
    else {
      return nil
    }
    self.bytes = bytes
  }

  /// `([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B`.
  private static func isOneNumber(_ text: Substring.UTF8View) -> Bool {
    let number = text.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    let isNumber =
      number.last.map { $0 != UInt8(ascii: ".") } ?? false && number.count { $0 == UInt8(ascii: ".") } < 2
    let unit = text[number.endIndex...]
    return isNumber && unit.last == UInt8(ascii: "B") && unit.count <= 3 && unit.first != UInt8(ascii: "i")
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
