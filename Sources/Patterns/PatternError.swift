/// Why a regular expression is refused, in the words of Go's regexp package.
///
/// Source: golang/go src/regexp/syntax/parse.go `Error`, 1.24.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The whole message: "error parsing regexp: missing closing ): `a(`".
  public let message: String

  /// Makes an error of the kind and the part of the expression that it is about.
  init(_ kind: Kind, at part: String) { message = "error parsing regexp: \(kind.rawValue): `\(part)`" }

  /// The message.
  public var description: String { message }

  enum Kind: String {
    case invalidClass = "invalid character class"
    case invalidRange = "invalid character class range"
    case invalidEscape = "invalid escape sequence"
    case invalidNamedCapture = "invalid named capture"
    case invalidPerlSyntax = "invalid or unsupported Perl syntax"
    case invalidRepetition = "invalid nested repetition operator"
    case invalidCount = "invalid repeat count"
    case missingBracket = "missing closing ]"
    case missingParenthesis = "missing closing )"
    case missingArgument = "missing argument to repetition operator"
    case trailingBackslash = "trailing backslash at end of expression"
    case unexpectedParenthesis = "unexpected )"
    case nestingDepth = "expression nests too deeply"
    case tooLarge = "expression too large"
  }
}
