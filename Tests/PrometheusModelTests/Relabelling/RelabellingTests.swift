import PrometheusModel
import SourceText
import Testing

/// Rules and what they make of labels, checked against Prometheus 2.53.3 and 3.5.3.
@Suite struct RelabellingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var rules: String
    var labels: Labels
    /// nil if the labels are dropped.
    var expected: Labels?
    var version = PrometheusVersion(3, 5)

    var testDescription: String { name }
  }

  @Test(arguments: cases) func relabels(_ one: Case) throws {
    let rules = try rules(one.rules, one.version)
    #expect(Relabelling.apply(rules, to: one.labels) == one.expected)
    let steps = Relabelling.trace(rules, to: one.labels)
    #expect((steps.last?.after ?? (steps.isEmpty ? one.labels : nil)) == one.expected)
  }

  @Test func tracesEachRule() throws {
    let rules = try rules(
      """
      - {source_labels: [a], target_label: b}
      - {action: drop, source_labels: [b], regex: x}
      - {target_label: c, replacement: y}
      """)
    let steps = Relabelling.trace(rules, to: ["a": "x"])
    #expect(steps.map(\.isDropped) == [false, true])
    #expect(steps.map(\.after) == [["a": "x", "b": "x"], nil])
    #expect(steps.map(\.before) == [["a": "x"], ["a": "x", "b": "x"]])
    #expect(steps.map(\.rule.span.start.line) == [1, 2])
  }

  private func rules(_ text: String, _ version: PrometheusVersion = PrometheusVersion(3, 5)) throws
    -> [RelabelRule]
  {
    let node = try #require(try YAMLReader.documents(text, file: "rules.yml").first)
    return try (node.sequence ?? []).map { try RelabelRule(node: $0, version: version) }
  }

  static let old = PrometheusVersion(2, 53)

  static let cases: [Case] = [
    Case(name: "no rules", rules: "[]", labels: ["a": "b"], expected: ["a": "b"]),
    Case(
      name: "replace copies by default", rules: "[{source_labels: [a], target_label: b}]", labels: ["a": "x"],
      expected: ["a": "x", "b": "x"]),
    Case(
      name: "a missing source is empty and removes the target",
      rules: "[{source_labels: [z], target_label: b}]",
      labels: ["b": "x"], expected: [:]),
    Case(
      name: "values are joined by the separator",
      rules: "[{source_labels: [a, z, b], separator: ., target_label: c}]",
      labels: ["a": "1", "b": "2"], expected: ["a": "1", "b": "2", "c": "1..2"]),
    Case(
      name: "an expression must match the whole",
      rules: "[{source_labels: [a], regex: b, target_label: c, replacement: x}]",
      labels: ["a": "abc"], expected: ["a": "abc"]),
    Case(
      name: "groups and text",
      rules:
        #"[{source_labels: [a], regex: '(.+)-(?P<n>.+)', target_label: c, replacement: "${2}/$1/${n}/$$"}]"#,
      labels: ["a": "x-y"], expected: ["a": "x-y", "c": "y/x/y/$"]),
    Case(
      name: "the target can refer to groups",
      rules: "[{source_labels: [a], regex: (.+)=(.+), target_label: t_$1, replacement: $2}]",
      labels: ["a": "k=v"], expected: ["a": "k=v", "t_k": "v"]),
    Case(
      name: "an invalid target is left alone",
      rules: "[{source_labels: [a], regex: (.+), target_label: $1, replacement: x}]",
      labels: ["a": "no-name"], expected: ["a": "no-name"], version: old),
    Case(
      name: "any target is valid from 3.0 on",
      rules: "[{source_labels: [a], regex: (.+), target_label: $1, replacement: x}]",
      labels: ["a": "no-name"], expected: ["a": "no-name", "no-name": "x"]),
    Case(
      name: "dot matches the end of a line from 3.0 on",
      rules: "[{source_labels: [a], regex: x.y, target_label: b, replacement: z}]",
      labels: ["a": "x\ny"], expected: ["a": "x\ny", "b": "z"]),
    Case(
      name: "dot does not match the end of a line before",
      rules: "[{source_labels: [a], regex: x.y, target_label: b, replacement: z}]",
      labels: ["a": "x\ny"], expected: ["a": "x\ny"], version: old),
    Case(
      name: "an alternative that escapes the anchors",
      rules: "[{source_labels: [a], regex: 'x)|(y', target_label: b, replacement: z}]",
      labels: ["a": "x and more"], expected: ["a": "x and more", "b": "z"]),
    Case(
      name: "a null expression matches nothing but nothing",
      rules: "[{source_labels: [a], regex: , target_label: b, replacement: z}]",
      labels: ["a": "x"], expected: ["a": "x"]),
    Case(
      name: "keep keeps", rules: "[{action: keep, source_labels: [a], regex: x|y}]", labels: ["a": "y"],
      expected: ["a": "y"]),
    Case(
      name: "keep drops", rules: "[{action: keep, source_labels: [a], regex: x|y}]", labels: ["a": "z"],
      expected: nil),
    Case(
      name: "drop drops", rules: "[{action: drop, source_labels: [a], regex: x|y}]", labels: ["a": "y"],
      expected: nil),
    Case(
      name: "drop keeps", rules: "[{action: drop, source_labels: [a], regex: x|y}]", labels: ["b": "y"],
      expected: ["b": "y"]),
    Case(
      name: "keepequal", rules: "[{action: keepequal, source_labels: [a], target_label: b}]",
      labels: ["a": "x", "b": "x"],
      expected: ["a": "x", "b": "x"]),
    Case(
      name: "keepequal drops", rules: "[{action: keepequal, source_labels: [a], target_label: b}]",
      labels: ["a": "x"], expected: nil),
    Case(
      name: "dropequal drops", rules: "[{action: dropequal, source_labels: [a], target_label: b}]", labels: [:],
      expected: nil),
    Case(
      name: "hashmod", rules: "[{action: hashmod, source_labels: [a], target_label: b, modulus: 1000}]",
      labels: ["a": "foo"],
      expected: ["a": "foo", "b": "696"]),
    Case(
      name: "labelmap", rules: "[{action: labelmap, regex: __meta_(.+)}]", labels: ["__meta_x": "1", "y": "2"],
      expected: ["__meta_x": "1", "x": "1", "y": "2"]),
    Case(
      name: "labelmap does not see its own work", rules: "[{action: labelmap, regex: (a+), replacement: a$1}]",
      labels: ["a": "1"],
      expected: ["a": "1", "aa": "1"]),
    Case(
      name: "of two that map to one, a changed label wins",
      rules: "[{target_label: a_x, replacement: new}, {action: labelmap, regex: ._(x)}]",
      labels: ["a_x": "1", "b_x": "2"],
      expected: ["a_x": "new", "b_x": "2", "x": "new"]),
    Case(
      name: "labeldrop", rules: "[{action: labeldrop, regex: a.*}]", labels: ["a": "1", "ab": "2", "b": "3"],
      expected: ["b": "3"]),
    Case(
      name: "labelkeep", rules: "[{action: labelkeep, regex: a.*}]", labels: ["a": "1", "b": "3"],
      expected: ["a": "1"]),
    Case(
      name: "lowercase", rules: "[{action: lowercase, source_labels: [a], target_label: b}]",
      labels: ["a": "ÄB\u{130}Σ"],
      expected: ["a": "ÄB\u{130}Σ", "b": "äbiσ"]),
    Case(
      name: "uppercase keeps letters without one of their own",
      rules: "[{action: uppercase, source_labels: [a], target_label: b}]",
      labels: ["a": "äß\u{1FB3}"], expected: ["a": "äß\u{1FB3}", "b": "Äß\u{1FBC}"]),
    Case(
      name: "actions in any letters", rules: "[{action: KEEP, source_labels: [a], regex: x}]",
      labels: ["a": "x"], expected: ["a": "x"]),
    Case(
      name: "an empty replacement removes the expanded target",
      rules: "[{source_labels: [a], regex: (.+), target_label: t_$1, replacement: ''}]",
      labels: ["a": "x", "t_x": "1"],
      expected: ["a": "x"]),
    Case(
      name: "before 2.50 it removes the template's own name",
      rules: "[{source_labels: [a], regex: (.+), target_label: t_$1, replacement: ''}]",
      labels: ["a": "x", "t_x": "1"],
      expected: ["a": "x", "t_x": "1"], version: PrometheusVersion(2, 45)),
  ]
}
