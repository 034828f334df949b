import Testing

@testable import Patterns

/// Classes and case folding beyond ASCII.
@Suite struct UnicodeTests {
  @Test(arguments: orbits)
  func folds(_ scalar: Unicode.Scalar, _ others: [Unicode.Scalar]) {
    #expect(CaseFolding.others(of: scalar.value) == others.map(\.value))
  }

  @Test(arguments: members)
  func classes(_ source: String, _ text: String, _ isMatched: Bool) throws {
    #expect(try Pattern(source).matches(text) == isMatched)
  }

  /// Bytes are compared, not what is canonically equivalent.
  @Test func doesNotNormalise() throws {
    #expect(try !Pattern("\u{E9}").matches("e\u{301}"))
    #expect(try Pattern("e\u{301}").matches("e\u{301}"))
  }

  static let orbits: [(Unicode.Scalar, [Unicode.Scalar])] = [
    ("k", ["\u{212A}", "K"]), ("K", ["k", "\u{212A}"]), ("s", ["\u{17F}", "S"]), ("ß", ["ẞ"]),
    ("Σ", ["ς", "σ"]), ("é", ["É"]),
    ("1", []), ("日", []), ("ǆ", ["Ǆ", "ǅ"]), ("\u{1E943}", ["\u{1E921}"]),
  ]

  static let members: [(String, String, Bool)] = [
    (#"\pL"#, "é", true), (#"\pL"#, "1", false), (#"\p{Nd}"#, "٣", true), (#"\PL"#, "1", true),
    (#"\p{^L}"#, "1", true),
    (#"\P{^L}"#, "a", true), (#"\p{Han}"#, "日", true), (#"\p{Han}"#, "a", false), (#"\p{Any}"#, "日", true),
    (#"[\p{Greek}\d]+"#, "α1", true), (#"[^\p{Greek}]"#, "α", false), (#"\p{Old_Italic}"#, "\u{10300}", true),
    (#"(?i)\p{Lu}"#, "a", true), (#"\p{Lu}"#, "a", false), ("(?i)[α]", "Α", true),
    ("(?i)[^k]", "\u{212A}", false),
    ("(?i)É", "é", true), ("[à-ü]", "é", true), ("[^à-ü]", "é", false), ("(?i)\\W", "\u{17F}", false),
  ]
}
