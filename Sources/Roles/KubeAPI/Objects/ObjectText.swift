/// Where things stand in the JSON text of a Kubernetes object, found without decoding it.
struct ObjectText: Sendable {
  /// The text.
  let bytes: [UInt8]
  /// Where the members of the object begin: behind its opening brace.
  let start: Int
  /// The value of each member at the top level.
  let members: [String: Range<Int>]

  /// Finds the members; nil if the text is no JSON object.
  init?(_ text: String) {
    var cursor = JSONCursor(Array(text.utf8))
    guard cursor.take(UInt8(ascii: "{")) else { return nil }
    start = cursor.index
    var members: [String: Range<Int>] = [:]
    if !cursor.take(UInt8(ascii: "}")) {
      repeat {
        guard let name = try? cursor.string(), cursor.take(UInt8(ascii: ":")), let value = cursor.takeValue()
        else {
          return nil
        }
        members[name] = value
      } while cursor.take(UInt8(ascii: ","))
      guard cursor.take(UInt8(ascii: "}")) else { return nil }
    }
    bytes = cursor.bytes
    self.members = members
  }
}
