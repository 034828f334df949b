/// A pattern that matches a whole text: `*` stands for any text, `?` for one character.
public struct Glob: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The pattern as written.
  public let description: String

  /// Makes a pattern; every text is one.
  public init(_ pattern: String) { description = pattern }

  /// Makes a pattern.
  public init(stringLiteral value: String) { description = value }

  /// Whether the pattern has no `*` and no `?`, so that it matches itself only.
  public var isLiteral: Bool {
    !description.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }

  /// Whether the whole text matches. Takes at most pattern times text steps.
  public func matches(_ text: String) -> Bool {
    let pattern = Array(description.unicodeScalars)
    let subject = Array(text.unicodeScalars)
    var (p, s) = (0, 0)
    /// Where to go on after the last `*`, should what follows it not match here.
    var retry: (pattern: Int, subject: Int)?
    while s < subject.count {
      if p < pattern.count, pattern[p] == "*" {
        retry = (p + 1, s)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == subject[s] {
        p += 1
        s += 1
      } else if let again = retry {
        retry = (again.pattern, again.subject + 1)
        (p, s) = (again.pattern, again.subject + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
