/// Why bytes are no exposition, in Prometheus' words: what a scrape's `lastError` says.
public struct ExpositionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Prometheus' message.
  public var message: String
  /// The byte at which the offending token begins.
  public var offset: Int

  /// Makes an error.
  public init(_ message: String, at offset: Int = 0) {
    self.message = message
    self.offset = offset
  }

  /// The message.
  public var description: String { message }

  /// The line and the column (in bytes) of the error in the exposition that was parsed, both from 1.
  public func position(in bytes: some Collection<UInt8>) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}
