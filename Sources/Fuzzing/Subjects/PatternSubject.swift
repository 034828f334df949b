import Patterns

extension Subject {
  /// Regular expressions: an expression, a zero byte, a text.
  static let pattern = Subject(
    name: "pattern", about: "RE2 syntax: all ways to match agree; time is bounded by program times text",
    seeds: [
      .seed(0, "(.*)_(total|sum)\0a_b_total"), .seed(0, "(?i)a+b*?c{2,3}(d|e)?\0AABccD"),
      .seed(0, #"[^:]+(?::\d+)?;(\d+)"# + "\010.0.0.1:80;9090"),
      .seed(1, #"^\bfoo\B.$|[[:alpha:]]+\z"# + "\0fooo"),
      .seed(0, #"(?P<ns>\w+)/(?P<name>[^/]+)"# + "\0shop/cart"), .seed(3, "(a|aa)*(b|)\0aaaab"),
      .seed(0, #"\pL\p{Greek}+[\x{370}-\x{3ff}é]"# + "\0aαβé"),
      .seed(2, "(?s:.+)(?U:x*)(?m:^y$)\0abc\nxx\ny\n"),
      .seed(0, "Pending|Succeeded|Failed\0Failed"), .seed(0, #"\Q.*\E(?-i)[^a-z\]]{0,5}"# + "\0.*AB"),
      .seed(1, "((a?){3}){2}|()\0aaa"), .seed(0, "(?i:straße|K)k\0STRASSEK"),
    ],
    words: [
      "(", ")", "(?:", "(?i)", "(?s:", "(?P<n>", "(?<n>", "(?U)", "(?m-s)", "|", "*", "+", "?", "*?", "{2}",
      "{0,5}",
      "{1000}", "{2,}", "[", "]", "[^", "[[:alpha:]]", "[:", ":]", "\\d", "\\W", "\\b", "\\B", "\\z", "\\A",
      "\\pL",
      "\\p{Greek}", "\\P{^Lu}", "\\x{10FFFF}", "\\x41", "\\012", "\\Q", "\\E", "^", "$", ".", ".*", "(.+)", "a",
      "b", "é",
      "ſ", "K", "\n", "\0", "-", "|a", "a|", "(a|b)", "x*",
    ],
    longest: 1024, largest: 256 << 10, memoryPerByte: 4000,
    // As Go, a program may have three million steps, whatever the length of what is written.
    memoryBase: 512 << 20,
    check: { input in
      var choice = Choice(input)
      let isAnchored = choice.pick([true, false])
      let dotMatchesNewline = choice.pick([true, false])
      let split = choice.rest.firstIndex(of: 0) ?? choice.rest.count
      let source = String(decoding: choice.rest[..<split], as: UTF8.self)
      let text = String(decoding: choice.rest.dropFirst(split + 1), as: UTF8.self)
      do throws(PatternError) {
        let pattern = try Pattern(source, anchored: isAnchored, dotMatchesNewline: dotMatchesNewline)
        return problem(pattern, text)
      } catch {
        return error.message.hasPrefix("error parsing regexp: ") ? nil : "an error of another kind: \(error)"
      }
    })

  /// Steps times scalars that are tried; the rest of a longer text is left out.
  private static let mostWork = 400_000

  private static func problem(_ pattern: Pattern, _ whole: String) -> String? {
    // Both ways that follow groups take time for each group as well.
    let cost = max(1, pattern.stepCount) * (1 + pattern.groupNames.count / 8)
    if cost > mostWork { return nil }
    let text = String(decoding: whole.utf8.prefix(mostWork / cost), as: UTF8.self)
    let usual = pattern.firstMatch(in: text, by: .usual)
    if pattern.matches(text) != (usual != nil) { return "matches and firstMatch differ" }
    for method in [MatchingMethod.backtracking, .parallel] {
      let other = pattern.firstMatch(in: text, by: method)
      if other != usual {
        return "\(method) finds \(String(describing: other?.offsets)), the usual way "
          + String(describing: usual?.offsets)
      }
    }
    guard let usual else { return nil }
    for group in usual.offsets.indices {
      guard let range = usual.offsets[group] else { continue }
      if range.upperBound > text.utf8.count { return "group \(group) reaches beyond the text" }
      if usual[group].map({ $0.utf8.count }) != range.count { return "group \(group) is no part of the text" }
    }
    let template = pattern.template("$1-${n}$$x${2}")
    let expanded = pattern.expansions(of: template, matching: text)?.first
    if expanded.map({ Array($0.utf8) }) != Array(pattern.expand(template, usual).utf8) {
      return "two ways to expand differ"
    }
    if text.utf8.count <= 256 { _ = pattern.replacingAll(in: text, with: template) }
    return nil
  }
}
