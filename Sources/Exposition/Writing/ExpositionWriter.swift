/// Writes families as text 0.0.4 or OpenMetrics, as the official client libraries do.
///
/// Source: prometheus/common `expfmt/text_create.go` and `expfmt/openmetrics_create.go`.
public struct ExpositionWriter: Sendable {
  /// What is being written.
  public let format: ExpositionFormat
  /// Whether whole numbers are written without exponent, as Envoy does: `1000000`, not `1e+06`.
  public var writesIntegersInFull = false
  /// The bytes so far.
  public private(set) var bytes: [UInt8] = []

  /// Begins an exposition; protocol buffers are not this writer's.
  public init(format: ExpositionFormat = .text004) { self.format = format }

  /// Appends a family: its metadata, then its samples.
  public mutating func append(_ family: MetricFamily) {
    let name = metadataName(of: family)
    if !family.help.isEmpty {
      append("# HELP \(quotedIfNeeded(name)) ")
      appendEscaped(family.help, quotes: format.isOpenMetrics)
      append("\n")
    }
    if let type = family.type { append("# TYPE \(quotedIfNeeded(name)) \(word(for: type))\n") }
    if format.isOpenMetrics, !family.unit.isEmpty {
      append("# UNIT \(quotedIfNeeded(name)) \(family.unit)\n")
    }
    for sample in family.samples { append(sample, of: family) }
  }

  /// Ends the exposition and gives it: OpenMetrics ends with `# EOF`.
  public mutating func finish() -> [UInt8] {
    if format.isOpenMetrics { append("# EOF\n") }
    return bytes
  }

  /// The exposition of some families.
  public static func bytes(of families: [MetricFamily], format: ExpositionFormat = .text004) -> [UInt8] {
    var writer = ExpositionWriter(format: format)
    for family in families { writer.append(family) }
    return writer.finish()
  }

  private func metadataName(of family: MetricFamily) -> String {
    guard format.isOpenMetrics, family.type == .counter, family.name.hasSuffix("_total") else {
      return family.name
    }
    return String(family.name.dropLast("_total".count))
  }

  private func word(for type: MetricType) -> String {
    if format.isOpenMetrics { return type.rawValue }
    switch type {
    case .counter, .gauge, .histogram, .summary: return type.rawValue
    case .gaugeHistogram, .info, .stateSet: return "gauge"
    case .unknown: return "untyped"
    }
  }

  private mutating func append(_ sample: Sample, of family: MetricFamily) {
    var name = sample.name
    if format.isOpenMetrics, family.type == .counter, name == family.name, !name.hasSuffix("_total") {
      name += "_total"
    }
    appendSeries(name, sample.labels)
    append(" " + number(sample.value))
    if let time = sample.timestampMilliseconds { append(" " + timestamp(time)) }
    if format.isOpenMetrics, let exemplar = sample.exemplar {
      append(" # ")
      appendBraces(exemplar.labels, name: nil)
      append(" " + number(exemplar.value))
      if let time = exemplar.timestampMilliseconds { append(" " + timestamp(time)) }
    }
    append("\n")
  }

  private mutating func appendSeries(_ name: String, _ labels: [LabelPair]) {
    if isLegacyName(name, allowsColon: true) {
      append(name)
      if !labels.isEmpty { appendBraces(labels, name: nil) }
    } else {
      appendBraces(labels, name: name)
    }
  }

  private mutating func appendBraces(_ labels: [LabelPair], name: String?) {
    append("{")
    if let name { appendQuoted(name) }
    for (index, label) in labels.enumerated() {
      if index > 0 || name != nil { append(",") }
      if isLegacyName(label.name, allowsColon: false) { append(label.name) } else { appendQuoted(label.name) }
      append("=")
      appendQuoted(label.value)
    }
    append("}")
  }

  private func number(_ value: Double) -> String {
    if format.isOpenMetrics { return openMetricsFloatText(value) }
    if writesIntegersInFull, let integer = Int64(exactly: value) { return String(integer) }
    return goFloatText(value)
  }

  private func timestamp(_ milliseconds: Int64) -> String {
    format.isOpenMetrics ? goPlainFloatText(Double(milliseconds) / 1000) : String(milliseconds)
  }

  private func quotedIfNeeded(_ name: String) -> String {
    if isLegacyName(name, allowsColon: true) { return name }
    var writer = ExpositionWriter(format: format)
    writer.appendQuoted(name)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func appendQuoted(_ text: String) {
    append("\"")
    appendEscaped(text, quotes: true)
    append("\"")
  }

  private mutating func appendEscaped(_ text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\"") where quotes: append("\\\"")
      default: bytes.append(byte)
      }
    }
  }
}

/// Whether a name needs no quotes: `[a-zA-Z_:][a-zA-Z0-9_:]*`, without colons for labels.
public func isLegacyName(_ name: String, allowsColon: Bool) -> Bool {
  var isFirst = true
  for byte in name.utf8 {
    guard isFirst ? isNameStart(byte, allowsColon: allowsColon) : isNameByte(byte, allowsColon: allowsColon)
    else { return false }
    isFirst = false
  }
  return !isFirst
}
