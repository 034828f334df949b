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
    bytes = Array(text.utf8)
    guard let (start, members) = bytes.withUnsafeBufferPointer({ Self.scan($0) }) else { return nil }
    self.start = start
    self.members = members
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (Int, [String: Range<Int>])? {
    var cursor = Cursor(bytes: bytes)
    guard cursor.take(UInt8(ascii: "{")) else { return nil }
    let start = cursor.index
    var members: [String: Range<Int>] = [:]
    if cursor.take(UInt8(ascii: "}")) { return (start, members) }
    repeat {
      guard let name = cursor.takeString(), cursor.take(UInt8(ascii: ":")), let value = cursor.takeValue()
      else {
        return nil
      }
      members[String(decoding: bytes[name], as: UTF8.self)] = value
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "}")) ? (start, members) : nil
  }

  /// Walks over JSON; what is inside a value is only matched for its brackets and quotes.
  private struct Cursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    mutating func skipBlanks() {
      while index < bytes.count, bytes[index] <= UInt8(ascii: " ") { index += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      skipBlanks()
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    /// A string without its quotes.
    mutating func takeString() -> Range<Int>? {
      guard take(UInt8(ascii: "\"")) else { return nil }
      let start = index
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\""):
          index += 1
          return start..<(index - 1)
        case UInt8(ascii: "\\"): index += 2
        default: index += 1
        }
      }
      return nil
    }

    mutating func takeValue() -> Range<Int>? {
      skipBlanks()
      let start = index
      var depth = 0
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\""):
          guard takeString() != nil else { return nil }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return index > start ? start..<index : nil }
          depth -= 1
        case UInt8(ascii: ",") where depth == 0: return index > start ? start..<index : nil
        default: break
        }
        index += 1
      }
      return nil
    }
  }
}
