import PrometheusModel
import SourceText
import Testing

/// Rules that are refused, with Prometheus' messages.
@Suite struct RelabelRuleTests {
  @Test(arguments: refused)
  func refuses(_ text: String, _ message: String, _ line: Int, _ version: String) throws {
    let version = try #require(PrometheusVersion(version))
    let node = try #require(try YAMLReader.documents(text, file: "rule.yml").first)
    let error = #expect(throws: Diagnostic.self) { try RelabelRule(node: node, version: version) }
    #expect(error?.message == message)
    #expect(error?.span?.start.line == line)
  }

  static let refused: [(String, String, Int, String)] = [
    ("action: nope", #"unknown relabel action "nope""#, 1, "3.5"),
    ("action: labeldrpo", #"unknown relabel action "labeldrpo"; did you mean `labeldrop`?"#, 1, "3.5"),
    (
      "action: keepequal\ntarget_label: a", #"unknown relabel action "keepequal""#, 1,
      "2.40"
    ),
    ("action:", "relabel action cannot be empty", 1, "3.5"),
    ("source_labels: [a]", "relabel configuration for replace action requires 'target_label' value", 1, "3.5"),
    ("target_label: a-b", #""a-b" is invalid 'target_label' for replace action"#, 1, "2.53"),
    ("target_label: ''", "relabel configuration for replace action requires 'target_label' value", 1, "3.5"),
    ("target_label: a-$1", #""a-$1" is invalid 'target_label' for replace action"#, 1, "3.1"),
    ("action: lowercase\ntarget_label: $1", #""$1" is invalid 'target_label' for lowercase action"#, 2, "2.53"),
    (
      "action: hashmod\ntarget_label: a", "relabel configuration for hashmod requires non-zero modulus", 1,
      "3.5"
    ),
    ("action: labelmap\nreplacement: a-$1", #""a-$1" is invalid 'replacement' for labelmap action"#, 2, "2.53"),
    ("action: labelmap\nreplacement: ''", #""" is invalid 'replacement' for labelmap action"#, 2, "3.5"),
    (
      "action: uppercase\ntarget_label: a\nreplacement: x", "'replacement' can not be set for uppercase action",
      3, "3.5"
    ),
    (
      "action: dropequal\ntarget_label: a\nregex: (.*)",
      "dropequal action requires only 'source_labels' and `target_label`, and no other fields", 1, "3.5"
    ),
    (
      "action: labelkeep\nregex: a\nsource_labels: [b]",
      "labelkeep action requires only 'regex', and no other fields", 1, "3.5"
    ),
    ("target_label: a\nregex: (", "error parsing regexp: missing closing ): `^(?s:()$`", 2, "3.5"),
    ("target_label: a\nregex: (", "error parsing regexp: missing closing ): `^(?:()$`", 2, "2.53"),
    ("target_label: a\nsource_labels: [a-b]", #""a-b" is not a valid label name"#, 2, "2.53"),
    (
      "target_label: a\nregexp: x", "field regexp not found in type relabel.plain; did you mean `regex`?", 2,
      "3.5"
    ),
    ("target_label: a\nmodulus: x", "cannot unmarshal !!str `x` into uint64", 2, "3.5"),
    ("target_label: a\nsource_labels: b", "cannot unmarshal !!str `b` into model.LabelNames", 2, "3.5"),
    ("target_label: [a]", "cannot unmarshal !!seq into string", 1, "3.5"),
    ("[]", "cannot unmarshal !!seq into relabel.plain", 1, "3.5"),
  ]

  @Test(arguments: accepted)
  func accepts(_ text: String, _ version: String) throws {
    let version = try #require(PrometheusVersion(version))
    let node = try #require(try YAMLReader.documents(text, file: "rule.yml").first)
    #expect(throws: Never.self) { try RelabelRule(node: node, version: version) }
  }

  static let accepted: [(String, String)] = [
    ("target_label: a-b", "3.5"), ("target_label: a-$1", "3.2"), ("target_label: ${1}_x", "2.53"),
    ("action: labelmap\nregex: (.+)\nreplacement: a-$1", "3.5"),
    ("action: lowercase\ntarget_label: a", "2.36"), ("regex: true\ntarget_label: a", "3.5"),
    ("action: hashmod\nmodulus: 18446744073709551615\ntarget_label: a", "3.5"),
    ("action: keep", "3.5"), ("action: lowercase\ntarget_label: $1", "2.45"),
  ]

  /// From 3.7 on the job's validation scheme holds for target labels, too.
  @Test func checksTargetsByTheJobsScheme() throws {
    let node = try #require(try YAMLReader.documents("target_label: a-b", file: "rule.yml").first)
    for (version, isRefused) in [(PrometheusVersion(3, 5), false), (PrometheusVersion(3, 7), true)] {
      let rule = try? RelabelRule(node: node, version: version, naming: .legacy)
      #expect((rule == nil) == isRefused)
    }
  }
}
