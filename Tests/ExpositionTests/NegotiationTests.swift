import Exposition
import Testing

@Suite struct NegotiationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var header: String?
    var fallback: ExpositionFormat?
    var format: ExpositionFormat?
    var error: String?
    var testDescription: String { header ?? "no header" }
  }

  @Test(arguments: [
    Case(header: "text/plain; version=0.0.4; charset=utf-8", format: .text004),
    Case(header: "text/plain", format: .text004),
    Case(header: "Text/Plain;version=1.0.0", format: .text100),
    Case(header: "application/openmetrics-text; version=1.0.0; charset=utf-8", format: .openMetrics100),
    Case(header: "application/openmetrics-text; version=0.0.1", format: .openMetrics001),
    Case(
      header: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
      format: .protobuf),
    Case(
      header: nil,
      error:
        "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"
    ),
    Case(header: nil, fallback: .text004, format: .text004),
    Case(
      header: "text/html; charset=utf-8",
      error:
        #"received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target"#
    ),
    Case(header: "application/json", fallback: .openMetrics100, format: .openMetrics100),
    Case(
      header: "text/",
      error:
        "cannot parse Content-Type \"text/\" and no fallback_scrape_protocol for target\nmime: expected token after slash"
    ),
    Case(
      header: "text/plain; version",
      error:
        "cannot parse Content-Type \"text/plain; version\" and no fallback_scrape_protocol for target\nmime: invalid media parameter"
    ),
    Case(header: "text/plain;", format: .text004),
    Case(
      header: ";",
      error: "cannot parse Content-Type \";\" and no fallback_scrape_protocol for target\nmime: no media type"),
  ])
  func strictFrom3(_ example: Case) {
    do throws(ExpositionError) {
      let choice = try ExpositionFormat.negotiated(
        contentType: example.header, fallback: example.fallback, dialect: .init(major: 3, minor: 5))
      #expect(choice.format == example.format)
      #expect(example.error == nil)
    } catch {
      #expect(error.message == example.error)
    }
  }

  @Test(
    arguments: [
      (nil, .text004), ("text/html", .text004), ("", .text004), ("nonsense//", .text004),
      ("application/openmetrics-text", .openMetrics100), ("application/json", .text004),
    ] as [(String?, ExpositionFormat)])
  func lenientIn2(header: String?, format: ExpositionFormat) throws {
    let choice = try ExpositionFormat.negotiated(contentType: header, dialect: .init(major: 2, minor: 53))
    #expect(choice.format == format)
  }

  @Test(arguments: [
    (#"text/plain; a="b\"c"; D=e"#, ["a": "b\"c", "d": "e"]), ("text/plain ; a=b", ["a": "b"]),
    ("text/plain; a=b; a=b", ["a": "b"]),
  ])
  func mediaTypeParameters(header: String, parameters: [String: String]) throws {
    let mediaType = try MediaType(parsing: header)
    #expect(mediaType.name == "text/plain")
    #expect(mediaType.parameters == parameters)
  }

  @Test(arguments: [
    ("", "mime: no media type"), ("text plain", "mime: expected slash after first token"),
    ("text/plain x", "mime: unexpected content after media subtype"),
    ("text/plain; a=\"b", "mime: invalid media parameter"),
    ("text/plain; a=b; a=c", "mime: duplicate parameter name"),
  ])
  func mediaTypeErrors(header: String, message: String) {
    #expect(throws: ExpositionError(message)) { try MediaType(parsing: header) }
  }
}
