import Testing

@testable import Patterns

/// The ways to match: shapes, backtracking and all ways at once agree; time and depth are bounded.
@Suite struct MethodTests {
  @Test(arguments: MatchingTests.cases) func methodsAgree(_ one: MatchingTests.Case) throws {
    let pattern = try Pattern(one.pattern)
    let preferred = pattern.firstMatch(in: one.text)
    #expect(preferred == pattern.firstMatch(in: one.text, by: .parallel))
    // A group around everything that cannot match otherwise takes the shape away.
    let program = try Pattern("(?:" + one.pattern + #")\z"#)
    if !one.pattern.contains(")|(") { #expect(program.firstMatch(in: one.text) == preferred) }
  }

  /// Expressions on which engines that backtrack without memory take exponential time.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["(a+)+b", "(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*)(.*)(.*)b", "(?:a?){200}a{200}b"])
  func takesLinearTime(_ source: String) throws {
    let pattern = try Pattern(source)
    for length in [30, 3_000, 100_000] {
      #expect(!pattern.matches(String(repeating: "a", count: length)))
      #expect(pattern.captures(String(repeating: "a", count: length)) == nil)
    }
  }

  @Test(arguments: tooMuch)
  func boundsExpressions(_ source: String, _ kind: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(error?.message.hasPrefix("error parsing regexp: " + kind) == true)
  }

  /// Copies of a large set share it.
  @Test func repeatedSetsAreThereOnce() throws {
    var parser = Parser(#"(\pL\d){1000}"#, dotMatchesNewline: false)
    #expect(ProgramBuilder.program(of: try parser.parse()).sets.count == 2)
  }

  /// What the tree holds grows with what is written, not with its square.
  @Test(arguments: growing) func treesStayInProportion(_ source: String) throws {
    var parser = Parser(source, dotMatchesNewline: false)
    let nodes = try parser.parse().nodes
    let parts = nodes.reduce(0) { sum, node in
      switch node {
      case .literal(let scalars, _): sum + scalars.count
      case .set(let set): sum + set.ranges.count
      case .concatenation(let parts), .alternation(let parts): sum + parts.count
      default: sum + 1
      }
    }
    #expect(parts < source.unicodeScalars.count * 8)
  }

  static let growing: [String] = [
    // Every second scalar, so that no two branches are neighbours.
    (0..<3_000).map { String(UnicodeScalar(0x4E00 + $0 * 2)!) }.joined(separator: "|"),
    String(repeating: "(?:", count: 800) + String(repeating: ".", count: 3_000)
      + String(repeating: "a.)", count: 800),
    String(repeating: "(?:", count: 800) + String(repeating: "x", count: 3_000)
      + String(repeating: "y)", count: 800),
  ]

  /// A large set is folded once, however often it is named.
  @Test(.timeLimit(.minutes(1))) func foldsNamedSetsOnce() throws {
    #expect(try Pattern(String(repeating: #"(?i:\pL)|"#, count: 5_000) + "1").matches("1"))
  }

  /// A class looks for the end of what begins with `[:` once, not at every place.
  @Test(.timeLimit(.minutes(1))) func classesAreReadInLinearTime() throws {
    #expect(try Pattern("[" + String(repeating: "[:", count: 200_000) + "x]").matches("["))
  }

  @Test func findsUnanchoredMatches() throws {
    let pattern = try Pattern("b+(c)?", anchored: false)
    #expect(pattern.firstMatch(in: "aébbc")?.offsets == [3..<6, 5..<6])
    #expect(pattern.captures("xbx")?.map { $0.map { String($0) } } == ["b", nil])
    #expect(!pattern.matches("ac"))
  }

  @Test func dotStopsAtLinesInOlderPrometheus() throws {
    #expect(try Pattern("a.b").matches("a\nb"))
    #expect(try !Pattern("a.b", dotMatchesNewline: false).matches("a\nb"))
    #expect(try !Pattern("a.*", dotMatchesNewline: false).matches("a\n"))
    #expect(try Pattern("a.*").matches("a\n"))
  }

  @Test(arguments: shapes)
  func seesShapes(_ source: String, _ hasShape: Bool) throws {
    var parser = Parser("^(?s:" + source + ")$", dotMatchesNewline: false)
    #expect((ShapeFinder.shape(of: try parser.parse()) != nil) == hasShape)
  }

  @Test func equalityIsOfSourceAndMode() throws {
    #expect(try Pattern("a") == Pattern("a"))
    #expect(try Pattern("a") != Pattern("a", dotMatchesNewline: false))
    #expect(try Pattern("a") != Pattern("a", anchored: false))
  }

  static let tooMuch: [(String, String)] = [
    (
      String(repeating: "(", count: 1_001) + String(repeating: ")", count: 1_001), "expression nests too deeply"
    ),
    (String(repeating: "(?:", count: 100_000), "expression nests too deeply"),
    (String(repeating: "(abcdefghij){1000}", count: 400), "expression too large"),
    (String(repeating: "(a{10}", count: 4) + String(repeating: "){6}", count: 4), "invalid repeat count"),
  ]

  static let shapes: [(String, Bool)] = [
    ("Pending|Failed", true), ("(https?)", true), ("[ab]c", true), ("(.*)", true), ("x_(.+)_y", true),
    ("a.+", true),
    ("(a)(.*)", true), ("(?i)a", false), ("a*", false), (".*b.*", false), (#"\d"#, true), ("a(b|c)", false),
  ]
}
