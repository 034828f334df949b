import Exposition

extension Subject {
  /// Text 0.0.4, text 1.0.0 and OpenMetrics, by the parsers of several versions.
  static let exposition = Subject(
    name: "exposition",
    about: "text and OpenMetrics: the fast path agrees with the lexer; what is written again reads the same",
    seeds: [
      .seed(0, "# HELP a x\n# TYPE a counter\na{b=\"c\",d=\"e\\\"f\\n\"} 1 1234\na 2\n"),
      .seed(0, "{\"a.b\",c=\"d\"} 1.5e3\n\n# comment\nb NaN\nc_1:x -Inf 0\n"),
      .seed(0, "# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 1e-3\nh_count 2\n"),
      .seed(1, "# TYPE \"a.s\" summary\n{\"a.s\",\"q u\"=\"é\",quantile=\"0.9\"} 12 1395066363000\n"),
      .seed(3, "# TYPE a_s histogram\n# UNIT a_s s\na_s_bucket{le=\"1\"} 1 2.5 # {id=\"x\"} 0.5 1\n# EOF\n"),
      .seed(
        3,
        "# HELP c t\\n\\\"x\n# TYPE c counter\nc_total{a=\"b\"} 17 1520879607.789 # {} 1\nc_created 1.5\n# EOF\n"
      ),
      .seed(
        2,
        "# TYPE i info\ni_info{v=\"1\"} 1\n# TYPE s stateset\ns{s=\"on\"} 0\n# TYPE g gaugehistogram\n# EOF\n"),
      .seed(7, "a{b=\"\\\\\"} 1\n# EOF\n"), .seed(12, "a 1\n"),
    ],
    words: [
      "{", "}", "\"", ",", "=", "#", "\\", " ", "\t", "\n", "\0", "# EOF\n", "# TYPE ", "# HELP ", "# UNIT ",
      " # {",
      "counter", "gauge", "histogram", "summary", "untyped", "info", "stateset", "unknown", "gaugehistogram",
      "_total", "_bucket", "_sum", "_count", "_created", "le=\"", "quantile=\"", "+Inf", "NaN", "é", "\u{FEFF}",
      "{\"", "\"} ", "\\\"", "\\n", "a{b=\"c\"} 1\n", "1e5", "0.1", "\r\n",
    ],
    check: { input in
      var choice = Choice(input)
      let format = choice.pick([ExpositionFormat.text004, .text100, .openMetrics001, .openMetrics100])
      let dialect = choice.pick(dialects)
      let usual = reading(choice.rest, format, dialect) { parser throws(ExpositionError) in try parser.next() }
      let lexed = reading(choice.rest, format, dialect) { parser throws(ExpositionError) in
        try parser.nextThroughLexer()
      }
      if let difference = difference(usual, lexed) { return "the fast path differs: \(difference)" }
      if usual.lines.count > choice.rest.count + 1 { return "more entries than bytes" }
      guard usual.error == nil, dialect == .latest else { return nil }
      return RoundTrip.problem(Array(choice.rest), format)
    })

  private static let dialects = [
    ExpositionDialect.latest, ExpositionDialect(major: 2, minor: 42), ExpositionDialect(major: 2, minor: 53),
    ExpositionDialect(major: 3, minor: 5),
  ]

  /// What a parser has made of an input.
  private struct Reading {
    var lines: [Line] = []
    var error: ExpositionError?
  }

  private struct Line {
    var entry: ExpositionParser.Entry
    var sample: Sample?
    var series = 0..<0
    var isPlain = true
    var metadata: [String] = []
  }

  private static func reading(
    _ bytes: UnsafeRawBufferPointer, _ format: ExpositionFormat, _ dialect: ExpositionDialect,
    next: (inout ExpositionParser) throws(ExpositionError) -> ExpositionParser.Entry?
  ) -> Reading {
    var parser = ExpositionParser(bytes, format: format, dialect: dialect)
    var reading = Reading()
    do throws(ExpositionError) {
      while let entry = try next(&parser) {
        var line = Line(entry: entry)
        switch entry {
        case .series:
          line.sample = parser.sample()
          line.series = parser.series
          line.isPlain = parser.hasPlainNames
        case .comment: break
        case .type: line.metadata = [parser.text(parser.metadataName), parser.type.rawValue]
        case .help: line.metadata = [parser.text(parser.metadataName), parser.helpText()]
        case .unit: line.metadata = [parser.text(parser.metadataName), parser.text(parser.metadataText)]
        }
        reading.lines.append(line)
      }
    } catch {
      reading.error = error
      _ = error.position(in: bytes)
    }
    return reading
  }

