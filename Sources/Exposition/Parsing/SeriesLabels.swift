/// Where a label of a series stands in the exposition.
public struct LabelRange: Hashable, Sendable {
  /// The bytes of the name, without quotes.
  public var name: Range<Int>
  /// The bytes of the value, without quotes, escapes as written.
  public var value: Range<Int>
}

extension ExpositionParser {
  /// The bytes of the metric name of the current series, without quotes, escapes as written.
  public var metricName: Range<Int> {
    nameRange.0..<max(nameRange.0, nameRange.1)
  }

  /// Puts the labels of the current series into an array, in the order of the exposition.
  public func labelRanges(into labels: inout [LabelRange]) {
    labels.removeAll(keepingCapacity: true)
    let end = min(series.upperBound, bytes.count)
    var index = nameRange.0 == series.lowerBound ? nameRange.1 : series.lowerBound
    skipBlanks(&index, end)
    guard index < end, bytes[index] == UInt8(ascii: "{") else { return }
    index += 1
    while true {
      while index < end, isBlank(bytes[index]) || bytes[index] == UInt8(ascii: ",") { index += 1 }
      guard index < end, bytes[index] != UInt8(ascii: "}") else { return }
      let name = word(&index, end)
      skipBlanks(&index, end)
      guard index < end, bytes[index] == UInt8(ascii: "=") else { continue }
      index += 1
      skipBlanks(&index, end)
      var value = word(&index, end)
      // Zero bytes behind a value belong to its token, of which the last byte is taken for the quote.
      while index < end, bytes[index] == 0 {
        index += 1
        value = value.lowerBound..<index - 1
      }
      labels.append(LabelRange(name: name, value: value))
    }
  }

  /// The text of a range of a name or value, without escapes.
  public func text(_ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<bytes.count)
    let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    return String(decoding: unescaped(raw), as: UTF8.self)
  }

  /// The bytes of a range of a name or value, without escapes, be they text or not.
  public func plainBytes(_ range: Range<Int>) -> [UInt8] {
    unescaped(UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)]))
  }

  /// The text of a label's value as Prometheus stores it: without escapes, and from 3.0 on with canonical
  /// floats in `le` of histograms and `quantile` of summaries.
  ///
  /// Source: prometheus/prometheus `model/textparse/openmetricsparse.go`, `normalizeFloatsInLabelValues`, 3.5.0.
  public func value(of label: LabelRange) -> String {
    let value = text(label.value)
    guard lexer.dialect.normalisesFloatLabels, type == .histogram || type == .summary,
      bytes[label.name.clamped(to: 0..<bytes.count)].elementsEqual(
        (type == .histogram ? "le" : "quantile").utf8),
      let number = try? goFloat(value.utf8)
    else { return value }
    return openMetricsFloatText(number)
  }

  /// The current series as a sample with its texts.
  public func sample() -> Sample {
    var ranges: [LabelRange] = []
    labelRanges(into: &ranges)
    return Sample(
      name: text(metricName), labels: ranges.map { LabelPair(text($0.name), value(of: $0)) }, value: value,
      timestampMilliseconds: timestampMilliseconds, exemplar: exemplar())
  }

  /// The exemplar of the current series, if it has one.
  public func exemplar() -> Exemplar? {
    guard hasExemplar else { return nil }
    let labels = stride(from: 0, to: exemplarLabels.count - 1, by: 2).map { index in
      LabelPair(verbatim(exemplarLabels[index]), verbatim(exemplarLabels[index + 1]))
    }
    return Exemplar(labels: labels, value: exemplarValue, timestampMilliseconds: exemplarTimestamp)
  }

  /// The text of the current `# HELP` without escapes; OpenMetrics escapes quotes there, too.
  public func helpText() -> String {
    let raw = lexer.copy(metadataText)
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    return raw.withUnsafeBytes {
      String(decoding: unescaped($0, quotes: lexer.isOpenMetrics), as: UTF8.self)
    }
  }

  /// The text of an exemplar's label: Prometheus leaves escapes in.
  private func verbatim(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private func skipBlanks(_ index: inout Int, _ end: Int) {
    while index < end, isBlank(bytes[index]) { index += 1 }
  }

  /// A quoted string or a name; the range is without quotes.
  private func word(_ index: inout Int, _ end: Int) -> Range<Int> {
    guard index < end else { return end..<end }
    guard bytes[index] == UInt8(ascii: "\"") else {
      let first = index
      while index < end, isNameByte(bytes[index], allowsColon: true) { index += 1 }
      if index == first { index = end }
      return first..<index
    }
    index += 1
    let first = index
    while index < end, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    let last = min(index, end)
    index = min(index + 1, end)
    return first..<last
  }
}

/// Replaces `\\`, `\n` and, where they are escaped, `\"`; leaves any other backslash alone.
func unescaped(_ bytes: UnsafeRawBufferPointer, quotes: Bool = true) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    if bytes[index] == UInt8(ascii: "\\") {
      let replacement: UInt8? =
        switch next {
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "\"") where quotes: UInt8(ascii: "\"")
        default: nil
        }
      if let replacement {
        result.append(replacement)
        index += 2
        continue
      }
    }
    result.append(bytes[index])
    index += 1
  }
  return result
}
