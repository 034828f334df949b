/// A text with marks that name places, so that tests of positions read like the file.
///
/// `a: 1️⃣x2️⃣` marks the start and the end of `x`; the marks are taken out of ``text``.
public struct MarkedText: Sendable {
  /// The text without the marks.
  public let text: String
  /// The line and column, from 1, of each mark.
  public let places: [String: (line: Int, column: Int)]

  /// Takes the marks 1️⃣ to 9️⃣ out of a text.
  public init(_ marked: String) {
    var text = ""
    var places: [String: (line: Int, column: Int)] = [:]
    var line = 1
    var column = 1
    for character in marked {
      if Self.isMark(character) {
        places[String(character)] = (line, column)
        continue
      }
      text.append(character)
      if character.isNewline {
        line += 1
        column = 1
      } else {
        column += character.unicodeScalars.count
      }
    }
    self.text = text
    self.places = places
  }

  /// `line:column` of a mark, or a text that equals no place.
  public subscript(mark: String) -> String {
    places[mark].map { "\($0.line):\($0.column)" } ?? "no mark \(mark)"
  }

  private static func isMark(_ character: Character) -> Bool {
    let scalars = Array(character.unicodeScalars)
    return scalars.count == 3 && scalars[1].value == 0xFE0F && scalars[2].value == 0x20E3
  }
}
