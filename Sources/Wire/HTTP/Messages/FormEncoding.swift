/// Percent encoding as in queries and `application/x-www-form-urlencoded` bodies.
public enum FormEncoding {
  /// The items of `a=1&b=2`, decoded, in order.
  public static func items(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.utf8.split(separator: UInt8(ascii: "&")).map { item in
      let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (decode(parts[0], plusIsBlank: true), parts.count > 1 ? decode(parts[1], plusIsBlank: true) : "")
    }
  }

  /// Text with `%xx` decoded; a `%` that starts no such group stays as it is.
  public static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
    decode(text.utf8, plusIsBlank: plusIsBlank)
  }

  private static func decode(_ text: some Collection<UInt8>, plusIsBlank: Bool) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first?.hexValue, let low = rest.dropFirst().first?.hexValue
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text with everything but unreserved characters encoded as `%XX`, blanks as `+`, as Go's `url.QueryEscape`.
  public static func encode(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        bytes.append(byte)
      case UInt8(ascii: " "):
        bytes.append(UInt8(ascii: "+"))
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(byte.hexDigits.high)
        bytes.append(byte.hexDigits.low)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  var hexValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The two hexadecimal digits, in capitals.
  var hexDigits: (high: UInt8, low: UInt8) {
    func digit(_ value: UInt8) -> UInt8 {
      value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
    }
    return (digit(self >> 4), digit(self & 15))
  }
}
