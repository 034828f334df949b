import PrometheusModel
import Testing

/// Targets of discovered labels, checked against Prometheus 2.53.3 and 3.5.3.
@Suite struct TargetBuilderTests {
  static let three = PrometheusVersion(3, 5)
  static let two = PrometheusVersion(2, 53)

  static func job(_ fields: String = "", _ version: PrometheusVersion = three) throws -> ScrapeConfig {
    let text = "scrape_configs:\n- job_name: x\n  " + fields
    return try #require(try ConfigurationTests.parse(text, version).scrapeConfigs.first)
  }

  private func outcome(
    _ labels: Labels, _ fields: String = "", _ version: PrometheusVersion = three
  ) throws -> TargetBuilder.Outcome {
    TargetBuilder.target(from: labels, config: try Self.job(fields, version), version: version)
  }

  @Test func addsTheJobsLabels() throws {
    let discovered: Labels = ["__address__": "h:1", "__meta_x": "y", "a": "b"]
    guard case .kept(let target) = try outcome(discovered, "params: {m: [n, o], e: []}") else {
      Issue.record("not kept")
      return
    }
    let added: Labels = [
      "__address__": "h:1", "__meta_x": "y", "a": "b", "job": "x", "__scheme__": "http",
      "__metrics_path__": "/metrics", "__scrape_interval__": "1m", "__scrape_timeout__": "10s",
      "__param_m": "n",
    ]
    #expect(target.discoveredLabels == added)
    var labels = added.withoutMeta()
    labels["instance"] = "h:1"
    #expect(target.labels == labels)
    #expect(target.publicLabels == ["a": "b", "job": "x", "instance": "h:1"])
    #expect(target.url == "http://h:1/metrics?m=n&m=o")
    #expect(target.scrapeInterval == .seconds(60))
    #expect(target.scrapeTimeout == .seconds(10))
  }

  @Test func discoveryWins() throws {
    let discovered: Labels = [
      "__address__": "h:1", "job": "own", "instance": "i", "__scheme__": "https", "__metrics_path__": "/m",
      "__scrape_interval__": "5s", "__scrape_timeout__": "1s",
    ]
    guard case .kept(let target) = try outcome(discovered) else {
      Issue.record("not kept")
      return
    }
    #expect(target.publicLabels == ["job": "own", "instance": "i"])
    #expect(target.url == "https://h:1/m")
    #expect(target.scrapeInterval == .seconds(5))
    #expect(target.scrapeTimeout == .seconds(1))
  }

  @Test(arguments: parameters)
  func mergesParameters(_ version: PrometheusVersion, _ query: String) throws {
    let discovered: Labels = ["__address__": "h:1", "__param_m": "d", "__param_z": "é &"]
    guard case .kept(let target) = try outcome(discovered, "params: {m: [n, o]}", version) else {
      Issue.record("not kept")
      return
    }
    #expect(target.query == query)
  }

  static let parameters: [(PrometheusVersion, String)] = [
    (two, "m=n&m=o&z=%C3%A9+%26"), (three, "m=d&m=o&z=%C3%A9+%26"),
  ]

  @Test(arguments: ports)
  func defaultsPorts(_ address: String, _ scheme: String, _ two: String, _ three: String) throws {
    for (version, expected) in [(Self.two, two), (Self.three, three)] {
      guard case .kept(let target) = try outcome(["__address__": address, "__scheme__": scheme], "", version)
      else {
        Issue.record("not kept: \(address)")
        continue
      }
      #expect(target.address == expected)
      #expect(target.instance == expected)
    }
  }

  static let ports: [(String, String, String, String)] = [
    ("h", "http", "h:80", "h"), ("h", "https", "h:443", "h"), ("h:1", "http", "h:1", "h:1"),
    ("10.0.0.7", "http", "10.0.0.7:80", "10.0.0.7"), ("[::1]", "http", "[::1]:80", "[::1]"),
    ("[::1]:9", "https", "[::1]:9", "[::1]:9"), ("::1", "http", "::1", "::1"), ("h:", "http", "h:", "h:"),
    ("[::1", "http", "[::1", "[::1"), ("a:b:c", "http", "a:b:c", "a:b:c"),
  ]

  @Test(arguments: refused)
  func refuses(_ rule: String, _ version: PrometheusVersion, _ reason: String) throws {
    let outcome = try outcome(["__address__": "h:1"], "relabel_configs: [{\(rule)}]", version)
    #expect(outcome == .invalid(reason: reason))
  }

  static let refused: [(String, PrometheusVersion, String)] = [
    ("target_label: __address__, replacement: ''", three, "no address"),
    ("target_label: __address__, replacement: a/b", three, #""a/b" is not a valid hostname"#),
    ("target_label: __address__, replacement: 'http://a'", three, #""http://a" is not a valid hostname"#),
    (
      "target_label: __scrape_interval__, replacement: x", three,
      #"error parsing scrape interval: not a valid duration string: "x""#
    ),
    (
      "target_label: __scrape_interval__, replacement: ''", three,
      "error parsing scrape interval: empty duration string"
    ),
    ("target_label: __scrape_interval__, replacement: 0s", three, "scrape interval cannot be 0"),
    ("target_label: __scrape_timeout__, replacement: 0s", three, "scrape timeout cannot be 0"),
    (
      "target_label: __scrape_timeout__, replacement: 2m", three,
      #"scrape timeout cannot be greater than scrape interval ("2m" > "1m")"#
    ),
    (
      "target_label: __scrape_native_histograms__, replacement: maybe", PrometheusVersion(3, 13),
      #"error parsing scrape native histograms: strconv.ParseBool: parsing "maybe": invalid syntax"#
    ),
  ]

  @Test func refusesUnknownSchemesOnlyWhereAPortIsMissing() throws {
    let rule = "relabel_configs: [{target_label: __scheme__, replacement: ftp}]"
    #expect(try outcome(["__address__": "h"], rule, Self.two) == .invalid(reason: #"invalid scheme: "http""#))
    guard case .kept(let target) = try outcome(["__address__": "h"], rule) else {
      Issue.record("not kept")
      return
    }
    #expect(target.url == "ftp://h/metrics")
  }

  @Test func remembersWhatRulesDrop() throws {
    let outcome = try outcome(["__address__": "h:1"], "relabel_configs: [{action: drop, regex: ''}]")
    guard case .dropped(let labels) = outcome else {
      Issue.record("not dropped")
      return
    }
    #expect(labels["job"] == "x")
    #expect(labels["__metrics_path__"] == "/metrics")
    #expect(labels["instance"] == nil)
  }

  @Test(arguments: urls)
  func escapesPaths(_ path: String, _ url: String) throws {
    guard case .kept(let target) = try outcome(["__address__": "h:1", "__metrics_path__": path]) else {
      Issue.record("not kept")
      return
    }
    #expect(target.url == url)
  }

  static let urls: [(String, String)] = [
    ("/metrics", "http://h:1/metrics"), ("m", "http://h:1/m"), ("/a b", "http://h:1/a%20b"),
    ("/x?y=1", "http://h:1/x%3Fy=1"), ("/é", "http://h:1/%C3%A9"), ("/a%2Fb", "http://h:1/a%252Fb"),
    ("/!*'()", "http://h:1/%21%2A%27%28%29"), ("/$&+,/:;=@", "http://h:1/$&+,/:;=@"), ("*", "http://h:1/*"),
  ]
}