  private static func difference(_ one: Reading, _ other: Reading) -> String? {
    for (left, right) in zip(one.lines, other.lines) {
      guard left.entry == right.entry, left.series == right.series, left.isPlain == right.isPlain,
        left.metadata == right.metadata, left.sample?.value.bitPattern == right.sample?.value.bitPattern,
        left.sample?.name == right.sample?.name, left.sample?.labels == right.sample?.labels,
        left.sample?.timestampMilliseconds == right.sample?.timestampMilliseconds,
        left.sample?.exemplar?.labels == right.sample?.exemplar?.labels
      else { return "\(left) and \(right)" }
    }
    if one.lines.count != other.lines.count {
      return "\(one.lines.count) and \(other.lines.count) entries, errors \(String(describing: one.error)) and "
        + String(describing: other.error)
    }
    return one.error == other.error
      ? nil : "errors \(String(describing: one.error)) and \(String(describing: other.error))"
  }
}

/// What is parsed, written and parsed again stays the same.
private enum RoundTrip {
  static func problem(_ bytes: [UInt8], _ format: ExpositionFormat) -> String? {
    guard let first = try? MetricFamily.parse(bytes, format: format) else { return "families are refused" }
    let written = ExpositionWriter.bytes(of: first, format: format)
    let second: [MetricFamily]
    do throws(ExpositionError) { second = try MetricFamily.parse(written, format: format) } catch {
      return "what is written is refused: \(error): \(String(decoding: written.prefix(300), as: UTF8.self))"
    }
    let (left, right) = (samples(first), samples(second))
    guard left.count == right.count else { return "\(left.count) samples became \(right.count)" }
    for (one, other) in zip(left, right) where !isSame(one, other) {
      // OpenMetrics wants a counter's samples to end so.
      var renamed = one
      renamed.name += "_total"
      guard format.isOpenMetrics, isSame(renamed, other) else { return "\(one) became \(other)" }
    }
    // A name of no characters is text, and fails the scrape later; protocol buffers refuse it.
    let isNamed = first.allSatisfy { family in
      !family.name.isEmpty && family.samples.allSatisfy { $0.labels.allSatisfy { !$0.name.isEmpty } }
    }
    return isNamed ? protobufProblem(first) : nil
  }

  /// Protocol buffers written from the families are read, whatever they hold.
  private static func protobufProblem(_ families: [MetricFamily]) -> String? {
    let bytes = ProtobufWriter.bytes(of: families)
    do throws(ExpositionError) {
      let exposition = bytes.withUnsafeBytes { ProtobufExposition($0) }
      if let failure = exposition.failure { throw failure }
      _ = try MetricFamily.parse(exposition.text, format: .text100)
      return nil
    } catch {
      // A unit that is no suffix of the name is refused, and rightly.
      return error.message.hasPrefix("unit ") ? nil : "its protocol buffers are refused: \(error)"
    }
  }

  private static func samples(_ families: [MetricFamily]) -> [Sample] { families.flatMap(\.samples) }

  private static func isSame(_ one: Sample, _ other: Sample) -> Bool {
    guard one.name == other.name, one.labels == other.labels, isSame(one.value, other.value),
      isNear(one.timestampMilliseconds, other.timestampMilliseconds)
    else { return false }
    guard let left = one.exemplar, let right = other.exemplar else { return one.exemplar == other.exemplar }
    // Prometheus leaves the escapes of an exemplar's labels in, so they are escaped once more.
    let hasEscape = left.labels.contains { $0.name.contains("\\") || $0.value.contains("\\") }
    return (hasEscape || left.labels == right.labels) && isSame(left.value, right.value)
      && isNear(left.timestampMilliseconds, right.timestampMilliseconds)
  }

  private static func isSame(_ one: Double, _ other: Double) -> Bool {
    one == other || (one.isNaN && other.isNaN)
  }

  /// OpenMetrics writes seconds, and Prometheus cuts off what lies below a millisecond.
  private static func isNear(_ one: Int64?, _ other: Int64?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return abs(Double(one) - Double(other)) <= max(1, abs(Double(one)) * 1e-15)
  }
}
