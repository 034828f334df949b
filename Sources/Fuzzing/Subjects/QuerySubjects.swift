import PrometheusModel
import Roles

extension Subject {
  /// Series selectors.
  static let selector = Subject(
    name: "selector", about: "series selectors: what is read prints as what reads the same",
    seeds: [
      .seed(0, #"up{job="app", code=~"5..", x!="y", z!~'a|b'}"#), .seed(0, #"{"a.b", "c d"="e\n\u00e9"}"#),
      .seed(0, "{__name__=~`.+`}"), .seed(0, "a:b_c"),
    ],
    words: selectorWords,
    check: { input in
      let text = Choice(input).text
      do throws(SelectorError) {
        let selector = try SeriesSelector(parsing: text)
        _ = selector.matches(Labels(["__name__": "up", "job": "app"]))
        let printed = selector.description
        do throws(SelectorError) {
          let again = try SeriesSelector(parsing: printed)
          return again.description == printed ? nil : "\(printed) prints as \(again.description)"
        } catch {
          return "\(printed) is refused: \(error)"
        }
      } catch {
        return error.offset < 0 || error.offset > text.unicodeScalars.count ? "a place outside: \(error)" : nil
      }
    })

  /// PromQL, as far as the scraper answers it.
  static let query = Subject(
    name: "query", about: "PromQL: parsed, and evaluated over no data",
    seeds: [
      .seed(0, #"sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / on (job) group_left up > bool 0"#),
      .seed(0, "topk(3, a offset -1h) and ignoring (x) -b ^ 2 % 3"),
      .seed(0, #"label_replace(up, "a", "$1", "b", "(.*)")"#),
      .seed(0, "histogram_quantile(0.9, sum without (i) (rate(x_bucket[1h30m]))) or vector(time() + 1e3)"),
      .seed(0, "((1)) == 0x1F # c\nunless count_values(\"v\", up)"), .seed(0, "-(--a) * +Inf - NaN"),
    ],
    words: selectorWords + [
      "(", ")", "[5m]", "[1h30m]", " offset ", "sum", " by (", "rate(", "topk(3,", "+", "-", "*", "^", "==",
      " bool ", " and ",
      " or ", " on (", " group_left ", "1+", "-1", "time()", "abs(", "quantile(0.5,", "@", "[5m:1m]",
      "9223372036854775807d", "1y",
    ],
    memoryPerByte: 2000,
    check: { input in
      var choice = Choice(input)
      let version = choice.pick(versions)
      return QueryCheck.problem(in: choice.text, version: version) == "" ? "no message" : nil
    })

  private static let selectorWords = [
    "{", "}", "=", "!=", "=~", "!~", "\"", "'", "`", ",", "a", "up", "__name__", "job", "\\", "\\x41",
    "\\u00e9", "\\n",
    "(.*)", "\n", "#", " ", "é", "\\777", "\\U0010FFFF", "(", "[",
  ]
}
