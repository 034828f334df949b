import Patterns
import Testing

/// Matches and captures, as Go's regexp package gives them for `^(?s:…)$`.
///
/// Source: golang/go 1.24; the first cases are all expressions of prometheus-community's chart, 29.27.0.
@Suite struct MatchingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let text: String
    let groups: [String?]?

    init(_ pattern: String, _ text: String, _ groups: [String?]?) {
      (self.pattern, self.text, self.groups) = (pattern, text, groups)
    }

    var testDescription: String { "\(pattern) on \(text)" }
  }

  @Test(arguments: cases) func captures(_ one: Case) throws {
    let pattern = try Pattern(one.pattern)
    #expect(pattern.captures(one.text)?.map { $0.map { String($0) } } == one.groups)
    #expect(pattern.matches(one.text) == (one.groups != nil))
  }

  static let cases: [Case] = [
    Case("true", "true", ["true"]),
    Case("true", "True", nil),
    Case("default;kubernetes;https", "default;kubernetes;https", ["default;kubernetes;https"]),
    Case("(https?)", "http", ["http", "http"]),
    Case("(https?)", "httpss", nil),
    Case("(.+)", "", nil),
    Case("(.+)", "/stats/prometheus", ["/stats/prometheus", "/stats/prometheus"]),
    Case("(.*)", "", ["", ""]),
    Case("Pending|Succeeded|Failed|Completed", "Failed", ["Failed"]),
    Case("Pending|Succeeded|Failed|Completed", "Running", nil),
    Case(#"(.+?)(?::\d+)?;(\d+)"#, "10.0.0.7:8080;15020", ["10.0.0.7:8080;15020", "10.0.0.7", "15020"]),
    Case(#"(.+?)(?::\d+)?;(\d+)"#, "10.0.0.7;15020", ["10.0.0.7;15020", "10.0.0.7", "15020"]),
    Case(#"(.+?)(?::\d+)?;(\d+)"#, "[fd00::7]:8080;15020", ["[fd00::7]:8080;15020", "[fd00::7]", "15020"]),
    Case(#"(.+?)(?::\d+)?;(\d+)"#, "10.0.0.7:8080;", nil),
    Case(
      #"(\d+);((([0-9]+?)(\.|$)){4})"#, "15020;10.0.0.7", ["15020;10.0.0.7", "15020", "10.0.0.7", "7", "7", ""]),
    Case(#"(\d+);((([0-9]+?)(\.|$)){4})"#, "15020;fd00::7", nil),
    Case(
      #"(\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})"#, "15020;fd00::a1b",
      ["15020;fd00::a1b", "15020", "fd00::a1b", "fd00::"]),
    Case(#"(\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})"#, "15020;10.0.0.7", nil),
    Case(
      "__meta_kubernetes_pod_label_(.+)", "__meta_kubernetes_pod_label_app",
      ["__meta_kubernetes_pod_label_app", "app"]),
    Case(
      "__meta_kubernetes_pod_annotation_prometheus_io_param_(.+)",
      "__meta_kubernetes_pod_annotation_prometheus_io_param_x",
      ["__meta_kubernetes_pod_annotation_prometheus_io_param_x", "x"]),
    Case("pushgateway", "pushgateway2", nil),
    Case(#"([^:]+)(?::\d+)?;(\d+)"#, "10.0.0.7:8080;15020", ["10.0.0.7:8080;15020", "10.0.0.7", "15020"]),
    Case("([^;]+);([^;]*)", "a;", ["a;", "a", ""]),
    Case("(.*);.*", "a;b;c", ["a;b;c", "a;b"]),
    Case("(.+?);(.+)", "a;b;c", ["a;b;c", "a", "b;c"]),
    Case("istio-(.*)-proxy", "istio-x-proxy", ["istio-x-proxy", "x"]),
    Case("(a)(b)?(c)", "ac", ["ac", "a", nil, "c"]),
    Case(".*metrics", "http-metrics", ["http-metrics"]),
    Case("(.+)-(.+)", "a-b-c", ["a-b-c", "a-b", "c"]),
    Case("a|ab", "ab", ["ab"]),
    Case("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
    Case("(a*)*", "aa", ["aa", "aa"]),
    Case("(a*)+", "b", nil),
    Case("(a|b)*?", "ab", ["ab", "b"]),
    Case("(?i)straße", "STRAßE", ["STRAßE"]),
    Case("(?i)k", "K", ["K"]),
    Case("(?i)[^x]", "X", nil),
    Case("a.b", "a\nb", ["a\nb"]),
    Case("(?-s)a.b", "a\nb", nil),
    Case("(?-s:a.b)|x", "a\nb", nil),
    Case("(?m)a$\nb", "a\nb", ["a\nb"]),
    Case(#"\pL+"#, "日本", ["日本"]),
    Case(#"\p{Greek}+"#, "αβ", ["αβ"]),
    Case(#"\p{Lu}\P{Lu}"#, "Aa", ["Aa"]),
    Case("[[:alpha:]]+", "aé", nil),
    Case("[[:^digit:]]+", "ab", ["ab"]),
    Case(#"\w+"#, "é", nil),
    Case(#"\Qa.b\E+"#, "a.bbb", ["a.bbb"]),
    Case("\\x41\\x{263a}\\n", "A☺\n", ["A☺\n"]),
    Case("a{2,3}", "aaaa", nil),
    Case("a{,3}", "a{,3}", ["a{,3}"]),
    Case("[]a]+", "]a", ["]a"]),
    Case(#"(?P<year>\d+)-(?<month>\d+)"#, "2024-05", ["2024-05", "2024", "05"]),
    Case(#"\bfoo\b"#, "foo", ["foo"]),
    Case(#"a\b."#, "ab", nil),
    Case("(?U)(a+)(a*)", "aaa", ["aaa", "a", "aa"]),
    Case("a)|(b", "ax", ["a", nil]),
    Case("a)|(b", "xb", ["b", "b"]),
    Case("x)|(y", "z", nil),
    Case("", "", [""]),
    Case("", "a", nil),
    Case("é+", "éé", ["éé"]),
    Case(".", "日", ["日"]),
    Case("..", "日", nil),
    Case("(?:)*", "", [""]),
    Case("(|a)+", "aaa", ["aaa", "a"]),
    Case("$*", "", [""]),
    Case(#"[^\x00-\x{10FFFF}]"#, "a", nil),
  ]
}
