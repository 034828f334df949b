/// A scalar: its text, and whether its form leaves the type open.
///
/// Equal scalars mean the same: `"x"` equals `x`, but `"1"` (text) does not equal `1` (a number).
public struct YAMLScalar: Hashable, Sendable {
  /// The text, with quotes and escapes resolved.
  public var text: String
  /// Whether it stands without quotes, so that `1`, `true` and `~` are not text.
  public var isPlain: Bool

  /// Makes a scalar.
  public init(_ text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
  }

  /// Whether two scalars mean the same.
  public static func == (left: Self, right: Self) -> Bool {
    if left.text == right.text { return left.isPlain == right.isPlain || left.isText == right.isText }
    return left.isNull && right.isNull
  }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(isNull ? "" : text) }

  /// Whether it is null, in any of its spellings.
  public var isNull: Bool { isPlain && PlainType(text) == .null }

  /// Whether it is text: quoted, or plain and of no other type.
  public var isText: Bool { !isPlain || PlainType(text) == .text }
}

/// The type that a plain scalar has for Kubernetes and Prometheus, which both read YAML 1.1 as go-yaml does.
///
/// Source: go-yaml/yaml `resolve.go`, v2 (used through sigs.k8s.io/yaml and by Prometheus).
enum PlainType: Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer that only `UInt64` holds, or any other number.
  case double(Double)
  case text

  init(_ text: String) {
    var copy = text
    self = copy.withUTF8 { PlainType(utf8: $0) }
  }

  private init(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard let first = text.first else {
      self = .null
      return
    }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      self = PlainNumber.parse(text) ?? .text
    default:
      guard text.count <= 5, let word = Self.words[String(decoding: text, as: UTF8.self)] else {
        self = .text
        return
      }
      self = word
    }
  }

  private static let words: [String: PlainType] = {
    var words: [String: PlainType] = ["~": .null]
    for word in ["null", "Null", "NULL"] { words[word] = .null }
    for word in ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] {
      words[word] = .bool(true)
    }
    for word in ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
      words[word] = .bool(false)
    }
    return words
  }()
}

/// Numbers in the forms of YAML 1.1, without the sexagesimal ones, which go-yaml does not read.
private enum PlainNumber {
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> PlainType? {
    if let special = special(text) { return .double(special) }
    var digits = text.filter { $0 != UInt8(ascii: "_") }
    var isNegative = false
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      isNegative = digits.removeFirst() == UInt8(ascii: "-")
    }
    if let integer = integer(digits, isNegative: isNegative) { return integer }
    guard isDecimal(digits), let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    return .double(isNegative ? -value : value)
  }

  private static func special(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count <= 5 else { return nil }
    return switch String(decoding: text, as: UTF8.self) {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
    case "-.inf", "-.Inf", "-.INF": -.infinity
    case ".nan", ".NaN", ".NAN": .nan
    default: nil
    }
  }

  private static func integer(_ digits: [UInt8], isNegative: Bool) -> PlainType? {
    guard let first = digits.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
    var radix = 10
    var body = digits[...]
    if digits.count > 1, first == UInt8(ascii: "0") {
      switch digits[1] | 0x20 {
      case UInt8(ascii: "x"): (radix, body) = (16, digits[2...])
      case UInt8(ascii: "b"): (radix, body) = (2, digits[2...])
      case UInt8(ascii: "o"): (radix, body) = (8, digits[2...])
      default: (radix, body) = (8, digits[1...])
      }
    }
    guard body.allSatisfy({ isHexadecimal($0) }) else { return nil }
    let text = String(decoding: body, as: UTF8.self)
    if let value = Int((isNegative ? "-" : "") + text, radix: radix) { return .integer(value) }
    if let value = UInt64(text, radix: radix), !isNegative { return .double(Double(value)) }
    return nil
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, the form that go-yaml takes for a float.
  private static func isDecimal(_ digits: [UInt8]) -> Bool {
    var index = 0
    func skipDigits() -> Int {
      let start = index
      while index < digits.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digits[index]) { index += 1 }
      return index - start
    }
    let whole = skipDigits()
    if index < digits.count, digits[index] == UInt8(ascii: ".") {
      index += 1
      let fraction = skipDigits()
      if whole == 0, fraction == 0 { return false }
    } else if whole == 0 {
      return false
    }
    if index < digits.count, digits[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < digits.count, digits[index] == UInt8(ascii: "-") || digits[index] == UInt8(ascii: "+") {
        index += 1
      }
      if skipDigits() == 0 { return false }
    }
    return index == digits.count
  }
}
