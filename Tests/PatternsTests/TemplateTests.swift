import Patterns
import Testing

/// References to groups and replacement, as Go's `Regexp.Expand` and `ReplaceAllString`.
///
/// Source: golang/go 1.24.
@Suite struct TemplateTests {
  @Test(arguments: expansions)
  func expands(_ pattern: String, _ text: String, _ template: String, _ expected: String) throws {
    let pattern = try Pattern(pattern)
    let match = try #require(pattern.firstMatch(in: text))
    #expect(pattern.expand(template: template, match) == expected)
    #expect(pattern.expansions(of: pattern.template(template), matching: text) == [expected])
  }

  @Test(arguments: replacements)
  func replaces(_ pattern: String, _ text: String, _ template: String, _ expected: String) throws {
    let pattern = try Pattern(pattern, anchored: false, dotMatchesNewline: false)
    #expect(pattern.replacingAll(in: text, with: pattern.template(template)) == expected)
  }

  @Test func knowsTemplatesWithoutReferences() throws {
    let pattern = try Pattern("(.*)")
    #expect(pattern.template("plain $$").literal == "plain $")
    #expect(pattern.template("").literal == "")
    #expect(pattern.template("a$1").literal == nil)
  }

  static let expansions: [(String, String, String, String)] = [
    ("(a)(b)?", "a", "$1-$2-$3", "a--"),
    ("(?P<x>a)(?P<y>b)", "ab", "$y$x", "ba"),
    ("(?P<x>a)(?P<y>b)", "ab", "${y}1$x1", "b1"),
    ("(a)", "a", "$1x", ""),
    ("(a)", "a", "${1}x", "ax"),
    ("(a)", "a", "$$1", "$1"),
    ("(a)", "a", "a$", "a$"),
    ("(a)", "a", "${1", "${1"),
    ("(a)", "a", "${}", "${}"),
    ("(a)", "a", "$-", "$-"),
    ("(a)", "a", "$01", ""),
    ("(a)", "a", "$0$0", "aa"),
    ("(a)", "a", "$10", ""),
    ("(a)", "a", "$é1", ""),
    ("(é+)", "éé", "<$1>", "<éé>"),
    ("(?P<n>a)|(?P<n>b)", "b", "$n", "b"),
    ("(a)", "a", "$1:$2", "a:"),
    ("(a)", "a", "${1 }", "${1 }"),
  ]

  static let replacements: [(String, String, String, String)] = [
    ("a", "banana", "<$0>", "b<a>n<a>n<a>"),
    ("a*", "baac", "x", "xbxcx"),
    ("", "éa", "-", "-é-a-"),
    ("(.)b", "abcb", "$1", "ac"),
    ("^a|b", "aab", "x", "xax"),
    ("é", "éé", "e", "ee"),
    ("x", "abc", "y", "abc"),
    ("b$", "abb", "c", "abc"),
    ("(?m)^", "a\nb", "> ", "> a\n> b"),
  ]
}
