extension YAMLNode {
  /// The span of some scalars inside the text of a scalar, for languages inside YAML such as selectors.
  ///
  /// `offset` counts Unicode scalars of the text without quotes and escapes. Where the file's text does not
  /// tell the place (folded blocks, scalars of several lines), it is the span of the whole scalar.
  public func span(at offset: Int, length: Int = 1, in sourceText: String) -> Span {
    guard let scalar, !span.isSynthetic, offset >= 0,
      let line = SourceLines.line(span.start.line, of: sourceText)
    else { return span }
    let scalars = Array(line.unicodeScalars)
    let first = span.start.column - 1
    guard first < scalars.count else { return span }
    switch scalars[first] {
    case "|": return spanInLiteralBlock(scalar, offset, length, sourceText)
    case ">", "&", "!": return span
    default: break
    }
    guard span.start.line == span.end.line else { return span }
    let column: (Int) -> Int? =
      switch scalars[first] {
      case "\"": { Self.column(of: $0, escapedBy: "\\", in: scalars, from: first + 1) }
      case "'": { Self.column(of: $0, escapedBy: "'", in: scalars, from: first + 1) }
      default: { first + $0 + 1 }
      }
    guard let start = column(offset) else { return span }
    let end = column(offset + max(length, 1)) ?? start + 1
    return Span(
      file: span.file, start: Position(line: span.start.line, column: start),
      end: Position(line: span.start.line, column: max(end, start + 1)))
  }

  /// The column, from 1, of a scalar of a quoted text; nil behind escapes of several scalars (`\x41`).
  private static func column(
    of offset: Int, escapedBy escape: Unicode.Scalar, in line: [Unicode.Scalar], from first: Int
  ) -> Int? {
    var index = first
    for _ in 0..<offset {
      guard index < line.count else { return nil }
      if line[index] == escape, index + 1 < line.count {
        if escape == "\\", "xuU".unicodeScalars.contains(line[index + 1]) { return nil }
        index += 1
      }
      index += 1
    }
    return index < line.count ? index + 1 : nil
  }

  private func spanInLiteralBlock(_ scalar: YAMLScalar, _ offset: Int, _ length: Int, _ source: String) -> Span
  {
    let before = scalar.text.unicodeScalars.prefix(offset)
    let lineOffset = before.count { $0 == "\n" }
    let columnOffset = before.reversed().prefix { $0 != "\n" }.count
    let number = span.start.line + 1 + lineOffset
    guard let line = SourceLines.line(number, of: source) else { return span }
    let content = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lineOffset < content.count else { return span }
    let indentation = line.unicodeScalars.count - content[lineOffset].unicodeScalars.count
    guard indentation >= 0 else { return span }
    let start = Position(line: number, column: indentation + columnOffset + 1)
    return Span(
      file: span.file, start: start, end: Position(line: number, column: start.column + max(length, 1)))
  }
}
