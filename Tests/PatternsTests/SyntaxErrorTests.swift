import Patterns
import Testing

/// Messages for expressions that are refused, as Go's regexp package words them for `^(?s:…)$`.
///
/// Source: golang/go 1.24.
@Suite struct SyntaxErrorTests {
  @Test(arguments: cases) func refuses(_ pattern: String, _ message: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.message == "error parsing regexp: " + message)
  }

  /// An expression that is not anchored is quoted as it is written.
  @Test(arguments: unanchored) func refusesUnanchored(_ pattern: String, _ message: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern, anchored: false) }
    #expect(error?.message == "error parsing regexp: " + message)
  }

  @Test(arguments: accepted) func accepts(_ pattern: String) {
    #expect(throws: Never.self) { try Pattern(pattern) }
  }

  static let accepted = [
    "a)(", "^*$*", "{", "x{2", "a{,3}", "a{00}", "[a-]", "[-a]", #"\_"#, #"\Qa\E"#, "(?i)(?-i)",
  ]

  static let unanchored: [(String, String)] = [
    ("a(", "missing closing ): `a(`"),
    ("a)", "unexpected ): `a)`"),
    ("a)|(b", "unexpected ): `a)|(b`"),
    ("[a", "missing closing ]: `[a`"),
    (#"a\"#, "trailing backslash at end of expression: ``"),
    ("(?i", "invalid or unsupported Perl syntax: `(?i`"),
    ("(?", "invalid or unsupported Perl syntax: `(?`"),
  ]

  static let cases: [(String, String)] = [
    ("a(", "missing closing ): `^(?s:a()$`"),
    ("a)", "unexpected ): `^(?s:a))$`"),
    ("[a", "missing closing ]: `[a)$`"),
    ("[]", "missing closing ]: `[])$`"),
    ("[a-", "invalid character class range: `a-)`"),
    ("[z-a]", "invalid character class range: `z-a`"),
    ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
    ("*", "missing argument to repetition operator: `*`"),
    ("+a", "missing argument to repetition operator: `+`"),
    ("(*)", "missing argument to repetition operator: `*`"),
    ("a|*", "missing argument to repetition operator: `*`"),
    ("a**", "invalid nested repetition operator: `**`"),
    ("a+*?", "invalid nested repetition operator: `+*?`"),
    ("a{2}{3}", "invalid nested repetition operator: `{2}{3}`"),
    ("a{2,1}", "invalid repeat count: `{2,1}`"),
    ("a{1001}", "invalid repeat count: `{1001}`"),
    ("a{1,1001}", "invalid repeat count: `{1,1001}`"),
    ("(a{100}){11}", "invalid repeat count: `{11}`"),
    ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
    ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
    ("(?<=a)b", "invalid named capture: `(?<=a)b)$`"),
    ("(?<!a)b", "invalid named capture: `(?<!a)b)$`"),
    (#"(a)\1"#, #"invalid escape sequence: `\1`"#),
    (#"\k<n>"#, #"invalid escape sequence: `\k`"#),
    ("a++", "invalid nested repetition operator: `++`"),
    ("(?>a)", "invalid or unsupported Perl syntax: `(?>`"),
    ("(?#c)", "invalid or unsupported Perl syntax: `(?#`"),
    ("(?x)a", "invalid or unsupported Perl syntax: `(?x`"),
    (#"\Z"#, #"invalid escape sequence: `\Z`"#),
    (#"\G"#, #"invalid escape sequence: `\G`"#),
    (#"\h"#, #"invalid escape sequence: `\h`"#),
    (#"\R"#, #"invalid escape sequence: `\R`"#),
    (#"\X"#, #"invalid escape sequence: `\X`"#),
    (#"\u0041"#, #"invalid escape sequence: `\u`"#),
    (#"\C"#, #"invalid escape sequence: `\C`"#),
    (#"\8"#, #"invalid escape sequence: `\8`"#),
    (#"\x"#, #"invalid escape sequence: `\x)$`"#),
    (#"\xg1"#, #"invalid escape sequence: `\xg1`"#),
    (#"\x{110000}"#, #"invalid escape sequence: `\x{110000`"#),
    (#"\pX"#, #"invalid character class range: `\pX`"#),
    (#"\p{Foo}"#, #"invalid character class range: `\p{Foo}`"#),
    (#"\p{Greek"#, #"invalid character class range: `\p{Greek)$`"#),
    (#"\p"#, #"invalid character class range: `\p)`"#),
    ("(?P<n", "invalid named capture: `(?P<n)$`"),
    ("(?P<>a)", "invalid named capture: `(?P<>`"),
    ("(?P<a-b>c)", "invalid named capture: `(?P<a-b>`"),
    ("(?P=n)", "invalid or unsupported Perl syntax: `(?P`"),
    ("(?i", "missing closing ): `^(?s:(?i)$`"),
    ("(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"),
    ("(?--i)", "invalid or unsupported Perl syntax: `(?--`"),
    ("(?", "missing closing ): `^(?s:(?)$`"),
    (#"a\"#, #"missing closing ): `^(?s:a\)$`"#),
    (#"[\"#, #"missing closing ]: `[\)$`"#),
    (#"\q"#, #"invalid escape sequence: `\q`"#),
    (#"[a-\d]"#, #"invalid escape sequence: `\d`"#),
  ]
}
