/// The lines of a text as libyaml counts them, so that its marks and our excerpts agree.
///
/// Breaks are LF, CR LF, CR, and the three of Unicode (U+0085, U+2028, U+2029).
/// Source: yaml/libyaml `src/yaml_private.h`, `IS_BREAK_AT`, 0.2.5.
public enum SourceLines {
  /// A line by its number, from 1, without its break; nil if the text has fewer.
  public static func line(_ number: Int, of text: String) -> String? {
    var text = text
    return text.withUTF8 { bytes -> String? in
      var current = 1
      var index = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      var start = index
      while index < bytes.count {
        let length = breakLength(in: bytes, at: index)
        if length == 0 {
          index += 1
          continue
        }
        if current == number { break }
        index += length
        start = index
        current += 1
      }
      guard current == number else { return nil }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
  }

  /// The position of a byte offset in a text; the end of the text if it lies beyond.
  public static func position(ofUTF8Offset offset: Int, in text: String) -> Position {
    var text = text
    return text.withUTF8 { bytes in
      var position = Position(line: 1, column: 1)
      var index = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      while index < min(offset, bytes.count) {
        let length = breakLength(in: bytes, at: index)
        if length > 0 {
          position.line += 1
          position.column = 1
          index += length
          continue
        }
        index += 1
        let isContinuation = index < bytes.count && bytes[index] & 0xC0 == 0x80
        if !isContinuation { position.column += 1 }
      }
      return position
    }
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func breakLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: 1
    case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8 ? 3 : 0
    default: 0
    }
  }
}
