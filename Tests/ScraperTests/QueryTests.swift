import Exposition
import PrometheusModel
import Testing

@testable import Roles

/// Queries over series of which every sample is a minute after the last; the time is that of the last sample.
@Suite struct QueryTests {
  private static let series: [(Labels, [Double])] = [
    (["__name__": "requests_total", "job": "a", "code": "200"], [0, 60, 120, 180]),
    (["__name__": "requests_total", "job": "a", "code": "500"], [0, 6, 12, 18]),
    (["__name__": "requests_total", "job": "b", "code": "200"], [100, 10, 20, 30]),
    (["__name__": "up", "job": "a"], [1, 1, 1, 1]), (["__name__": "up", "job": "b"], [0, 0, 0, 0]),
    (["__name__": "version", "job": "a", "release": "1.30"], [1, 1, 1, 1]),
    (["__name__": "h_bucket", "le": "1.0"], [0, 0, 0, 5]),
    (["__name__": "h_bucket", "le": "2.0"], [0, 0, 0, 8]),
    (["__name__": "h_bucket", "le": "+Inf"], [0, 0, 0, 10]), (["__name__": "gone"], [1, 1, 1]),
  ]

  private static let store: SeriesStore = {
    let store = SeriesStore()
    for (labels, values) in series {
      let number = store.series(with: labels)
      var samples = values.enumerated().map {
        PendingSample(series: number, time: Int64($0) * 60_000, value: $1)
      }
      if samples.count < 4 {
        let stale = Double(bitPattern: SpecialValue.staleNaN)
        samples.append(PendingSample(series: number, time: 180_000, value: stale))
      }
      store.withTable { _ = $0.commit(samples) }
    }
    return store
  }()

  private func outcome(
    _ text: String, version: PrometheusVersion = PrometheusVersion(3, 5), step: Int64? = nil
  ) throws(QueryError) -> Query.Outcome {
    let query = Query(
      text: text, version: version, start: step == nil ? 180_000 : 0, end: 180_000, step: step)
    return try query.evaluate(try query.parsed(), over: Self.store)
  }

