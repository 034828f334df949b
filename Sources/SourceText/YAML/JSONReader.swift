/// Reads JSON into the same nodes as YAML, with the same positions.
///
/// libyaml cannot: it knows no surrogate pairs and limits the length of keys.
public enum JSONReader {
  /// The value of a JSON text. A key that stands twice is a diagnostic, as are all errors of syntax.
  public static func node(_ text: String, file: String) throws(Diagnostic) -> YAMLNode {
    var text = text
    // A closure of `withUTF8` has no typed throws; so the outcome travels as a value.
    let outcome: Result<YAMLNode, Diagnostic> = text.withUTF8 { bytes in
      var scanner = JSONScanner(bytes: bytes, file: file)
      do throws(Diagnostic) {
        return .success(try scanner.document())
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}

private struct JSONScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let file: String
  var index = 0
  var line = 1
  var lineStart = 0
  /// How many bytes of the line so far continue a scalar, to count columns in scalars.
  var continuations = 0

  init(bytes: UnsafeBufferPointer<UInt8>, file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: SourceLines.byteOrderMark) {
      index = 3
      lineStart = 3
    }
  }

  private var position: Position { Position(line: line, column: index - lineStart - continuations + 1) }
  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func document() throws(Diagnostic) -> YAMLNode {
    skipBlanks()
    let node = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw unexpected("the end of the JSON text") }
    return node
  }

  private mutating func value(depth: Int) throws(Diagnostic) -> YAMLNode {
    guard depth <= YAMLLimits.depth else {
      throw Diagnostic("nested more than \(YAMLLimits.depth) levels deep", at: Span(file: file, at: position))
    }
    let start = position
    let result: YAMLNode.Value
    switch current {
    case UInt8(ascii: "{"): result = .mapping(try entries(depth: depth))
    case UInt8(ascii: "["): result = .sequence(try elements(depth: depth))
    case UInt8(ascii: "\""): result = .scalar(YAMLScalar(try string(), isPlain: false))
    default: result = .scalar(YAMLScalar(try word(), isPlain: true))
    }
    return YAMLNode(result, span: Span(file: file, start: start, end: position))
  }

  private mutating func entries(depth: Int) throws(Diagnostic) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var names: Set<String> = []
    index += 1
    skipBlanks()
    if take("}") { return entries }
    while true {
      let start = position
      guard current == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let name = try string()
      let span = Span(file: file, start: start, end: position)
      guard names.insert(name).inserted else {
        throw Diagnostic("duplicate key `\(name.prefixForMessages)`", at: span)
      }
      skipBlanks()
      guard take(":") else { throw unexpected("`:`") }
      skipBlanks()
      let key = YAMLNode(.scalar(YAMLScalar(name, isPlain: false)), span: span)
      entries.append(YAMLEntry(key: key, value: try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return entries }
      guard take(",") else { throw unexpected("`,` or `}`") }
      skipBlanks()
    }
  }

  private mutating func elements(depth: Int) throws(Diagnostic) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    index += 1
    skipBlanks()
    if take("]") { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return elements }
      guard take(",") else { throw unexpected("`,` or `]`") }
      skipBlanks()
    }
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() throws(Diagnostic) -> String {
    let start = position
    let first = index
    while let byte = current, Self.isWordByte(byte) { index += 1 }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<index]), as: UTF8.self)
    switch text {
    case "": throw unexpected("a value")
    case "true", "false", "null": return text
    default:
      guard Self.isNumber(text) else {
        let message = "`\(text.prefixForMessages)` is no value of JSON"
        throw Diagnostic(message, at: Span(file: file, start: start, end: position))
      }
      return text
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// JSON's own form: no leading zero, no sign `+`, digits on both sides of the point.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, (0x30...0x39).contains(first) else { return false }
    let whole = digits.prefix { $0.isASCII && $0.isNumber }
    if whole.count > 1, first == UInt8(ascii: "0") { return false }
    let rest = digits.dropFirst(whole.count)
    guard rest.utf8.allSatisfy({ $0 <= 0x39 || $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
    if rest.hasPrefix("."), rest.dropFirst().first.map({ !$0.isNumber }) ?? true { return false }
    switch PlainType(text) {
    case .integer, .double: return true
    default: return false
    }
  }

  private mutating func string() throws(Diagnostic) -> String {
    let start = position
    var text: [UInt8] = []
    index += 1
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw Diagnostic("a control character inside a string", at: Span(file: file, at: position))
      default:
        text.append(byte)
        index += 1
        if byte & 0xC0 == 0x80 { continuations += 1 }
      }
    }
    throw Diagnostic("the string that starts here has no end", at: Span(file: file, at: start))
  }

  private mutating func escape(into text: inout [UInt8]) throws(Diagnostic) {
    let start = position
    let letter = index + 1 < bytes.count ? bytes[index + 1] : 0
    index = min(index + 2, bytes.count)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      guard var unit = codeUnit() else {
        throw Diagnostic("`\\u` needs four digits", at: Span(file: file, at: start))
      }
      let isHigh = (0xD800..<0xDC00).contains(unit)
      if isHigh, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      {
        let before = index
        index += 2
        if let low = codeUnit(), (0xDC00..<0xE000).contains(low) {
          unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        } else {
          index = before
        }
      }
      // Half of a pair is the replacement character, as Go has it.
      text += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    default: throw Diagnostic("JSON has no such escape", at: Span(file: file, at: start))
    }
  }

  private mutating func codeUnit() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    let digits = bytes[index..<index + 4]
    guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
    guard let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
    index += 4
    return unit
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
        continuations = 0
      default: return
      }
    }
  }

  private func unexpected(_ wanted: String) -> Diagnostic {
    let found = index < bytes.count ? "" : ", but the text ends"
    return Diagnostic("expected \(wanted) here\(found)", at: Span(file: file, at: position))
  }
}
