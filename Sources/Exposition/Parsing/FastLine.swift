extension ExpositionParser {
  /// Reads a sample line of the usual form in one pass: no blanks but one before value and timestamp, ASCII,
  /// nothing unusual in the number. False leaves the cursor where it was, for the lexer.
  @inline(__always)
  mutating func takeFastLine() -> Bool {
    let bytes = lexer.bytes
    let end = bytes.count
    let begin = lexer.index
    guard begin < end, isNameStart(bytes[begin], allowsColon: true) else { return false }
    var index = begin + 1
    while index < end, isNameByte(bytes[index], allowsColon: true) { index += 1 }
    let nameEnd = index
    guard index < end else { return false }
    if bytes[index] == UInt8(ascii: "{") {
      guard skipFastLabels(bytes, &index, end) else { return false }
    }
    let seriesEnd = index
    guard index < end, bytes[index] == UInt8(ascii: " ") else { return false }
    index += 1
    guard let number = plainFloat(bytes, at: &index, end: end), index < end else { return false }
    var time: Int64?
    if bytes[index] == UInt8(ascii: " ") {
      guard let milliseconds = fastTimestamp(bytes, &index, end) else { return false }
      time = milliseconds
    }
    guard index < end, bytes[index] == UInt8(ascii: "\n") else { return false }
    lexer.index = index + 1
    start = begin
    nameRange = (begin, nameEnd)
    series = begin..<seriesEnd
    hasPlainNames = true
    value = number
    timestampMilliseconds = time
    hasExemplar = false
    return true
  }

  /// Goes over `{name="value",…}`, to behind the closing brace.
  @inline(__always)
  private func skipFastLabels(_ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> Bool {
    index += 1
    while true {
      guard index < end else { return false }
      if bytes[index] == UInt8(ascii: "}") {
        index += 1
        return true
      }
      guard isNameStart(bytes[index], allowsColon: false) else { return false }
      index += 1
      while index < end, isNameByte(bytes[index], allowsColon: false) { index += 1 }
      guard index + 1 < end, bytes[index] == UInt8(ascii: "="), bytes[index + 1] == UInt8(ascii: "\"") else {
        return false
      }
      index += 2
      guard skipFastValue(bytes, &index, end) else { return false }
      guard index < end else { return false }
      if bytes[index] == UInt8(ascii: ",") {
        index += 1
        if index < end, bytes[index] == UInt8(ascii: "}") { return false }
      } else if bytes[index] != UInt8(ascii: "}") {
        return false
      }
    }
  }

  /// Goes over a label value to behind its closing quote.
  @inline(__always)
  private func skipFastValue(_ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> Bool {
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return true
      }
      if byte == UInt8(ascii: "\\") {
        index += 1
        guard index < end, bytes[index] >= 0x20, bytes[index] < 0x80 else { return false }
      } else if byte < 0x20 || byte >= 0x80 {
        return false
      }
      index += 1
    }
    return false
  }

  /// Reads a timestamp that no float can spoil: milliseconds in text, whole seconds in OpenMetrics.
  @inline(__always)
  private func fastTimestamp(_ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> Int64? {
    index += 1
    let first = index
    let most = lexer.isOpenMetrics ? 11 : 15
    var number: Int64 = 0
    while index < end, bytes[index] &- UInt8(ascii: "0") < 10 {
      guard index - first < most else { return nil }
      number = number * 10 + Int64(bytes[index] &- UInt8(ascii: "0"))
      index += 1
    }
    if index == first { return nil }
    return lexer.isOpenMetrics ? number * 1000 : number
  }
}
