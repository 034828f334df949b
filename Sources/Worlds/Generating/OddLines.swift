/// Lines at which the parsers of Prometheus complain, or of which one would think that they do.
enum OddLines {
  /// For the text format.
  static let text =
    both + [
      "# TYPE a", "# TYPE a counter extra", "# TYPE a histogramm", "# TYPE  a  counter", "#TYPE a counter", "#",
      "# ", "##", "# HELP", "# HELP a", "# HELP 1a x", "# TYPE 1a gauge", "# UNIT a seconds", "# EOF", "", " ",
      "\t",
      " a 1", "\ta 1", "a\t1\t1000", "a 1 1000 ", "a 1 # {x=\"1\"} 1", "# TYPE a unknown", "# TYPE a info",
      "a  1",
      "a 1  1000", "# TYPE \"a\" gauge", "# HELP \"a b\" x", "# TYPE a COUNTER", "\r", "a 1\r", "# comment\r",
    ]

  /// For OpenMetrics.
  static let openMetrics =
    both + [
      "# TYPE a", "# TYPE a counter extra", "# TYPE a histogramm", "# TYPE  a counter", "#TYPE a counter", "#",
      "# ",
      "# comment", "# HELP", "# HELP a", "# HELP a  x", "# UNIT a", "# UNIT a seconds",
      "# UNIT a_seconds seconds",
      "# UNIT seconds seconds", "# UNIT a_seconds seconds ", "", " ", "a 1 ", "a  1", "a 1  1", "a 1 1 ",
      "a 1 # {} 1", "a_total 1 # {x=\"1\"} 1 1", "a_total 1 # {x=\"1\"} 1 x", "a_total 1 #", "a_total 1 # {",
      "a_total 1 # {x=\"1\"}", "a_total 1 # {x=\"1\"} NaN", "a_total 1 # {x=\"1\",x=\"2\"} 1", "a_total 1 # x",
      "a_total 1 1 # {\"x y\"=\"1\"} 1", "# TYPE a untyped", "# TYPE \"a\" gauge", "a 1\r", "\r", "# EOF extra",
      "# eof",
      "# TYPE a gauge\n# TYPE a counter", "a_created 1\na_total 1", "# HELP a \\x",
    ]

  /// For both.
  private static let both = [
    "1a 1", "a", "a ", "a{", "a{}", "a{} 1", "a{b} 1", "a{b=} 1", "a{b=1} 1", "a{b='1'} 1", "a{b=\"1} 1",
    "a{b=\"1\" 1",
    "a{b=\"1\"c=\"2\"} 1", "a{b=\"1\",b=\"2\"} 1", "a{b=\"1\",b=\"1\"} 1", "a{,} 1", "a{b=\"1\",,} 1",
    "a{,b=\"1\"} 1",
    "a{1b=\"1\"} 1", "a{b:c=\"1\"} 1", "a{__name__=\"b\"} 1", "a{__x=\"1\"} 1", "{__name__=\"b\"} 1", "{} 1",
    "{a=\"1\"} 1",
    "{\"a b\"} 1", "{\"a b\",c=\"1\"} 1", "{\"\"} 1", "{\"a\",\"b\"} 1", "{c=\"1\",\"a b\"} 1",
    "a{\"b c\"=\"1\"} 1",
    "a{\"b\"} 1", "{\"a\\nb\"} 1", "{\"a\\\"b\"} 1", "{\"ü\"} 1", "\"a b\" 1", "{\"a b\" 1", "{\"a\":\"b\"} 1",
    "a{\"\"=\"1\"} 1",
    "a-b 1", "a.b 1", "ü 1", "a{ü=\"1\"} 1", "a 1 2 3", "a 1 x", "a x", "a 1x", "a{b=\"\\x\"} 1",
    "a{b=\"\\\"} 1",
    "a{b=\"\\n\\\\\\\"\"} 1", "a{b=\"x\ny\"} 1", "a{b=\"\0\"} 1", "a{b=\"\u{FFFD}\"} 1", "a\0 1", "\0", "a 1\0",
    "a {b=\"1\"} 1",
    "a{ b = \"1\" } 1", "a{b=\"1\"}1", "a{b=\"1\" , c=\"2\"} 1", "a{b=\"1\"} 1 ", "}", "{", "=", ",", "\"",
    "<html>", "{\"a\":1}",
    "a 1\na 2", "a 1\na 1", "b 1 1000\nb 2 2000", "b 2 2000\nb 1 1000", "a{b=\"\"} 1\na 2",
    "a{le=\"1\"} 1\na{le=\"1.0\"} 2",
    "a{job=\"x\",exported_job=\"y\"} 1", "a{instance=\"\"} 1",
    "a{exported_job=\"y\",exported_exported_job=\"z\"} 1",
    "up 0", "up{job=\"x\"} 7", "scrape_samples_scraped 7", "a 1 4102444800000\na 2",
  ]

  /// What can follow a sample of OpenMetrics.
  static let exemplars = [
    "# {trace_id=\"x\"} 1", "# {} 1", "# {trace_id=\"x\"} 1 1.5", "# {trace_id=\"x\"} NaN",
    "# {a=\"1\",b=\"2\"} 0.5 1",
    "# {a=\"" + String(repeating: "x", count: 130) + "\"} 1", "# {a=\"ü\"} 1e3", "# {a=\"1\"}  1",
    "#{a=\"1\"} 1", "# {a=\"1\",} 1",
    "# {a=\"1\"} 1 -1", "# {a=\"1\"} +Inf",
  ]
}
