/// A place in a text: line and column, both counted from 1, columns in Unicode scalars.
public struct Position: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int

  /// Names a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Orders by line, then by column.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of a file, from a position up to and without another.
public struct Span: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// The first position.
  public var start: Position
  /// The position after the last.
  public var end: Position

  /// Marks a stretch of a file.
  public init(file: String, start: Position, end: Position) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// Marks one position of a file.
  public init(file: String, at position: Position) {
    self.init(file: file, start: position, end: position)
  }

  /// The span of what no file has written.
  public static let synthetic = Span(file: "", at: Position(line: 0, column: 0))

  /// Whether no file has written what the span marks.
  public var isSynthetic: Bool { start.line == 0 }

  /// `file:line:column`.
  public var description: String { isSynthetic ? file : "\(file):\(start)" }
}
