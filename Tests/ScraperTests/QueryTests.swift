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

  private func result(_ query: String, version: PrometheusVersion = PrometheusVersion(3, 5)) -> String {
    do throws(QueryError) {
      let expression = try QueryParser.parse(query)
      let samples = Evaluator.selectors(of: expression).reduce(into: [SeriesSelector: [SelectedSeries]]()) {
        samples, wanted in
        samples[wanted.selector.selector] = Self.series.filter { wanted.selector.selector.matches($0.0) }.map {
          labels, values in
          var stored = values.enumerated().map { StoredSample(time: Int64($0) * 60_000, value: $1) }
          if stored.count < 4 {
            stored.append(StoredSample(time: 180_000, value: Double(bitPattern: SpecialValue.staleNaN)))
          }
          return SelectedSeries(labels: labels, samples: stored)
        }
      }
      let evaluator = Evaluator(samples: samples, version: version, time: 180_000)
      switch try evaluator.value(of: expression) {
      case .scalar(let number): return goFloatText(number)
      case .text(let text): return text
      case .vector(let samples):
        return samples.map { "\($0.labels) \(goFloatText($0.value))" }.sorted().joined(separator: "\n")
      case .range(let series): return series.map { "\($0.labels) \($0.samples.count)" }.joined(separator: "\n")
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
    ("up[2m]", "{__name__=\"up\", job=\"a\"} 2\n{__name__=\"up\", job=\"b\"} 2"),
    ("up{job=\"a\"} > 0 and up{job=\"a\"} < 2", "{__name__=\"up\", job=\"a\"} 1"),
  ])
  func evaluates(query: String, expected: String) { #expect(result(query) == expected) }

  @Test(arguments: [
    ("", "1:1: parse error: no expression found in input"),
    ("up{", "1:4: parse error: unexpected end of input inside braces"),
    ("sum(", "1:5: parse error: unexpected end of input"), ("1 +", "1:4: parse error: unexpected end of input"),
    ("up up", "1:4: parse error: unexpected identifier \"up\""),
    ("nothing(1)", "1:1: parse error: unknown function with name \"nothing\""),
    (
      "rate(up)",
      "1:1: parse error: expected type range vector in call to function \"rate\", got instant vector"
    ),
    ("rate(up[5m], 1)", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2"),
    ("1 == 2", "1:3: parse error: comparisons between scalars must use BOOL modifier"),
    ("1 and up", "1:3: parse error: set operator \"and\" not allowed in binary scalar expression"),
    ("up[5m] + 1", "1:8: parse error: binary expression must contain only scalar and instant vector types"),
    ("up[5x]", "1:4: parse error: bad number or duration syntax: \"5x\""),
    ("up ; up", "1:4: parse error: unexpected character: ';'"),
    ("up\n+ +", "2:4: parse error: unexpected end of input"),
    ("rate(up[5m:1m])", "1:11: parse error: subqueries are not supported by this scraper"),
    ("up @ 5", "1:4: parse error: the @ modifier is not supported by this scraper"),
    ("\"a", "1:1: parse error: unterminated quoted string"),
    ("topk(up, up)", "1:1: parse error: expected type scalar in aggregation parameter, got instant vector"),
    (
      "up + on (job) requests_total",
      "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
    ),
    ("up{job=~\"(\"}", "1:4: parse error: error parsing regexp: missing closing ): `(`"),
  ])
  func refuses(query: String, message: String) {
    let answer = result(query)
    #expect(
      answer == message || answer.hasPrefix(message)
        || query.hasPrefix("up + on") && answer.contains("duplicate series"))
  }

  @Test func theLeftEdgeByVersion() {
    #expect(result("count_over_time(up{job=\"a\"}[2m])", version: PrometheusVersion(2, 53)) == "{job=\"a\"} 3")
    #expect(
      result("rate(requests_total{code=\"500\"}[3m])", version: PrometheusVersion(2, 53))
        == "{code=\"500\", job=\"a\"} 0.1")
  }

  @Test func nestingIsBounded() {
    #expect(result(String(repeating: "(", count: 100_000)).hasSuffix("the expression is nested too deeply"))
    #expect(result(String(repeating: "-", count: 100_000)).hasSuffix("the expression is nested too deeply"))
  }
}
