/// A `Content-Type` taken apart as Go's `mime.ParseMediaType` does.
///
/// Source: golang/go `src/mime/mediatype.go`, `ParseMediaType`, 1.24.
public struct MediaType: Hashable, Sendable {
  /// `type/subtype` in lower case.
  public var name: String
  /// The parameters by lower-case name.
  public var parameters: [String: String]

  /// Takes a header apart; the error's message is Go's.
  public init(parsing header: String) throws(ExpositionError) {
    let bytes = Array(header.utf8)
    let end = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
    let base = bytes[..<end].trimmed().map(lowercased)
    try Self.check(base[...])
    name = String(decoding: base, as: UTF8.self)
    parameters = [:]
    var rest = bytes[end...]
    while true {
      rest = rest.trimmedAtStart()
      if rest.isEmpty { return }
      guard let (key, value, remainder) = Self.parameter(rest) else {
        if rest.trimmed().elementsEqual([UInt8(ascii: ";")]) { return }
        throw ExpositionError("mime: invalid media parameter")
      }
      if let earlier = parameters.updateValue(value, forKey: key), earlier != value {
        throw ExpositionError("mime: duplicate parameter name")
      }
      rest = remainder
    }
  }

  private static func check(_ base: ArraySlice<UInt8>) throws(ExpositionError) {
    let (type, afterType) = token(base)
    if type.isEmpty { throw ExpositionError("mime: no media type") }
    guard let slash = afterType.first else { return }
    if slash != UInt8(ascii: "/") { throw ExpositionError("mime: expected slash after first token") }
    let (subtype, rest) = token(afterType.dropFirst())
    if subtype.isEmpty { throw ExpositionError("mime: expected token after slash") }
    if !rest.isEmpty { throw ExpositionError("mime: unexpected content after media subtype") }
  }

  private static func parameter(
    _ text: ArraySlice<UInt8>
  ) -> (key: String, value: String, rest: ArraySlice<UInt8>)? {
    guard text.first == UInt8(ascii: ";") else { return nil }
    let (key, afterKey) = token(text.dropFirst().trimmedAtStart())
    if key.isEmpty { return nil }
    var rest = afterKey.trimmedAtStart()
    guard rest.first == UInt8(ascii: "=") else { return nil }
    rest = rest.dropFirst().trimmedAtStart()
    guard let (value, remainder) = value(rest) else { return nil }
    return (String(decoding: key.map(lowercased), as: UTF8.self), value, remainder)
  }

  private static func value(_ text: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    guard text.first == UInt8(ascii: "\"") else {
      let (value, rest) = token(text)
      return value.isEmpty ? nil : (String(decoding: value, as: UTF8.self), rest)
    }
    var value: [UInt8] = []
    var index = text.startIndex + 1
    while index < text.endIndex {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""): return (String(decoding: value, as: UTF8.self), text[(index + 1)...])
      case UInt8(ascii: "\\") where index + 1 < text.endIndex && isSpecial(text[index + 1]):
        value.append(text[index + 1])
        index += 2
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"): return nil
      default:
        value.append(byte)
        index += 1
      }
    }
    return nil
  }

  private static func token(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let end = text.firstIndex { !($0 > 0x20 && $0 < 0x7F) || isSpecial($0) } ?? text.endIndex
    return (text[..<end], text[end...])
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "\\"), UInt8(ascii: "\""),
      UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "?"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
}

extension ArraySlice<UInt8> {
  fileprivate func trimmedAtStart() -> ArraySlice<UInt8> { drop(while: Self.isSpace) }

  fileprivate func trimmed() -> ArraySlice<UInt8> {
    let start = drop(while: Self.isSpace)
    guard let end = start.lastIndex(where: { !Self.isSpace($0) }) else { return start.prefix(0) }
    return start[...end]
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
