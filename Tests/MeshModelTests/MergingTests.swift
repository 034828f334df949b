import MeshModel
import Testing

private func rules(_ version: String) throws -> MergeRules {
  MergeRules(version: try #require(IstioVersion(version)))
}

@Suite("Merging")
struct MergingTests {
  @Test(
    "order of the parts",
    arguments: [
      ("1.6.8", "envoy application"), ("1.7.0", "envoy application agent"),
      ("1.10.6", "envoy application agent"),
      ("1.11.0", "agent envoy application"), ("1.30.3", "agent envoy application"),
    ])
  func order(version: String, expected: String) throws {
    #expect(try rules(version).order.map(\.rawValue).joined(separator: " ") == expected)
  }

  @Test(
    "content type of the answer",
    arguments: [
      ("1.10.0", true, "application/openmetrics-text; version=1.0.0", nil),
      ("1.11.0", true, "application/openmetrics-text; version=1.0.0; charset=utf-8", "0.0.1"),
      ("1.30.3", true, "application/openmetrics-text; version=1.0.0; charset=utf-8", "1.0.0"),
      ("1.30.3", true, "application/openmetrics-text;version=1.0.0;escaping=underscores", "1.0.0"),
      ("1.30.3", true, "application/openmetrics-text", "0.0.1"),
      ("1.30.3", true, "application/openmetrics-text; version=2.0.0", "text"),
      ("1.30.3", true, "text/plain; version=1.0.0", "text"), ("1.30.3", true, nil, "text"),
      ("1.30.3", true, "application/json", "text"), ("1.30.3", true, "application/openmetrics-text; x", "text"),
      ("1.30.3", false, nil, "text"), ("1.12.0", false, nil, "empty"), ("1.13.0", false, nil, "text"),
    ] as [(String, Bool, String?, String?)])
  func contentType(version: String, isMerged: Bool, application: String?, expected: String?) throws {
    let wanted: MergeRules.ContentType =
      switch expected {
      case nil: .guessed
      case "empty": .set("")
      case "text": .set("text/plain; version=0.0.4; charset=utf-8")
      case let number?: .set("application/openmetrics-text; version=\(number); charset=utf-8")
      }
    #expect(try rules(version).contentType(isMerged: isMerged, application: application) == wanted)
  }

  @Test(
    "Accept is filtered from 1.30.2 on",
    arguments: [
      ("1.30.1", MergeRules.Part.envoy, "application/vnd.google.protobuf", "application/vnd.google.protobuf"),
      ("1.30.1", .envoy, "", nil),
      ("1.30.2", .envoy, "", "text/plain;version=0.0.4"),
      ("1.30.2", .envoy, "*/*", "text/plain; q=0.1; version=0.0.4"),
      (
        "1.30.2", .envoy,
        "application/vnd.google.protobuf;proto=x;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        "text/plain; q=0.1; version=0.0.4"
      ),
      (
        "1.30.2", .application,
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3",
        "application/openmetrics-text; q=0.2; version=1.0.0,text/plain; q=0.1; version=0.0.4"
      ),
      ("1.30.2", .application, "application/*", "application/openmetrics-text; q=0.1; version=0.0.1"),
      ("1.30.2", .envoy, "application/*", "text/plain;version=0.0.4"),
      ("1.30.2", .application, "image/png", "text/plain;version=0.0.4"),
      ("1.30.2", .application, "text/plain;;x", "text/plain;version=0.0.4"),
    ] as [(String, MergeRules.Part, String, String?)])
  func accept(version: String, part: MergeRules.Part, asked: String, expected: String?) throws {
    #expect(try rules(version).accept(for: part, asked: asked) == expected)
  }

  @Test(
    "one content type of several applications",
    arguments: [
      (["text/plain", "text/plain"], "text/plain; version=0.0.4; charset=utf-8"),
      (
        ["application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0"],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
      ),
      (["application/openmetrics-text; version=1.0.0", ""], "text/plain; version=0.0.4; charset=utf-8"),
      ([], "text/plain; version=0.0.4; charset=utf-8"),
    ])
  func severalContentTypes(types: [String], expected: String) throws {
    #expect(try rules("1.31.0").contentType(ofSeveral: types) == .set(expected))
  }

  @Test(
    "the end of OpenMetrics is taken off",
    arguments: [
      ("a 1\n# EOF\n", "a 1\n"), ("a 1\n# EOF", "a 1\n"), ("a 1\r\n# EOF \r\n\n", "a 1\r\n"),
      ("a 1\n", "a 1\n"),
      ("", ""), ("# EOF", ""),
    ])
  func withoutEnd(body: String, expected: String) {
    #expect(String(decoding: MergeRules.withoutEnd(Array(body.utf8)), as: UTF8.self) == expected)
  }

  @Test(
    "blank lines of Envoy go from 1.11 to 1.15",
    arguments: [("1.10.0", "a\n\nb\n\n\nc"), ("1.15.0", "a\nb\n\nc"), ("1.16.0", "a\n\nb\n\n\nc")])
  func blankLines(version: String, expected: String) throws {
    let body = try rules(version).envoyPart(Array("a\n\nb\n\n\nc".utf8))
    #expect(String(decoding: body, as: UTF8.self) == expected)
  }

  @Test("/metrics answers from 1.14 on", arguments: [("1.13.0", false), ("1.14.0", true)])
  func metricsPath(version: String, answers: Bool) throws {
    #expect(try rules(version).paths.contains("/metrics") == answers)
  }
}

@Suite("What an agent scrapes")
struct ScrapeConfigurationTests {
  @Test(
    "endpoints or the reason not to start",
    arguments: [
      (#"{"scrape":"true","path":"/m?x=1","port":"8080"}"#, "1.30.3", "8080/m?x=1"),
      (#"{"scrape":"","path":"","port":""}"#, "1.30.3", "80/metrics"),
      (#"{"scrape":"false","path":"","port":"8080"}"#, "1.30.3", ""),
      (#"{"scrape":"false","path":"","port":"8080"}"#, "1.11.0", "8080/metrics"),
      (#"{"scrape":"False","path":"","port":"8080"}"#, "1.30.3", "8080/metrics"),
      (
        #"{"scrape":"true","path":"","port":"15020"}"#, "1.30.3",
        "! application port is the same as agent port, which may lead to a recursive loop. Ensure pod does not"
          + " have prometheus.io/port=15020 label, or that injection is not happening multiple times"
      ),
      (#"{"scrape":"true","path":"","port":"15020"}"#, "1.6.0", "15020/metrics"),
      (
        #"{"scrape":"true","path":"","port":"015020"}"#, "1.31.0",
        "! target port 015020 is the same as agent port, which may lead to a recursive loop"
      ),
      (
        #"{"scrape":"true","path":"","port":"15090"}"#, "1.31.0",
        "! target port 15090 is reserved for Istio (Envoy Prometheus (already merged)) and cannot be scraped"
      ),
      (#"{"scrape":"true","path":"","port":"web"}"#, "1.31.0", #"! invalid target port "web""#),
      (#"{"scrape":"true","path":"","port":"web"}"#, "1.30.3", "web/metrics"),
      (
        #"{"scrape":"","path":"/a","port":"1","targets":[{"port":"1","path":"/a"},{"port":"2","path":""}]}"#,
        "1.31.0", "1/a 2/metrics"
      ),
      (
        #"{"scrape":"","path":"/a","port":"1","targets":[{"port":"1","path":"/a"},{"port":"2","path":""}]}"#,
        "1.30.3", "1/a"
      ),
    ])
  func endpoints(json: String, version: String, expected: String) throws {
    let configuration = try #require(ScrapeConfiguration(json: json))
    let version = try #require(IstioVersion(version))
    let text: String
    do throws(ScrapeConfiguration.Refusal) {
      text = try configuration.endpoints(statusPort: 15020, version: version)
        .map { $0.port + $0.path }.joined(separator: " ")
    } catch {
      text = error.message.replacingOccurrence(of: "invalid prometheus scrape configuration:", with: "!")
    }
    #expect(text == expected)
  }

  @Test("JSON that the injector writes can be read again")
  func roundTrip() {
    let value = ScrapeConfiguration(
      scrape: "true", path: "/m?a=1&b=<\"\\>", port: "8080", targets: [.init(port: "1", path: "/\u{1}é")])
    #expect(ScrapeConfiguration(json: value.json) == value)
    #expect(value.json.contains(#"\u0026b=\u003c\"\\\u003e"#))
  }

  @Test("what is no JSON is no configuration", arguments: ["", "{", "[]", #"{"port":"#])
  func broken(json: String) {
    #expect(ScrapeConfiguration(json: json) == nil)
  }

  @Test(
    "lists of targets",
    arguments: [
      ("8080:/metrics,9090:/m2", "8080/metrics 9090/m2"), (" 8080 , ,9090: ", "8080/metrics 9090/metrics"),
      ("8080:/a:b", "8080/a:b"), ("", ""), (":/metrics", nil),
    ] as [(String, String?)])
  func targets(annotation: String, expected: String?) {
    let text = ScrapeConfiguration.targets(in: annotation)?.map { $0.port + $0.path }.joined(separator: " ")
    #expect(text == expected)
  }
}

extension String {
  fileprivate func replacingOccurrence(of prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