  private func result(
    _ text: String, version: PrometheusVersion = PrometheusVersion(3, 5), step: Int64? = nil
  ) -> String {
    do throws(QueryError) {
      switch try outcome(text, version: version, step: step).value {
      case .scalar(let number): return goFloatText(number)
      case .text(let text): return text
      case .vector(let samples):
        return samples.map { "\($0.labels) \(goFloatText($0.value))" }.sorted().joined(separator: "\n")
      case .matrix(let series):
        return series.map { series in
          "\(series.labels) " + series.points.map { goFloatText($0.value) }.joined(separator: " ")
        }.joined(separator: "\n")
      }
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("1 + 2 * 3 ^ 2", "19"), ("-2 ^ 2", "-4"), ("2 ^ 3 ^ 2", "512"), ("1e3 / 4", "250"), ("7 % 4", "3"),
    ("1 > bool 2", "0"), ("Inf", "+Inf"), ("5m", "300"), ("0x1f", "31"), ("time()", "180"),
    ("\"a\\n'\"", "a\n'"),
    ("up", "{__name__=\"up\", job=\"a\"} 1\n{__name__=\"up\", job=\"b\"} 0"),
    ("up == 1", "{__name__=\"up\", job=\"a\"} 1"),
    ("up == bool 1", "{job=\"a\"} 1\n{job=\"b\"} 0"), ("gone", ""), ("gone offset 1m", "{__name__=\"gone\"} 1"),
    ("-up{job=\"a\"}", "{job=\"a\"} -1"), ("sum(up)", "{} 1"),
    ("count by (job) (requests_total)", "{job=\"a\"} 2\n{job=\"b\"} 1"),
    ("sum without (code) (requests_total)", "{job=\"a\"} 198\n{job=\"b\"} 30"), ("avg(up)", "{} 0.5"),
    ("sum(requests_total) by (job, none)", "{job=\"a\"} 198\n{job=\"b\"} 30"),
    ("topk(1, requests_total)", "{__name__=\"requests_total\", code=\"200\", job=\"a\"} 180"),
    ("bottomk(1, requests_total)", "{__name__=\"requests_total\", code=\"500\", job=\"a\"} 18"),
    ("quantile(0.5, requests_total)", "{} 30"), ("count_values(\"v\", up)", "{v=\"0\"} 1\n{v=\"1\"} 1"),
    ("stddev(up)", "{} 0.5"), ("group(up)", "{} 1"),
    ("rate(requests_total{job=\"a\"}[3m])", "{code=\"200\", job=\"a\"} 1\n{code=\"500\", job=\"a\"} 0.1"),
    ("increase(requests_total{job=\"b\"}[2m])", "{code=\"200\", job=\"b\"} 20"),
    ("irate(requests_total{code=\"500\"}[5m])", "{code=\"500\", job=\"a\"} 0.1"),
    ("resets(requests_total{job=\"b\"}[5m])", "{code=\"200\", job=\"b\"} 1"),
    ("changes(up{job=\"a\"}[5m])", "{job=\"a\"} 0"),
    ("delta(requests_total{code=\"500\"}[3m])", "{code=\"500\", job=\"a\"} 18"),
    ("max_over_time(requests_total{job=\"b\"}[5m])", "{code=\"200\", job=\"b\"} 100"),
    ("count_over_time(up{job=\"a\"}[2m])", "{job=\"a\"} 2"),
    ("last_over_time(gone[5m])", "{__name__=\"gone\"} 1"),
    ("quantile_over_time(1, up{job=\"a\"}[5m])", "{job=\"a\"} 1"),
    ("deriv(requests_total{code=\"500\"}[5m])", "{code=\"500\", job=\"a\"} 0.1"),
    ("histogram_quantile(0.5, h_bucket)", "{} 1"), ("histogram_quantile(0.8, h_bucket)", "{} 2"),
    ("histogram_quantile(0.65, h_bucket)", "{} 1.5"), ("histogram_quantile(0.99, h_bucket)", "{} 2"),
    (
      "requests_total{code=\"500\"} / ignoring (code) requests_total{job=\"a\",code=\"200\"}", "{job=\"a\"} 0.1"
    ),
    (
      "requests_total{job=\"a\"} * on (job) group_left (release) version",
      "{code=\"200\", job=\"a\", release=\"1.30\"} 180\n{code=\"500\", job=\"a\", release=\"1.30\"} 18"
    ),
    ("version * on (job) group_right () requests_total{code=\"500\"}", "{code=\"500\", job=\"a\"} 18"),
    ("up and on (job) version", "{__name__=\"up\", job=\"a\"} 1"),
    ("up unless on (job) version", "{__name__=\"up\", job=\"b\"} 0"),
    ("up{job=\"a\"} or up", "{__name__=\"up\", job=\"a\"} 1\n{__name__=\"up\", job=\"b\"} 0"),
    ("absent(nothing{job=\"x\",a=~\"y\"})", "{job=\"x\"} 1"), ("absent(up)", ""),
    ("absent_over_time(up[1m])", ""),
    ("vector(3)", "{} 3"), ("scalar(version)", "1"), ("scalar(up)", "NaN"),
    ("timestamp(version)", "{job=\"a\", release=\"1.30\"} 180"),
    ("round(vector(2.5))", "{} 3"), ("clamp(vector(9), 1, 3)", "{} 3"),
    ("abs(-version)", "{job=\"a\", release=\"1.30\"} 1"),
    (
      "label_replace(version, \"major\", \"$1\", \"release\", \"(.*)\\\\..*\")",
      "{__name__=\"version\", job=\"a\", major=\"1\", release=\"1.30\"} 1"
    ),
    (
      "label_join(version, \"both\", \"-\", \"job\", \"release\")",
      "{__name__=\"version\", both=\"a-1.30\", job=\"a\", release=\"1.30\"} 1"
    ),
    (
      "{__name__=~\"up|version\",job=\"a\"}",
      "{__name__=\"up\", job=\"a\"} 1\n{__name__=\"version\", job=\"a\", release=\"1.30\"} 1"
    ),
    ("# a comment\nsum(\n up # another\n)", "{} 1"),
    ("up[2m]", "{__name__=\"up\", job=\"a\"} 1 1\n{__name__=\"up\", job=\"b\"} 0 0"),
    ("up{job=\"a\"} > 0 and up{job=\"a\"} < 2", "{__name__=\"up\", job=\"a\"} 1"),
  ])
  func evaluates(query: String, expected: String) { #expect(result(query) == expected) }

  @Test(arguments: [
    ("up{job=\"a\"} @ 60", "{__name__=\"up\", job=\"a\"} 1"),
    ("gone @ 120.5", "{__name__=\"gone\"} 1"), ("gone @ end()", ""),
    ("gone @ start() offset 30s", "{__name__=\"gone\"} 1"),
    (
      "requests_total{code=\"500\"} offset -1m @ 60",
      "{__name__=\"requests_total\", code=\"500\", job=\"a\"} 12"
    ),
    ("max_over_time(rate(requests_total{code=\"500\"}[2m])[2m:1m])", "{code=\"500\", job=\"a\"} 0.1"),
    ("sum(requests_total)[2m:1m]", "{} 152 228"), ("sum_over_time(vector(2)[3m:])", "{} 6"),
    ("{\"up\", job=\"a\"}", "{__name__=\"up\", job=\"a\"} 1"),
    ("sum by (\"job\") (up)", "{job=\"a\"} 1\n{job=\"b\"} 0"),
    ("up[120]", "{__name__=\"up\", job=\"a\"} 1 1\n{__name__=\"up\", job=\"b\"} 0 0"), ("1_000 + 010", "1008"),
    ("1e-7 * 1", "1e-07"),
    ("predict_linear(requests_total{code=\"500\"}[5m], 60)", "{code=\"500\", job=\"a\"} 24"),
    ("year(vector(1700000000)) * 100 + month(vector(1700000000))", "{} 202311"),
    (
      "day_of_week(vector(1700000000)) + day_of_year(vector(1700000000)) * 10 + days_in_month(vector(1700000000)) * 1e4",
      "{} 303182"
    ),
    ("hour()", "{} 0"), ("minute()", "{} 3"), ("month(vector(NaN))", "{} 12"),
    ("log10(vector(2))", "{} 0.3010299956639812"),
    ("vector(2) ^ 0.5", "{} 1.4142135623730951"), ("1.5 ^ 1000", "1.2338405969061734e+176"),
    ("pi()", "3.141592653589793"),
    ("histogram_fraction(1, 2, h_bucket)", "{} 0.3"), ("clamp_max(vector(NaN), 1)", "{} NaN"),
    ("sum(vector(1e100) or on (x) vector(1))", "{} 1e+100"), ("absent(up{job=\"a\",job=\"b\"})", "{} 1"),
    (
      "topk(2, version or up)",
      "{__name__=\"up\", job=\"a\"} 1\n{__name__=\"version\", job=\"a\", release=\"1.30\"} 1"
    ),
    ("-5m", "-300"), ("+up{job=\"a\"}", "{__name__=\"up\", job=\"a\"} 1"), ("`a\\n`", "a\\n"),
    ("'\\x41\\u00e9'", "Aé"),
    ("count(up) > bool 1", "{} 1"), ("up > bool on (job) version", "{job=\"a\"} 0"),
    ("sum", ""),
    (
      "label_replace(up{job=\"a\"}, \"a.b\", \"x\", \"\", \"\")",
      "{__name__=\"up\", \"a.b\"=\"x\", job=\"a\"} 1"
    ),
  ])
  func evaluatesMore(query: String, expected: String) { #expect(result(query) == expected) }

  @Test(arguments: [
    ("up{job=\"a\"}", "{__name__=\"up\", job=\"a\"} 1 1 1 1"), ("gone", "{__name__=\"gone\"} 1 1 1"),
    ("time()", "{} 0 60 120 180"), ("absent(gone)", "{} 1"), ("absent_over_time(gone[30s])", "{} 1"),
    (
      "topk(1, requests_total)",
      "{__name__=\"requests_total\", code=\"200\", job=\"a\"} 60 120 180\n{__name__=\"requests_total\", code=\"200\", job=\"b\"} 100"
    ),
    ("sum(up @ 0) + time()", "{} 1 61 121 181"),
    ("up{job=\"a\"} @ start() + up{job=\"a\"} @ end()", "{job=\"a\"} 2 2 2 2"),
    ("quantile(scalar(up{job=\"b\"}), up)", "{} 0 0 0 0"),
    ("rate(requests_total{code=\"500\"}[2m])", "{code=\"500\", job=\"a\"} 0.05 0.1 0.1"),
    ("up[1m]", "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector"),
    ("\"a\"", "invalid expression type \"string\" for range query, must be Scalar or instant Vector"),
  ])
  func evaluatesAtSteps(query: String, expected: String) { #expect(result(query, step: 60_000) == expected) }

  /// Each text is what Prometheus 3.5.3 answers.
  @Test(arguments: [
    ("", "unknown position: parse error: no expression found in input"),
    ("up{", "1:4: parse error: unexpected end of input inside braces"),
    ("sum(", "1:5: parse error: unclosed left parenthesis"),
    ("1 +", "1:4: parse error: unexpected end of input"),
    ("up up", "1:4: parse error: unexpected identifier \"up\""),
    ("sum(up up)", "1:8: parse error: unexpected identifier \"up\" in aggregation"),
    ("nothing(1)", "1:1: parse error: unknown function with name \"nothing\""),
    ("mad_over_time(up[1m])", "1:1: parse error: function \"mad_over_time\" is not enabled"),
    (
      "limitk(1, up)",
      "1:1: parse error: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions"
    ),
    (
      "rate(up)",
      "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector"
    ),
    ("rate(up[5m], 1)", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2"),
    ("round()", "1:1: parse error: expected at least 1 argument(s) in call to \"round\", got 0"),
    ("abs(up,)", "1:7: parse error: trailing commas not allowed in function call args"),
    ("1 == 2", "1:3: parse error: comparisons between scalars must use BOOL modifier"),
    ("1 + bool 2", "1:3: parse error: bool modifier can only be used on comparison operators"),
    ("1 and up", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression"),
    ("1 + on (job) up", "1:1: parse error: vector matching only allowed between instant vectors"),
    ("up and on (job) group_left up", "1:1: parse error: no grouping allowed for \"and\" operation"),
    (
      "up + on (job) group_left (job) up",
      "1:4: parse error: label \"job\" must not occur in ON and GROUP clause at once"
    ),
    ("up[5m] + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types"),
    (
      "-\"a\"",
      "1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\""
    ),
    ("up[5x]", "1:4: parse error: bad number or duration syntax: \"5\""),
    ("up[5m", "1:6: parse error: unclosed left bracket"),
    ("up[", "1:4: parse error: unexpected end of input in duration expression"),
    ("up[5m+1m]", "1:4: parse error: experimental duration expression is not enabled"),
    ("up[0s]", "1:4: parse error: duration must be greater than 0"),
    ("sum(up)[5m]", "1:8: parse error: ranges only allowed for vector selectors"),
    ("up offset 5m [1m]", "1:14: parse error: no offset modifiers allowed before range"),
    ("up offset 5m offset 5m", "1:1: parse error: offset may not be set multiple times"),
    (
      "sum(up) offset 5m",
      "1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery"
    ),
    ("up offset x", "1:11: parse error: unexpected identifier \"x\" in offset, expected number or duration"),
    ("up @ up", "1:6: parse error: unexpected identifier \"up\" in @, expected timestamp"),
    ("up @ 1 @ 2", "1:1: parse error: @ <timestamp> may not be set multiple times"),
    ("up @ Inf", "1:1: parse error: timestamp out of bounds for @ modifier: +Inf"),
    ("up ; up", "1:4: parse error: unexpected character: ';'"),
    ("up\n+ +", "2:4: parse error: unexpected end of input"),
    ("\"a", "1:1: parse error: unterminated quoted string"),
    ("\"\\q\"", "1:1: parse error: unknown escape sequence U+0071 'q'"),
    ("up)", "1:4: parse error: unexpected right parenthesis ')'"),
    ("up{a}", "1:5: parse error: unexpected \"}\" in label matching, expected label matching operator"),
    ("up{a=1}", "1:6: parse error: unexpected character inside braces: '1'"),
    ("{a=\"\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
    ("up{__name__=\"x\"}", "1:1: parse error: metric name must not be set twice: \"up\" or \"x\""),
    ("sum by (up) up", "1:13: parse error: unexpected identifier \"up\" in aggregation"),
    ("sum by up (up)", "1:8: parse error: unexpected identifier \"up\" in grouping opts, expected \"(\""),
    ("sum by (,) (up)", "1:9: parse error: unexpected \",\" in grouping opts, expected label"),
    ("sum()", "1:1: parse error: no arguments for aggregate expression provided"),
    (
      "topk(up)",
      "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1"
    ),
    ("topk(up, up)", "1:6: parse error: expected type scalar in aggregation parameter, got instant vector"),
    ("up{job=~\"(\"}", "1:4: parse error: error parsing regexp: missing closing ): `(`"),
    ("0x + 1", "1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0x\": invalid syntax"),
    ("up group_left up", "1:4: parse error: unexpected <group_left>"),
    ("@", "1:1: parse error: unexpected \"<Item 57400>\" <op:@>"),
    (
      "up + on (job) requests_total",
      "found duplicate series for the match group {job=\"a\"} on the right hand-side of the operation: [{__name__=\"requests_total\", code=\"500\", job=\"a\"}, {__name__=\"requests_total\", code=\"200\", job=\"a\"}];many-to-many matching not allowed: matching labels must be unique on one side"
    ),
    (
      "requests_total + on (job) up",
      "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
    ),
    (
      "{__name__=~\"up|version\"} * 0 + on () group_left () vector(1)",
      "{job=\"a\", release=\"1.30\"} 1\n{job=\"a\"} 1\n{job=\"b\"} 1"
    ),
    ("-{__name__=~\"up|gone|requests_total\",job=\"b\"}", "{code=\"200\", job=\"b\"} -30\n{job=\"b\"} -0"),
    ("label_replace(up, \"job\", \"c\", \"\", \"\")", "vector cannot contain metrics with the same labelset"),
    ("label_replace(up, \"\", \"c\", \"\", \"\")", "invalid destination label name in label_replace(): "),
    ("label_replace(up, \"a\", \"c\", \"\", \"(\")", "invalid regular expression in label_replace(): ("),
    ("count_values(\"\", up)", "invalid label name \"\""),
    (
      "sum by (\"\\xff\") (up)", "1:9: parse error: invalid label name for grouping: \"\\xff\""
    ),
    ("count_values(\"\\xff\", up)", "invalid label name \"\\xff\""),
    (
      "label_replace(up, \"\\377\", \"c\", \"\", \"\")",
      "invalid destination label name in label_replace(): \u{FFFD}"
    ),
    ("label_join(up, \"a\", \"\", \"\\xc3\")", "invalid source label name in label_join(): \u{FFFD}"),
    ("count(label_join(up, \"\\xc3\\xa9\", \"\", \"job\"))", "{} 2"),
    ("topk(1e30, up)", "Scalar value 1e+30 overflows int64"),
    ("(up[1m] @ 60)", "{__name__=\"up\", job=\"a\"} 1\n{__name__=\"up\", job=\"b\"} 0"),
    ("(up[2m] @ 120)", "unexpected number of samples"),
  ])
  func refuses(query: String, message: String) { #expect(result(query) == message) }

  @Test(arguments: [
    (
      "rate(up[5m])",
      [
        "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"up\" (1:6)"
      ]
    ),
    ("quantile(2, up)", ["PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)"]),
    (
      "histogram_quantile(0.9, up)",
      [
        "PromQL warning: bucket label \"le\" is missing or has a malformed value of \"\" for metric name \"up\" (1:25)"
      ]
    ),
    (
      "histogram_quantile(0.9, h_bucket * 0 + on (le) group_left () (h_bucket{le=\"1.0\"} or h_bucket{le=\"2.0\"} - 5 or h_bucket))",
      [
        #"PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) for metric name "" (1:25)"#
      ]
    ),
    ("sum(rate(requests_total[5m]))", []),
  ])
  func saysWhatLooksWrong(query: String, notes: [String]) throws {
    let outcome = try outcome(query)
    #expect(outcome.warnings + outcome.infos == notes)
    #expect(outcome.warnings.allSatisfy { $0.hasPrefix("PromQL warning") })
    let old = try self.outcome(query, version: PrometheusVersion(2, 53))
    #expect(old.infos.isEmpty && old.warnings == notes)
    #expect(try self.outcome(query, version: PrometheusVersion(2, 42)).warnings.isEmpty)
  }

  @Test(arguments: [
    ("count_over_time(up{job=\"a\"}[2m])", "{job=\"a\"} 3", "{job=\"a\"} 2"),
    (
      "rate(requests_total{code=\"500\"}[3m])", "{code=\"500\", job=\"a\"} 0.1", "{code=\"500\", job=\"a\"} 0.1"
    ),
    ("sum_over_time(vector(2)[3m:1m])", "{} 8", "{} 6"),
    ("5m", "1:1: parse error: unexpected duration \"5m\"", "300"),
    (
      "up[300]", "1:4: parse error: missing unit character in duration",
      "{__name__=\"up\", job=\"a\"} 1 1 1 1\n{__name__=\"up\", job=\"b\"} 0 0 0 0"
    ),
    ("1_000", "1:1: parse error: bad number or duration syntax: \"1\"", "1000"),
    (
      "sum by (\"job\") (up)",
      "1:9: parse error: unexpected string \"\\\"job\\\"\" in grouping opts, expected label",
      "{job=\"a\"} 1\n{job=\"b\"} 0"
    ),
    (
      "holt_winters(up{job=\"a\"}[5m], 0.5, 0.5)", "{job=\"a\"} 1",
      "1:1: parse error: unknown function with name \"holt_winters\""
    ),
    (
      "@", "1:1: parse error: unexpected \"<Item 57398>\" <op:@>",
      "1:1: parse error: unexpected \"<Item 57400>\" <op:@>"
    ),
    (
      "up offset x", "1:11: parse error: unexpected identifier \"x\" in offset, expected duration",
      "1:11: parse error: unexpected identifier \"x\" in offset, expected number or duration"
    ),
    (
      "label_join(up, \"job\", \"\")", "{__name__=\"up\"} 0\n{__name__=\"up\"} 1",
      "vector cannot contain metrics with the same labelset"
    ),
    (
      "label_replace(up{job=\"a\"}, \"a.b\", \"x\", \"\", \"\")",
      "invalid destination label name in label_replace(): a.b", "{__name__=\"up\", \"a.b\"=\"x\", job=\"a\"} 1"
    ),
    ("histogram_fraction(1, 2, h_bucket)", "", "{} 0.3"), ("stddev(vector(Inf))", "{} 0", "{} NaN"),
  ])
  func differsByVersion(query: String, old: String, new: String) {
    #expect(result(query, version: PrometheusVersion(2, 53)) == old)
    #expect(result(query, version: PrometheusVersion(3, 5)) == new)
  }

  @Test func sortsAndKeepsTheOrder() throws {
    guard case .vector(let samples) = try outcome("sort_desc(requests_total)").value else {
      Issue.record("no vector")
      return
    }
    #expect(samples.map(\.value) == [180, 30, 18])
  }

  @Test func subqueriesAreBounded() {
    #expect(
      result("vector(1)[100y:1ms]")
        == "query processing would load too many samples into memory in query execution")
  }

  @Test func nestingIsBounded() {
    let message = "the expression is nested too deeply for the built-in scraper"
    #expect(result(String(repeating: "(", count: 100_000)).hasSuffix(message))
    #expect(result(String(repeating: "-", count: 100_000)).hasSuffix(message))
    // A chain of operators nests as deeply as it is long: the stack of the API's threads ended at 2,000.
    #expect(result("1" + String(repeating: "+1", count: 2_000)).hasSuffix(message))
    #expect(result("1" + String(repeating: "+1", count: 200)) == "201")
    #expect(result("a" + String(repeating: "[1m:1m]", count: 2_000)).hasSuffix(message))
  }
}
